// SPDX-License-Identifier: LGPL-2.1-or-later
// Everything the use cases stand on, as fakes, wired as the daemon does it. Time stands still until
// a test moves it.
#pragma once

#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "ramd/login/login_services.h"
#include "shared/fd.h"
#include "tests/support/fake_hashing_pool.h"
#include "tests/support/fake_sessions.h"
#include "tests/support/fake_store.h"

namespace ramd::test {

using namespace std::chrono_literals;

[[nodiscard]] inline UserName name(std::string_view text) {
    return UserName::parse(text).value();
}
[[nodiscard]] inline Secret secret(std::string_view text) {
    return Secret::copy_of(text);
}

// What a reply's descriptor holds.
[[nodiscard]] inline std::string text_in(const ramauth::UniqueFd& fd) {
    std::string text(Secret::max_size, '\0');
    const ssize_t size = ::pread(fd.get(), text.data(), text.size(), 0);
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    return text;
}

// No descriptor can be opened while it lives. The sanitizer needs some for what it sees for the
// first time: run the way once before.
class NoDescriptorsLeft {
public:
    NoDescriptorsLeft() {
        (void)std::generic_category().message(EMFILE);
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const rlimit none{0, before_.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    NoDescriptorsLeft(const NoDescriptorsLeft&) = delete;
    NoDescriptorsLeft& operator=(const NoDescriptorsLeft&) = delete;
    ~NoDescriptorsLeft() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

class FakeAccounts final : public Accounts {
public:
    boost::asio::awaitable<AccountAnswer> find(AccountQuestion question, Deadline by) override {
        asked_by = by;
        if (meanwhile) std::exchange(meanwhile, nullptr)();
        if (const auto* uid = std::get_if<Uid>(&question))
            co_return silent_about_uids ? AccountAnswer(NssSilent{}) : owner_of(*uid);
        const auto known = answers.find(std::get<UserName>(question).str());
        co_return known == answers.end() ? AccountAnswer(NoAccount{}) : known->second;
    }
    [[nodiscard]] AccountAnswer owner_of(Uid uid) const {
        for (const auto& [name, answer] : answers) {
            const auto* account = std::get_if<Account>(&answer);
            if (account != nullptr && account->uid == uid) return answer;
        }
        return NoAccount{};
    }
    void add(const std::string& user, unsigned uid) { answers[user] = Account{user, Uid{uid}}; }

    std::map<std::string, AccountAnswer> answers;
    std::optional<Deadline> asked_by;
    bool silent_about_uids = false;
    std::function<void()> meanwhile;
};

class KeptLog final : public EventLog {
public:
    void record(const Event& event) noexcept override { events.push_back(event); }
    [[nodiscard]] unsigned count(EventKind kind) const {
        unsigned found = 0;
        for (const auto& event : events) found += event.kind == kind ? 1 : 0;
        return found;
    }

    std::vector<Event> events;
};

class KeptChanges final : public ChangeListener {
public:
    void profile_changed(const UserName& user, const std::vector<std::string>& fields) override {
        profiles.emplace_back(user.str(), fields);
    }
    void policy_changed(const std::vector<std::string>& fields) override { policies = fields; }
    void login_locked(const UserName& user, Timestamp until) override {
        locks.emplace_back(user.str(), until);
    }

    std::vector<std::pair<std::string, std::vector<std::string>>> profiles;
    std::vector<std::string> policies;
    std::vector<std::pair<std::string, Timestamp>> locks;
};

// Fakes an answer for each spelling: all are fine but those in `weak`.
class FakeWeakPasswords final : public WeakPasswords {
public:
    boost::asio::awaitable<WeakAnswer> ask(WeakSpellings spellings) override {
        asked.emplace_back(spellings.all().begin(), spellings.all().end());
        if (meanwhile) std::exchange(meanwhile, nullptr)();
        for (const auto& spelling : spellings.all())
            if (weak.contains(spelling)) co_return WeakAnswer::weak;
        co_return has_list&& readable ? WeakAnswer::fine : WeakAnswer::no_list;
    }
    [[nodiscard]] bool usable() const override { return has_list; }
    [[nodiscard]] WeakListInfo info() const override {
        return {.path = "/list",
                .state = has_list ? WeakListInfo::State::usable : WeakListInfo::State::none,
                .problem = {}};
    }
    boost::asio::awaitable<std::optional<ramauth::Refusal>> reload() override {
        ++reloads;
        co_return refusal;
    }
    void added(const std::vector<WeakHash>& hashes) override {
        told.insert(told.end(), hashes.begin(), hashes.end());
    }

    std::set<WeakHash> weak;
    bool has_list = false;
    bool readable = true;
    std::vector<std::vector<WeakHash>> asked;
    std::function<void()> meanwhile;
    unsigned reloads = 0;
    std::optional<ramauth::Refusal> refusal;
    std::vector<WeakHash> told;
};

class LoginHouse {
public:
    static constexpr unsigned ann_uid = 1001;

    // A profile "ann" with the password "correct horse", changed by herself ten days ago.
    Profile& add_ann(std::string_view password = "correct horse") {
        Profile profile{.user = name("ann"),
                        .uid = Uid{ann_uid},
                        .hash = FakeHashingPool::hash_of(password),
                        .history = {},
                        .life = {.initial = false, .reset_required = false, .changed = now},
                        .epoch = 7,
                        .version = 1,
                        .created = now,
                        .updated = now,
                        .last_login_source = {},
                        .known_sources = {},
                        .guesses = {},
                        .recovery_email = {},
                        .recovery_mobile = {},
                        .shadow_aging = {},
                        .last_change_nonce = {}};
        profile.life.changed -= std::chrono::days(10);
        return store.profiles.insert_or_assign("ann", profile).first->second;
    }
    [[nodiscard]] const Profile& ann() const { return store.at("ann"); }

    // As the module in sshd asks: uid 0, believed, knowing the account's uid.
    [[nodiscard]] static Request module_request(unsigned uid = ann_uid) {
        Request request{.id = std::string(32, 'a'),
                        .caller = {.uid = Uid{0}, .pid = 4242},
                        .context = {},
                        .deadline = Deadline::after(1h)};
        request.context.believed = true;
        request.context.uid = Uid{uid};
        request.context.service = "sshd";
        request.context.remote_host = "198.51.100.7";
        return request;
    }
    // As the user asks over the bus.
    [[nodiscard]] static Request own_request(unsigned uid = ann_uid) {
        return {.id = std::string(32, 'b'),
                .caller = {.uid = Uid{uid}, .pid = 4343},
                .context = {},
                .deadline = Deadline::after(1h)};
    }
    [[nodiscard]] static Request manager_request() { return own_request(0); }

    [[nodiscard]] ramauth::policy::Moment present() const { return {now, boottime_us, "boot"}; }
    // Time passes, on all clocks.
    void pass(std::chrono::microseconds span) {
        now += span;
        boottime_us += static_cast<std::uint64_t>(span.count());
    }

    // Runs it, and all that it left behind, to the end.
    template <class T>
    T run(boost::asio::awaitable<T> coroutine) {
        std::optional<T> result;
        std::exception_ptr failure;
        boost::asio::co_spawn(loop, keep(std::move(coroutine), result),
                              [&failure](std::exception_ptr error) { failure = error; });
        loop.restart();
        loop.run();
        if (failure) std::rethrow_exception(failure);
        return std::move(result.value());
    }

    boost::asio::io_context loop{1};
    Timestamp now{std::chrono::sys_days{std::chrono::year{2030} / 5 / 17}};
    FakeStore store;
    FakeHashingPool pool;
    FakeSessions sessions;
    FakeAccounts accounts;
    KeptLog log;
    KeptChanges changes;
    TicketBook tickets;
    GuessBook guesses;
    FakeWeakPasswords weak;
    std::uint64_t boottime_us = 1'000'000'000;
    std::vector<std::string> host_names{"gate", "gate.example.org"};
    LoginServices services{.store = store,
                           .pool = pool,
                           .sessions = sessions,
                           .accounts = accounts,
                           .log = log,
                           .listener = changes,
                           .tickets = tickets,
                           .guesses = guesses,
                           .weak = weak,
                           .now = [this] { return now; },
                           .moment = [this] { return present(); },
                           .started = {now, 1'000'000'000, "boot"},
                           .latest_use = now,
                           .settings = {},
                           .boot_id = "boot",
                           .host_names = [this] { return host_names; },
                           .monotonic_us = [] { return std::uint64_t{5'000'000}; }};

private:
    // Asio wants a result that has a default; this one needs none.
    template <class T>
    static boost::asio::awaitable<void> keep(boost::asio::awaitable<T> coroutine,
                                             std::optional<T>& result) {
        result.emplace(co_await std::move(coroutine));
    }
};

// The refusal in an outcome of any kind.
template <class Outcome>
[[nodiscard]] std::optional<ramauth::Code> code_of(const Outcome& outcome) {
    const auto* refusal = std::get_if<ramauth::Refusal>(&outcome);
    return refusal == nullptr ? std::nullopt : std::optional(refusal->code);
}
[[nodiscard]] inline std::optional<ramauth::Code> code_of(
    const std::optional<ramauth::Refusal>& refusal) {
    return refusal ? std::optional(refusal->code) : std::nullopt;
}

}  // namespace ramd::test
