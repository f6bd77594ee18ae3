// SPDX-License-Identifier: LGPL-2.1-or-later
// How many of the passwords that administrators added are not in the list in use: counted when a
// list was loaded, and kept up with what is added from then on.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "ramd/list_loader.h"
#include "ramd/store/store.h"

namespace ramd {

class PendingAdditions : public std::enable_shared_from_this<PendingAdditions> {
public:
    // The store outlives this.
    PendingAdditions(boost::asio::any_io_executor loop, const Store& store,
                     std::shared_ptr<ReadingThread> reading)
        : loop_(std::move(loop)), store_(store), reading_(std::move(reading)) {}

    // Of `list`, from now on. The loop rests now and then.
    [[nodiscard]] boost::asio::awaitable<void> count(ListInUse list);
    // There is no list any more.
    void forget() {
        list_.reset();
        counting_ = false;
    }
    // These are in the store now. They count until they were looked up.
    void added(const std::vector<WeakHash>& hashes);
    // All that was added, where there is no list or it was not counted yet.
    [[nodiscard]] std::size_t number() const;

private:
    using Self = std::shared_ptr<PendingAdditions>;

    [[nodiscard]] boost::asio::awaitable<std::vector<Key>> keys_in_store();
    [[nodiscard]] boost::asio::awaitable<std::size_t> missing(ListInUse list,
                                                              std::vector<Key> keys);
    static boost::asio::awaitable<void> look_up(Self self, ListInUse list, std::vector<Key> keys);
    void expect(std::vector<Key> keys);

    boost::asio::any_io_executor loop_;
    const Store& store_;
    std::shared_ptr<ReadingThread> reading_;
    ListInUse list_;  // that was counted
    std::size_t number_ = 0;
    bool counting_ = false;
    std::vector<Key> meanwhile_;  // added while counting
};

}  // namespace ramd
