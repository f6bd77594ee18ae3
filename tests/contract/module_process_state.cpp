// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/contract/module_process_state.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <clocale>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace ramauth::test {

std::map<int, std::string> open_files() {
    std::map<int, std::string> result;
    for (int fd = 0; fd < 256; ++fd) {
        struct stat status {};
        if (::fstat(fd, &status) != 0) continue;
        std::ifstream info("/proc/self/fdinfo/" + std::to_string(fd));
        std::ostringstream text;
        text << status.st_dev << ':' << status.st_ino;
        // The position of an inherited log moves when another test writes to it.
        for (std::string line; std::getline(info, line);)
            if (!line.starts_with("pos:")) text << ' ' << line;
        result[fd] = text.str();
    }
    return result;
}

std::size_t threads() {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& task : std::filesystem::directory_iterator("/proc/self/task"))
        ++count;
    return count;
}

std::size_t mappings() {
    std::ifstream maps("/proc/self/maps");
    std::size_t count = 0;
    for (std::string line; std::getline(maps, line);) ++count;
    return count;
}

namespace {

std::string whole_environment() {
    std::string text;
    for (char** entry = environ; *entry != nullptr; ++entry) text.append(*entry).append("\n");
    return text;
}

}  // namespace

std::string snapshot() {
    std::ostringstream text;
    for (int number = 1; number < NSIG; ++number) {
        struct sigaction action {};
        if (::sigaction(number, nullptr, &action) == 0)
            text << number << ':' << reinterpret_cast<void*>(action.sa_handler) << ' ';
    }
    sigset_t blocked;
    ::pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
    for (int number = 1; number < NSIG; ++number) text << sigismember(&blocked, number);
    const mode_t mask = ::umask(0);
    ::umask(mask);
    text << "\numask " << mask << "\ncwd " << std::filesystem::current_path() << "\nlocale "
         << std::setlocale(LC_ALL, nullptr) << '\n'
         << whole_environment();
    for (int limit = 0; limit < static_cast<int>(RLIM_NLIMITS); ++limit) {
        rlimit value{};
        ::getrlimit(static_cast<__rlimit_resource>(limit), &value);
        text << value.rlim_cur << '/' << value.rlim_max << ' ';
    }
    itimerval timer{};
    ::getitimer(ITIMER_REAL, &timer);
    text << timer.it_value.tv_sec << "\nthreads " << threads();
    return text.str();
}

}  // namespace ramauth::test
