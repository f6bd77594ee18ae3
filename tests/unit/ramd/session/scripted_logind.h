// SPDX-License-Identifier: LGPL-2.1-or-later
// A logind that keeps a table of sessions and behaves as the real one was measured to: it skips
// sessions in "closing" when told to terminate them, and says that all went well.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ramd/session/logind.h"
#include "tests/unit/ramd/session/virtual_time.h"

namespace ramd::test {

struct ScriptedSession {
    LogindSession session;
    // How long SIGTERM takes; nothing: it is ignored.
    std::optional<std::uint64_t> ends_after_us = 1000;
    // How many times SIGKILL must be sent (processes that fork as they are killed).
    unsigned kills_needed = 1;
    std::optional<std::uint64_t> gone_at_us = std::nullopt;
};

class ScriptedLogind final : public Logind {
    using Kind = LogindFailed::Kind;

public:
    explicit ScriptedLogind(VirtualTime& time) : time_(time) {}

    enum class Mood { well, hung, denying, polkit_hung };
    Mood mood = Mood::well;
    std::vector<ScriptedSession> table;
    std::vector<std::string> terminated;
    std::vector<std::string> killed;
    // Users with a user manager: how long it takes to end, once told to.
    std::map<ramauth::Uid, std::uint64_t> managers;
    std::map<ramauth::Uid, std::uint64_t> manager_started_us;  // 0: before everything
    std::vector<ramauth::Uid> terminated_users;
    bool refuses_users = false;
    unsigned lists = 0;
    unsigned unanswered = 0;  // of those that end something
    std::function<void(const std::string& id)> before_describe;
    std::function<void()> before_end;  // of sessions and users
    std::string unique_name = ":1.1";  // another one after a restart

    [[nodiscard]] bool stands(const std::string& id) {
        settle();
        return std::ranges::any_of(table, [&](const auto& s) { return s.session.id == id; });
    }
    [[nodiscard]] std::vector<std::string> touched() const {
        auto all = terminated;
        all.insert(all.end(), killed.begin(), killed.end());
        return all;
    }
    // A session is opened, and everybody is told.
    void open(ScriptedSession session) {
        table.push_back(std::move(session));
        if (seen_) seen_();
    }

    boost::asio::awaitable<LogindAnswer<std::vector<ListedSession>>> list() override {
        ++lists;
        if (auto failed = co_await trouble(false)) co_return *failed;
        settle();
        std::vector<ListedSession> rows;
        for (const auto& entry : table) {
            const auto& session = entry.session;
            rows.push_back({session.id, session.uid, "somebody", "", "/session/" + session.id});
        }
        co_return rows;
    }

    boost::asio::awaitable<LogindAnswer<LogindSession>> describe(
        const ListedSession& listed) override {
        const auto id = listed.id;
        if (before_describe) before_describe(id);
        if (auto failed = co_await trouble(false)) co_return *failed;
        settle();
        if (const auto* found = find(id)) {
            auto session = found->session;
            session.told_by = unique_name;
            co_return session;
        }
        co_return LogindFailed{LogindFailed::Kind::gone, "no such session"};
    }

    boost::asio::awaitable<LogindDone> terminate(const LogindSession& session) override {
        const auto wanted = session.id;
        const auto asked = session.told_by;
        if (before_end) before_end();
        if (auto failed = co_await trouble(true)) co_return failed;
        if (asked != unique_name) co_return LogindFailed{Kind::silent, "that logind is gone"};
        terminated.push_back(wanted);
        auto* found = find(wanted);
        if (found == nullptr || found->session.state == "closing") co_return std::nullopt;
        found->session.state = "closing";
        if (found->ends_after_us) found->gone_at_us = time_.monotonic_us() + *found->ends_after_us;
        co_return std::nullopt;
    }

    boost::asio::awaitable<LogindDone> kill_all(const LogindSession& session) override {
        const auto wanted = session.id;
        const auto asked = session.told_by;
        if (auto failed = co_await trouble(true)) co_return failed;
        if (asked != unique_name) co_return LogindFailed{Kind::silent, "that logind is gone"};
        killed.push_back(wanted);
        auto* found = find(wanted);
        if (found != nullptr && --found->kills_needed == 0) {
            found->gone_at_us = time_.monotonic_us() + 1000;
        }
        co_return std::nullopt;
    }

    boost::asio::awaitable<LogindAnswer<UserManagerUnit>> user_manager(ramauth::Uid uid) override {
        if (auto failed = co_await trouble(false)) co_return *failed;
        settle();
        co_return UserManagerUnit{managers.contains(uid), ending_.contains(uid),
                                  manager_started_us[uid]};
    }

    // As logind's: the sessions that there are end as well.
    boost::asio::awaitable<LogindDone> terminate_user(ramauth::Uid uid) override {
        if (before_end) before_end();
        if (auto failed = co_await trouble(true)) co_return failed;
        terminated_users.push_back(uid);
        if (refuses_users) co_return LogindFailed{LogindFailed::Kind::refused, "not now"};
        std::erase_if(table, [&](const auto& s) { return s.session.uid == uid; });
        const auto manager = managers.find(uid);
        if (manager == managers.end())
            co_return LogindFailed{LogindFailed::Kind::gone, "not logged in or lingering"};
        if (!ending_.contains(uid)) ending_[uid] = time_.monotonic_us() + manager->second;
        co_return std::nullopt;
    }

    boost::asio::awaitable<LogindAnswer<std::string>> session_of(pid_t process) override {
        if (auto failed = co_await trouble(false)) co_return *failed;
        for (const auto& entry : table) {
            if (entry.session.leader == process) co_return entry.session.id;
        }
        co_return LogindFailed{LogindFailed::Kind::gone, "no session"};
    }

    void on_session_new(std::function<void()> seen) override { seen_ = std::move(seen); }

private:
    [[nodiscard]] ScriptedSession* find(const std::string& id) {
        const auto found =
            std::ranges::find_if(table, [&](const auto& s) { return s.session.id == id; });
        return found == table.end() ? nullptr : &*found;
    }
    void settle() {
        std::erase_if(table, [&](const auto& entry) {
            return entry.gone_at_us && *entry.gone_at_us <= time_.monotonic_us();
        });
        std::erase_if(ending_, [&](const auto& entry) {
            return entry.second <= time_.monotonic_us() && managers.erase(entry.first) == 1;
        });
    }
    boost::asio::awaitable<LogindDone> trouble(bool asks_polkit) {
        const auto alarm = time_.make_alarm();
        if (mood == Mood::hung || (asks_polkit && mood == Mood::polkit_hung)) {
            if (asks_polkit) ++unanswered;
            co_await alarm->wait(std::chrono::seconds(3));
            co_return LogindFailed{LogindFailed::Kind::silent, "no answer in time"};
        }
        co_await alarm->wait(std::chrono::microseconds(200));
        if (asks_polkit && mood == Mood::denying) {
            co_return LogindFailed{LogindFailed::Kind::denied, "polkit said no"};
        }
        co_return std::nullopt;
    }

    VirtualTime& time_;
    std::map<ramauth::Uid, std::uint64_t> ending_;
    std::function<void()> seen_;
};

}  // namespace ramd::test
