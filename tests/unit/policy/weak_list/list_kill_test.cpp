// SPDX-License-Identifier: LGPL-2.1-or-later
// Builds and merges that are killed before and after each system call of their first thread that
// changes files (ptrace(2)). The others do nothing but write to files that have no name yet.
#include <gmock/gmock.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdint>
#include <functional>

#include "tests/unit/policy/weak_list/scratch_files.h"

namespace ramauth::weak_list {
namespace {

using testing::Contains;
using testing::IsSubsetOf;
using testing::Not;

int waited_for(pid_t child) {
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return status;
}

// At the beginning of a system call that changes a file or its name, or at its end. Other calls are
// an allocator's, and not always as many.
class Step {
public:
    [[nodiscard]] bool at_stop_of(pid_t child) {
        std::array<std::uint64_t, 11> info{};  // ptrace_syscall_info
        ::ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof(info), info.data());
        if ((info[0] & 0xff) != PTRACE_SYSCALL_INFO_ENTRY) return changes_;
        const auto number = static_cast<long>(info[3]);
        changes_ = std::find(changing.begin(), changing.end(), number) != changing.end();
        return changes_;
    }

private:
    static constexpr std::array changing{
        long{SYS_openat},    long{SYS_write},  long{SYS_pwrite64},  long{SYS_ftruncate},
        long{SYS_fallocate}, long{SYS_fchmod}, long{SYS_fchown},    long{SYS_fsync},
        long{SYS_linkat},    long{SYS_close},  long{SYS_renameat2}, long{SYS_renameat},
#ifdef SYS_rename
        long{SYS_rename},    long{SYS_unlink},
#else
        long{SYS_unlinkat},
#endif
    };
    bool changes_ = false;
};

// Does so in a process that is killed at its n-th step. False: there were not so many, and it went
// well.
bool killed_at(unsigned n, const std::function<void()>& what) {
    constexpr int system_call = SIGTRAP | 0x80;  // with PTRACE_O_TRACESYSGOOD
    Step step;
    const pid_t child = ::fork();
    if (child == 0) {
        if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(1);
        ::raise(SIGSTOP);
        what();
        ::_exit(0);
    }
    int status = waited_for(child);
    EXPECT_TRUE(WIFSTOPPED(status)) << "it cannot be traced";
    ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
    for (unsigned seen = 0; WIFSTOPPED(status) && seen < n;) {
        ::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
        status = waited_for(child);
        if (WIFSTOPPED(status) && WSTOPSIG(status) == system_call && step.at_stop_of(child)) ++seen;
    }
    if (WIFSTOPPED(status)) {
        ::kill(child, SIGKILL);
        EXPECT_TRUE(WIFSIGNALED(waited_for(child)));
        return true;
    }
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    return false;
}

class ListKill : public testing::Test {
protected:
    ListKill() {
        files.list_of("list", numbered_words("before", 300));
        before = files.read("list");
        files.write("words", "many\nunsorted\nwords\nand\nmany\ntwice\n");
    }

    // Whenever it is killed, the list is the one from before or the new one.
    void kill_everywhere(const std::function<void()>& make) {
        bool left_over = false;
        unsigned times = 0;
        for (; killed_at(times + 1, make); ++times) {
            const std::string now = files.read("list");
            if (now != before) {
                EXPECT_TRUE(WeakList::open(files.path("list")).verify([](auto) { return true; }));
                files.write("new", before);
                std::filesystem::rename(files.path("new"), files.path("list"));
            }
            EXPECT_THAT(files.names(), IsSubsetOf({"list", "list.words", "words", ".list.new0"}));
            // Taking it away would be more steps of the next one: OutputFile's test has that.
            left_over = std::filesystem::remove(files.path(".list.new0")) || left_over;
        }
        EXPECT_GT(times, 10U) << "system calls were seen";
        EXPECT_TRUE(left_over) << "it was killed before the rename";
        EXPECT_NE(files.read("list"), before);
        EXPECT_TRUE(WeakList::open(files.path("list")).verify([](auto) { return true; }));
        EXPECT_THAT(files.names(), Not(Contains(".list.new0")));
    }

    ScratchFiles files;
    std::string before;
};

TEST_F(ListKill, at_every_step_of_a_build_leaves_a_whole_list) {
    kill_everywhere(
        [this] { (void)build_list({{.name = files.path("words")}}, {}, files.path("list"), {}); });
}

TEST_F(ListKill, at_every_step_of_a_merge_leaves_a_whole_list) {
    kill_everywhere([this] {
        const WeakList list = WeakList::open(files.path("list"));
        (void)merge_list(list, {weak_hash("added").key()}, files.path("list"), {});
    });
}

}  // namespace
}  // namespace ramauth::weak_list
