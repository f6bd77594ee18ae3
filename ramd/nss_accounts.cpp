// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/nss_accounts.h"

#include <pwd.h>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace ramd {
namespace {

namespace asio = boost::asio;

constexpr std::size_t first_buffer = 4096;
constexpr std::size_t largest_buffer = std::size_t{1} << 20;

// One lookup, shared by the coroutine that waits and the thread that asks. The thread may be left
// behind with it when the loop goes, so the timer is the coroutine's own.
struct Job {
    explicit Job(AccountQuestion what) : question(std::move(what)) {}
    AccountQuestion question;
    asio::steady_timer* timer = nullptr;  // touched on the loop only; null: nobody waits
    std::optional<AccountAnswer> answer;  // likewise
};

int look_up(const AccountQuestion& question, passwd& entry, std::vector<char>& buffer,
            passwd*& found) {
    if (const auto* uid = std::get_if<ramauth::Uid>(&question))
        return ::getpwuid_r(uid->value, &entry, buffer.data(), buffer.size(), &found);
    return ::getpwnam_r(std::get<ramauth::UserName>(question).str().c_str(), &entry, buffer.data(),
                        buffer.size(), &found);
}

}  // namespace

AccountAnswer ask_nss(const AccountQuestion& question) {
    for (std::size_t size = first_buffer; size <= largest_buffer; size *= 4) {
        std::vector<char> buffer(size);
        passwd entry{};
        passwd* found = nullptr;
        const int error = look_up(question, entry, buffer, found);
        if (error == ERANGE) continue;
        // Only a clear no counts: an account must not look removed because a server is down.
        if (error != 0) return NssSilent{};
        if (found == nullptr) return NoAccount{};
        if (!ramauth::valid_uid(entry.pw_uid)) return NoAccount{};
        return Account{entry.pw_name, {entry.pw_uid}};
    }
    return NssSilent{};
}

struct NssAccounts::State : std::enable_shared_from_this<State> {
    State(asio::any_io_executor on, Lookup how) : loop(std::move(on)), lookup(std::move(how)) {}

    static void run(const std::shared_ptr<State>& self);
    bool add(const std::shared_ptr<Job>& job);
    std::shared_ptr<Job> next();
    void deliver(const std::shared_ptr<Job>& job, AccountAnswer answer);
    void stop();

    asio::any_io_executor loop;
    Lookup lookup;
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::shared_ptr<Job>> waiting;
    bool stopped = false;
};

void NssAccounts::State::run(const std::shared_ptr<State>& self) {
    while (auto job = self->next()) {
        AccountAnswer answer = self->lookup(job->question);
        self->deliver(job, std::move(answer));
    }
}

bool NssAccounts::State::add(const std::shared_ptr<Job>& job) {
    const std::lock_guard lock(mutex);
    if (waiting.size() >= most_waiting) return false;
    waiting.push_back(job);
    changed.notify_one();
    return true;
}

std::shared_ptr<Job> NssAccounts::State::next() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return stopped || !waiting.empty(); });
    if (stopped) return nullptr;
    auto job = std::move(waiting.front());
    waiting.pop_front();
    return job;
}

// Under the lock, so that nothing is posted to a loop that may have gone.
void NssAccounts::State::deliver(const std::shared_ptr<Job>& job, AccountAnswer answer) {
    const std::lock_guard lock(mutex);
    if (stopped) return;
    asio::post(loop, [job, found = std::move(answer)]() mutable {
        job->answer = std::move(found);
        if (job->timer != nullptr) job->timer->cancel();
    });
}

void NssAccounts::State::stop() {
    const std::lock_guard lock(mutex);
    stopped = true;
    waiting.clear();
    changed.notify_one();
}

NssAccounts::NssAccounts(asio::any_io_executor loop, Lookup lookup,
                         std::chrono::milliseconds patience)
    : state_(std::make_shared<State>(std::move(loop), std::move(lookup))), patience_(patience) {
    std::thread([state = state_] { State::run(state); }).detach();
}

NssAccounts::~NssAccounts() {
    state_->stop();
}

asio::awaitable<AccountAnswer> NssAccounts::find(AccountQuestion question, ramauth::Deadline by) {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    const auto job = std::make_shared<Job>(std::move(question));
    job->timer = &timer;
    if (!state_->add(job)) co_return NssSilent{};
    timer.expires_after(std::min<ramauth::Deadline::Clock::duration>(patience_, by.left()));
    boost::system::error_code ended;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ended));
    job->timer = nullptr;
    co_return job->answer.value_or(NssSilent{});
}

}  // namespace ramd
