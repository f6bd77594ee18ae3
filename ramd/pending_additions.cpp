// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/pending_additions.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

namespace ramd {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

// So many are read from the store without a rest of the loop.
constexpr std::size_t page_size = 4096;

}  // namespace

// In order.
awaitable<std::vector<Key>> PendingAdditions::keys_in_store() {
    std::vector<Key> keys;
    std::optional<WeakHash> marker;
    for (;;) {
        const auto page = store_.list_weak(marker, page_size, nullptr);
        for (const WeakHash& hash : page) keys.push_back(hash.key());
        if (page.size() < page_size) co_return keys;
        marker = page.back();
        co_await asio::post(loop_, asio::use_awaitable);
    }
}

awaitable<std::size_t> PendingAdditions::missing(ListInUse list, std::vector<Key> keys) {
    std::function<std::size_t()> work = [list = std::move(list), keys = std::move(keys),
                                         pace = reading_->pace] {
        return list->missing(keys, *pace);
    };
    const auto number = co_await reading_->thread.run(std::move(work));
    co_return number.value();
}

awaitable<void> PendingAdditions::count(ListInUse list) {
    const Self self = shared_from_this();
    meanwhile_.clear();
    counting_ = true;
    const std::vector<Key> keys = co_await keys_in_store();
    const std::size_t number = co_await missing(list, keys);
    counting_ = false;
    list_ = list;
    number_ = number;
    std::vector<Key> later = std::exchange(meanwhile_, {});
    std::erase_if(later,
                  [&](Key key) { return std::binary_search(keys.begin(), keys.end(), key); });
    expect(std::move(later));
}

void PendingAdditions::added(const std::vector<WeakHash>& hashes) {
    std::vector<Key> keys;
    keys.reserve(hashes.size());
    for (const WeakHash& hash : hashes) keys.push_back(hash.key());
    if (counting_) meanwhile_.insert(meanwhile_.end(), keys.begin(), keys.end());
    expect(std::move(keys));
}

void PendingAdditions::expect(std::vector<Key> keys) {
    if (!list_ || keys.empty()) return;
    number_ += keys.size();
    asio::co_spawn(loop_, look_up(shared_from_this(), list_, std::move(keys)), asio::detached);
}

awaitable<void> PendingAdditions::look_up(Self self, ListInUse list, std::vector<Key> keys) {
    const std::size_t all = keys.size();
    const std::size_t number = co_await self->missing(list, std::move(keys));
    if (self->list_ == list) self->number_ -= all - number;
}

std::size_t PendingAdditions::number() const {
    return list_ ? number_ : store_.weak_count();
}

}  // namespace ramd
