// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/courier/program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <system_error>

#include "shared/fd.h"

namespace ramd::courier {
namespace {

using ramauth::Deadline;
using ramauth::UniqueFd;

constexpr std::chrono::seconds grace_after_kill{1};

[[noreturn]] void fail(int error, const char* what) {
    throw std::system_error(error, std::generic_category(), what);
}

// posix_spawn(3) takes its orders in two structures.
class Orders {
public:
    Orders() {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawnattr_init(&attributes_);
    }
    ~Orders() {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }
    Orders(const Orders&) = delete;
    Orders& operator=(const Orders&) = delete;

    void read_from(int fd) {
        ::posix_spawn_file_actions_adddup2(&actions_, fd, STDIN_FILENO);
        for (const int silent : {STDOUT_FILENO, STDERR_FILENO})
            ::posix_spawn_file_actions_addopen(&actions_, silent, "/dev/null", O_WRONLY, 0);
        ::posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
    }
    void lead_a_group_and_take_every_signal() {
        sigset_t none, all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setpgroup(&attributes_, 0);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setsigdefault(&attributes_, &all);
        ::posix_spawnattr_setflags(
            &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    // 0, or why there is no process.
    [[nodiscard]] int spawn(const Program& program, pid_t& child) const {
        std::vector<std::string> words{program.path};
        words.insert(words.end(), program.arguments.begin(), program.arguments.end());
        std::vector<char*> argv;
        argv.reserve(words.size() + 1);
        for (std::string& word : words) argv.push_back(word.data());
        argv.push_back(nullptr);
        std::string search_path = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";
        std::string locale = "LC_ALL=C.UTF-8";
        char* environment[] = {search_path.data(), locale.data(), nullptr};
        return ::posix_spawn(&child, program.path.c_str(), &actions_, &attributes_, argv.data(),
                             environment);
    }

private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

// glibc 2.36 declares its own as a C++ function.
UniqueFd open_process(pid_t pid) {
    return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
}

int milliseconds(Deadline::Clock::duration left) {
    return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(left).count());
}

class Child {
public:
    Child(pid_t pid, UniqueFd input) : pid_(pid), input_(std::move(input)), fd_(open_process(pid)) {
        if (fd_) return;
        const int error = errno;
        kill_group();
        fail(error, "pidfd_open");
    }

    ProgramEnd feed_and_wait(std::span<const std::string_view> input, Deadline by, int asker) {
        for (const std::string_view piece : input) pieces_.push_back(piece);
        while (true) {
            write_on();
            std::array<pollfd, 3> seen{pollfd{fd_.get(), POLLIN, 0}, pollfd{asker, 0, 0},
                                       pollfd{input_.get(), POLLOUT, 0}};
            const int count = ::poll(seen.data(), seen.size(), milliseconds(by.left()));
            if (count < 0 && errno != EINTR) fail(errno, "poll");
            if (count > 0 && seen[0].revents != 0) return reap();
            if (count > 0 && seen[1].revents != 0) return give_up(End::unwanted);
            if (by.passed()) return give_up(End::late);
        }
    }

private:
    // A program may end, or close its input, before it has read everything: its status tells.
    void write_on() {
        while (input_ && !pieces_.empty()) {
            const std::string_view piece = pieces_.front();
            const ssize_t put = ::write(input_.get(), piece.data(), piece.size());
            if (put < 0 && errno == EINTR) continue;
            if (put < 0 && errno == EAGAIN) return;
            if (put < 0) break;
            pieces_.front().remove_prefix(static_cast<std::size_t>(put));
            if (pieces_.front().empty()) pieces_.erase(pieces_.begin());
        }
        input_ = UniqueFd();
    }

    ProgramEnd reap() const {
        int status = 0;
        while (::waitpid(pid_, &status, 0) < 0) {
            if (errno != EINTR) fail(errno, "waitpid");
        }
        if (WIFEXITED(status)) return {End::exited, WEXITSTATUS(status)};
        return {End::killed, WTERMSIG(status)};
    }

    void kill_group() const noexcept { ::kill(-pid_, SIGKILL); }

    ProgramEnd give_up(End why) const {
        kill_group();
        pollfd ended{fd_.get(), POLLIN, 0};
        const Deadline until = Deadline::after(grace_after_kill);
        while (::poll(&ended, 1, milliseconds(until.left())) < 0 && errno == EINTR) continue;
        if (ended.revents != 0) (void)reap();
        return {why, 0};
    }

    pid_t pid_;
    UniqueFd input_;
    UniqueFd fd_;
    std::vector<std::string_view> pieces_;
};

}  // namespace

ProgramEnd run_program(const Program& program, std::span<const std::string_view> input, Deadline by,
                       int asker) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail(errno, "pipe2");
    UniqueFd reading(ends[0]), writing(ends[1]);
    if (::fcntl(writing.get(), F_SETFL, O_NONBLOCK) != 0) fail(errno, "fcntl");
    Orders orders;
    orders.read_from(reading.get());
    orders.lead_a_group_and_take_every_signal();
    pid_t pid = -1;
    if (const int error = orders.spawn(program, pid); error != 0) return {End::not_started, error};
    reading = UniqueFd();
    return Child(pid, std::move(writing)).feed_and_wait(input, by, asker);
}

std::string text_of(const ProgramEnd& end) {
    switch (end.how) {
        case End::exited:
            return "ended with status " + std::to_string(end.number);
        case End::killed:
            return "was ended by signal " + std::to_string(end.number);
        case End::not_started:
            return std::string("cannot be run: ") + ::strerrordesc_np(end.number);
        case End::late:
            return "did not end in time and was killed";
        case End::unwanted:
            return "was killed, because nobody waited for it any more";
    }
    return {};
}

}  // namespace ramd::courier
