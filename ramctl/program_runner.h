// SPDX-License-Identifier: LGPL-2.1-or-later
// Other programs: by absolute path, with an environment of our own, nothing of ours inherited but
// standard error.
#pragma once

#include <spawn.h>
#include <sys/types.h>

#include <string>
#include <vector>

namespace ramctl {

class ProgramRunner {
public:
    virtual ~ProgramRunner() = default;
    // Runs to the end; the exit status, or -1 when it could not run or was killed.
    [[nodiscard]] virtual int run(const char* path, const std::vector<std::string>& arguments) = 0;
};

class SpawnRunner final : public ProgramRunner {
public:
    [[nodiscard]] int run(const char* path, const std::vector<std::string>& arguments) override;
};

// posix_spawn_file_actions_t with an owner.
class SpawnActions {
public:
    SpawnActions() { ::posix_spawn_file_actions_init(&actions_); }
    ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions_); }
    SpawnActions(const SpawnActions&) = delete;
    SpawnActions& operator=(const SpawnActions&) = delete;

    void duplicate(int fd, int as) { ::posix_spawn_file_actions_adddup2(&actions_, fd, as); }
    void open_null(int as, int flags) {
        ::posix_spawn_file_actions_addopen(&actions_, as, "/dev/null", flags, 0);
    }
    [[nodiscard]] const posix_spawn_file_actions_t* get() const noexcept { return &actions_; }

private:
    posix_spawn_file_actions_t actions_{};
};

// The new process, or -1.
[[nodiscard]] pid_t spawn(const char* path, const std::vector<std::string>& arguments,
                          const SpawnActions& actions);

}  // namespace ramctl
