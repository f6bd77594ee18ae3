// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/removed_accounts.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "shared/fd.h"

namespace ramd {
namespace {

namespace asio = boost::asio;

// For what could not be done the first time; and where the directory is not there or cannot be
// watched, because the host has no inotify instances left.
constexpr std::chrono::seconds look_again_after{60};
constexpr std::chrono::seconds look_unwatched_after{5};

struct CloseDirectory {
    void operator()(DIR* directory) const noexcept { ::closedir(directory); }
};
using DirectoryHandle = std::unique_ptr<DIR, CloseDirectory>;

std::vector<std::string> names_in(DIR* directory) {
    std::vector<std::string> names;
    while (const dirent* entry = ::readdir(directory)) {
        const std::string name = entry->d_name;
        if (name != "." && name != "..") names.push_back(name);
    }
    return names;
}

// When root left the file. One that cannot be looked at was left just now, or is gone already.
ramauth::Timestamp time_of(int directory_fd, const std::string& name) {
    using ramauth::Timestamp;
    struct stat status {};
    if (::fstatat(directory_fd, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
        return std::chrono::time_point_cast<Timestamp::duration>(std::chrono::system_clock::now());
    return Timestamp(std::chrono::seconds(status.st_mtim.tv_sec) +
                     std::chrono::microseconds(status.st_mtim.tv_nsec / 1000));
}

}  // namespace

struct RemovedAccounts::State : std::enable_shared_from_this<State> {
    State(asio::any_io_executor on, std::string where, Act what, Complain how)
        : loop(std::move(on)),
          directory(std::move(where)),
          act(std::move(what)),
          complain(std::move(how)),
          watch(loop),
          timer(std::in_place, loop) {}

    void look();
    void settle(int directory_fd, const std::string& name);
    void begin_watching();
    void wait_for_change();
    void wait_for_time();
    void stop();

    asio::any_io_executor loop;
    std::string directory;
    Act act;
    Complain complain;
    asio::posix::stream_descriptor watch;
    std::optional<asio::steady_timer> timer;  // until stopped
};

void RemovedAccounts::State::look() {
    if (!timer) return;
    begin_watching();
    const DirectoryHandle opened(::opendir(directory.c_str()));
    if (opened) {
        for (const std::string& name : names_in(opened.get())) settle(::dirfd(opened.get()), name);
    }
    wait_for_time();
}

// A name that cannot be an account's cannot have a profile: nothing to do but to tidy up.
void RemovedAccounts::State::settle(int directory_fd, const std::string& name) {
    const auto user = ramauth::UserName::parse(name);
    try {
        if (user) act(*user, time_of(directory_fd, name));
    } catch (const std::exception& fault) {
        return complain("the removal of an account waits: " + std::string(fault.what()));
    }
    if (::unlinkat(directory_fd, name.c_str(), 0) != 0 && errno != ENOENT)
        complain(directory + ": cannot remove a file: " + ::strerrordesc_np(errno));
}

void RemovedAccounts::State::begin_watching() {
    if (watch.is_open()) return;
    ramauth::UniqueFd fd(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
    if (!fd) return;
    const int added = ::inotify_add_watch(fd.get(), directory.c_str(),
                                          IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ONLYDIR);
    if (added < 0) return;
    watch.assign(fd.release());
    wait_for_change();
}

void RemovedAccounts::State::wait_for_change() {
    watch.async_wait(
        asio::posix::stream_descriptor::wait_read,
        [self = shared_from_this()](const boost::system::error_code& error) {
            if (error) return;
            // What happened does not matter: the directory itself is read.
            std::array<char, 4096> events{};
            while (::read(self->watch.native_handle(), events.data(), events.size()) > 0) {
            }
            self->wait_for_change();
            self->look();
        });
}

void RemovedAccounts::State::wait_for_time() {
    timer->expires_after(watch.is_open() ? look_again_after : look_unwatched_after);
    timer->async_wait([self = shared_from_this()](const boost::system::error_code& error) {
        if (!error) self->look();
    });
}

void RemovedAccounts::State::stop() {
    boost::system::error_code ignored;
    watch.close(ignored);
    timer.reset();
}

RemovedAccounts::RemovedAccounts(asio::any_io_executor loop, std::string directory, Act act,
                                 Complain complain)
    : state_(std::make_shared<State>(std::move(loop), std::move(directory), std::move(act),
                                     std::move(complain))) {
    state_->look();
}

RemovedAccounts::~RemovedAccounts() {
    state_->stop();
}

}  // namespace ramd
