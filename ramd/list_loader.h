// SPDX-License-Identifier: LGPL-2.1-or-later
// Opens and verifies the file of a weak list, one load at a time on a thread of its own: whenever
// another file is in its place, and when somebody wants it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "ramd/background_thread.h"
#include "ramd/directory_watch.h"
#include "ramd/list_file.h"

namespace ramd {

using ListInUse = std::shared_ptr<const ListFile>;

// A thread that reads gigabytes, and what keeps it from hurting others.
struct ReadingThread {
    explicit ReadingThread(boost::asio::any_io_executor loop) : thread(std::move(loop)) {}
    void stop() {
        pace->stop();
        thread.stop();
    }

    const std::shared_ptr<LoadPace> pace = std::make_shared<LoadPace>();
    BackgroundThread thread;
};

class ListLoader : public std::enable_shared_from_this<ListLoader> {
public:
    // Called from the loop, until stop().
    struct Hooks {
        std::function<void(const ListInUse&)> opened;  // head and index are right
        std::function<boost::asio::awaitable<void>(ListInUse)> verified;  // ends the load
        std::function<void(const ListRefused&)> refused;                  // likewise
    };

    ListLoader(boost::asio::any_io_executor loop, std::string path,
               std::shared_ptr<ReadingThread> reading, Hooks hooks);

    // Begins the first load, and to watch.
    void start();
    void stop();

    // One more load, after the one that runs.
    void want();
    // A load that begins after this call, and why its file was refused.
    [[nodiscard]] boost::asio::awaitable<std::optional<ListRefused>> load();

private:
    using Self = std::shared_ptr<ListLoader>;

    static boost::asio::awaitable<void> keep_loading(Self self);
    static boost::asio::awaitable<std::optional<ListRefused>> load_once(Self self);
    [[nodiscard]] bool is_another() const;
    void look();
    void begin();
    [[nodiscard]] ListRefused refused_by(const std::exception& fault) const noexcept;
    void end_load(std::optional<ListRefused> refused) noexcept;
    [[nodiscard]] bool take_wish();

    boost::asio::any_io_executor loop_;
    const std::string path_;
    const std::shared_ptr<ReadingThread> reading_;
    Hooks hooks_;
    std::optional<FileIdentity> seen_;  // the file that was loaded or refused last
    bool wanted_ = false;
    bool looked_ = false;  // and saw another file
    bool loading_ = false;
    std::uint64_t begun_ = 0;  // loads
    std::uint64_t ended_ = 0;
    std::optional<ListRefused> refused_;  // the one that ended last
    // Until stopped. The timer never runs out: cancelling it wakes who waits for the end of a load.
    std::optional<boost::asio::steady_timer> load_ended_;
    std::optional<DirectoryWatch> watch_;
};

}  // namespace ramd
