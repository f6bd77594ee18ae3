// SPDX-License-Identifier: LGPL-2.1-or-later
// The weak list that is asked, and how it comes to be another: a file that is put in its place is
// opened and verified on a thread of its own, and is asked from then on; one that is refused leaves
// the one before in use. What happens is in the journal.
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ramd/login/event_log.h"
#include "ramd/login/weak_passwords.h"
#include "ramd/store/store.h"

namespace ramd {

class WeakLibrary final : public WeakPasswords {
public:
    // Opens the file at once, so that it is asked from the beginning; verifies it when the loop
    // runs. Store and log outlive this.
    WeakLibrary(const boost::asio::any_io_executor& loop, Store& store, EventLog& log,
                std::string path, std::function<ramauth::Timestamp()> now);
    WeakLibrary(const WeakLibrary&) = delete;
    WeakLibrary& operator=(const WeakLibrary&) = delete;
    // Stops a verification. Before the loop goes.
    ~WeakLibrary() override;

    [[nodiscard]] boost::asio::awaitable<WeakAnswer> ask(WeakSpellings spellings) override;
    [[nodiscard]] bool usable() const override;
    [[nodiscard]] WeakListInfo info() const override;
    [[nodiscard]] boost::asio::awaitable<std::optional<ramauth::Refusal>> reload() override;
    void added(const std::vector<WeakHash>& hashes) override;

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace ramd
