// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/directory_watch.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>

#include "shared/fd.h"

namespace ramd {
namespace {

namespace asio = boost::asio;

constexpr std::uint32_t of_files =
    IN_MOVED_TO | IN_MOVED_FROM | IN_CLOSE_WRITE | IN_DELETE | IN_ATTRIB;
// The directory is not where it was any more: it has to be looked for by its name again.
constexpr std::uint32_t of_itself = IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT;

}  // namespace

struct DirectoryWatch::State : std::enable_shared_from_this<State> {
    State(asio::any_io_executor loop, std::string where, Look what, WatchIntervals when)
        : directory(std::move(where)),
          look(std::move(what)),
          intervals(when),
          watch(loop),
          timer(std::in_place, loop) {}

    void begin_watching();
    void wait_for_change();
    void wait_for_time();
    [[nodiscard]] bool read_events();
    void look_around();
    void stop();

    std::string directory;
    Look look;
    WatchIntervals intervals;
    asio::posix::stream_descriptor watch;
    std::optional<asio::steady_timer> timer;  // until stopped
};

void DirectoryWatch::State::begin_watching() {
    if (watch.is_open()) return;
    ramauth::UniqueFd fd(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
    if (!fd) return;
    const int added = ::inotify_add_watch(fd.get(), directory.c_str(),
                                          of_files | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR);
    if (added < 0) return;
    watch.assign(fd.release());
    wait_for_change();
}

// Whether the directory itself is still there. What happened in it does not matter.
bool DirectoryWatch::State::read_events() {
    bool there = true;
    alignas(inotify_event) std::array<char, 4096> events{};
    for (ssize_t size = 0;
         (size = ::read(watch.native_handle(), events.data(), events.size())) > 0;) {
        for (ssize_t at = 0; at < size;) {
            inotify_event event{};
            std::memcpy(&event, events.data() + at, sizeof event);
            if ((event.mask & of_itself) != 0) there = false;
            at += static_cast<ssize_t>(sizeof event + event.len);
        }
    }
    return there;
}

void DirectoryWatch::State::wait_for_change() {
    watch.async_wait(asio::posix::stream_descriptor::wait_read,
                     [self = shared_from_this()](const boost::system::error_code& error) {
                         if (error || !self->timer) return;
                         if (self->read_events()) {
                             self->wait_for_change();
                         } else {
                             boost::system::error_code ignored;
                             self->watch.close(ignored);
                         }
                         self->look_around();
                     });
}

void DirectoryWatch::State::wait_for_time() {
    timer->expires_after(watch.is_open() ? intervals.watched : intervals.unwatched);
    timer->async_wait([self = shared_from_this()](const boost::system::error_code& error) {
        if (!error && self->timer) self->look_around();
    });
}

void DirectoryWatch::State::look_around() {
    begin_watching();
    look();
    if (timer) wait_for_time();
}

void DirectoryWatch::State::stop() {
    boost::system::error_code ignored;
    watch.close(ignored);
    timer.reset();
}

DirectoryWatch::DirectoryWatch(asio::any_io_executor loop, std::string directory, Look look,
                               WatchIntervals intervals)
    : state_(std::make_shared<State>(std::move(loop), std::move(directory), std::move(look),
                                     intervals)) {
    state_->begin_watching();
    state_->wait_for_time();
}

DirectoryWatch::~DirectoryWatch() {
    state_->stop();
}

}  // namespace ramd
