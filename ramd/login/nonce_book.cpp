// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/nonce_book.h"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>
#include <optional>
#include <utility>

namespace ramd {

namespace asio = boost::asio;

struct NonceBook::State {
    struct Entry {
        std::optional<ChangeOutcome> outcome;         // nothing while under way
        std::shared_ptr<asio::steady_timer> waiters;  // cancelled when that ends
        Deadline::Clock::time_point until;
    };

    explicit State(Clock from) : clock(std::move(from)) {}

    void sweep() {
        const auto now = clock();
        std::erase_if(entries, [now](const auto& item) {
            return item.second.outcome && now >= item.second.until;
        });
        if (entries.size() < most) return;
        const auto oldest = std::min_element(
            entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.second.until < b.second.until; });
        if (oldest->second.outcome) entries.erase(oldest);
    }

    Clock clock;
    std::map<Key, Entry> entries;
};

NonceBook::NonceBook(Clock clock) : state_(std::make_shared<State>(std::move(clock))) {}

NonceBook::Claim::Claim(std::shared_ptr<State> state, Key key)
    : state_(std::move(state)), key_(std::move(key)) {}

NonceBook::Claim::~Claim() {
    if (!state_) return;
    const auto entry = state_->entries.find(key_);
    if (entry == state_->entries.end()) return;
    const auto waiters = std::move(entry->second.waiters);
    state_->entries.erase(entry);
    waiters->cancel();
}

void NonceBook::Claim::settle(ChangeOutcome outcome) {
    const auto state = std::exchange(state_, nullptr);
    auto& entry = state->entries.at(key_);
    entry.outcome = std::move(outcome);
    entry.until = state->clock() + lifetime;
    entry.waiters->cancel();
}

asio::awaitable<std::variant<NonceBook::Claim, ChangeOutcome>> NonceBook::claim(Key key) {
    const auto state = state_;
    const auto loop = co_await asio::this_coro::executor;
    for (;;) {
        state->sweep();
        const auto known = state->entries.find(key);
        if (known == state->entries.end()) break;
        if (known->second.outcome) co_return *known->second.outcome;
        const auto waiters = known->second.waiters;
        boost::system::error_code woken;
        co_await waiters->async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }
    auto waiters = std::make_shared<asio::steady_timer>(loop, Deadline::Clock::time_point::max());
    state->entries.emplace(
        key, State::Entry{std::nullopt, std::move(waiters), state->clock() + lifetime});
    co_return Claim(state, std::move(key));
}

}  // namespace ramd
