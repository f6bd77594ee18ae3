// SPDX-License-Identifier: LGPL-2.1-or-later
// A program or a function in a process of its own, which ends with its owner.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace bustest {

class ChildProcess {
public:
    ChildProcess() = default;
    // Runs `body` in a forked child; it ends with what it returns.
    explicit ChildProcess(const std::function<int()>& body);
    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&& other) noexcept;
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    ~ChildProcess() { stop(); }

    [[nodiscard]] pid_t pid() const { return pid_; }
    // Waits for its end: the exit status, or 128 + the signal.
    int wait();
    // SIGTERM, and waits.
    int stop();
    void kill(int signal) const;

private:
    pid_t pid_ = -1;
};

// For the body of a child: does not return when it works.
int execute(const std::vector<std::string>& command);

// A directory that others may enter but not read; removed with its owner.
class TempDirectory {
public:
    TempDirectory();
    TempDirectory(const TempDirectory&) = delete;
    TempDirectory& operator=(const TempDirectory&) = delete;
    ~TempDirectory();
    [[nodiscard]] std::string path(const std::string& name = "") const;

private:
    std::string path_;
};

void write_file(const std::string& path, const std::string& text);
[[nodiscard]] std::string read_file(const std::string& path);

}  // namespace bustest
