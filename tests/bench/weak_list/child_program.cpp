// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/bench/weak_list/child_program.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include "tests/bench/weak_list/figures.h"

namespace ramauth::bench {
namespace {

struct Files {
    Files(const std::string& input, const std::string& output) {
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input.c_str(), O_RDONLY, 0);
        ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.c_str(),
                                           O_WRONLY | O_CREAT | O_TRUNC, 0600);
        ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    }
    Files(const Files&) = delete;
    Files& operator=(const Files&) = delete;
    ~Files() { ::posix_spawn_file_actions_destroy(&actions); }

    posix_spawn_file_actions_t actions{};
};

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

ChildRun run_program(const std::vector<std::string>& arguments, const std::string& input,
                     const std::string& output) {
    std::vector<std::string> words(arguments);
    std::vector<char*> argv;
    argv.reserve(words.size() + 1);
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    const Files files(input, output);
    const auto begin = Clock::now();
    pid_t child = 0;
    const int error =
        ::posix_spawn(&child, argv[0], &files.actions, nullptr, argv.data(), ::environ);
    if (error != 0) throw std::system_error(error, std::generic_category(), arguments[0]);
    int status = 0;
    rusage used{};
    while (::wait4(child, &status, 0, &used) < 0)
        if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "wait4");
    if (!WIFEXITED(status)) throw std::runtime_error(arguments[0] + " was ended by a signal");
    return {WEXITSTATUS(status), seconds_since(begin),
            seconds(used.ru_utime) + seconds(used.ru_stime),
            static_cast<double>(used.ru_maxrss) / 1024};
}

}  // namespace ramauth::bench
