// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/program_runner.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

namespace ramctl {

pid_t spawn(const char* path, const std::vector<std::string>& arguments,
            const SpawnActions& actions) {
    std::vector<std::string> words{path};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    argv.reserve(words.size() + 1);
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    std::string search_path = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";
    std::string locale = "LC_ALL=C.UTF-8";
    char* environment[] = {search_path.data(), locale.data(), nullptr};
    pid_t child = -1;
    const int r = ::posix_spawn(&child, path, actions.get(), nullptr, argv.data(), environment);
    return r == 0 ? child : -1;
}

int SpawnRunner::run(const char* path, const std::vector<std::string>& arguments) {
    SpawnActions actions;
    actions.open_null(STDIN_FILENO, O_RDONLY);
    actions.open_null(STDOUT_FILENO, O_WRONLY);
    const pid_t child = spawn(path, arguments, actions);
    if (child < 0) return -1;
    int status = 0;
    while (::waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) return -1;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace ramctl
