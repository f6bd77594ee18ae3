// SPDX-License-Identifier: LGPL-2.1-or-later
// The kernel itself plays the kill, and the file system without nameless files: by a filter of
// system calls (seccomp(2)).
#include "policy/weak_list/output_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <thread>

#include "tests/unit/policy/weak_list/scratch_files.h"

namespace ramauth::weak_list {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

void write(OutputFile& file, std::string_view text) {
    file.append({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
}

void write_file(const std::string& path, std::string_view text) {
    OutputFile file(path);
    write(file, text);
    file.publish(0644);
}

enum Without : unsigned { nothing = 0, renaming = 1, nameless_files = 2 };

// From now on who renames is killed; or a file without a name cannot be had.
void do_without(unsigned what) {
    const auto rename_answer = static_cast<std::uint32_t>(
        (what & renaming) != 0 ? SECCOMP_RET_KILL_PROCESS : SECCOMP_RET_ALLOW);
    const auto nameless_answer = static_cast<std::uint32_t>(
        (what & nameless_files) != 0 ? SECCOMP_RET_ERRNO | EOPNOTSUPP : SECCOMP_RET_ALLOW);
    constexpr std::uint32_t number = offsetof(seccomp_data, nr);
    constexpr std::uint32_t flags = offsetof(seccomp_data, args) + 2 * sizeof(std::uint64_t);
    constexpr std::uint32_t nameless = O_TMPFILE & ~O_DIRECTORY;
    std::array program{
        sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, number),
        sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_renameat2, 5, 0),
        sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_renameat, 4, 0),
#ifdef SYS_rename
        sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_rename, 3, 0),
#else
        sock_filter BPF_JUMP(BPF_JMP | BPF_JA, 0, 0, 0),
#endif
        sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 4),
        sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, flags),
        sock_filter BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, nameless, 1, 2),
        sock_filter BPF_STMT(BPF_RET | BPF_K, rename_answer),
        sock_filter BPF_STMT(BPF_RET | BPF_K, nameless_answer),
        sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0)
        ::_exit(2);
}

// How a process ends that does so: 0 or its signal.
int in_process(unsigned without, const std::function<void()>& what) {
    const pid_t child = ::fork();
    if (child == 0) {
        do_without(without);
        what();
        ::_exit(0);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

TEST(OutputFile, what_a_killed_writer_left_the_next_one_takes_away) {
    for (const unsigned without : {nothing, nameless_files}) {
        const ScratchFiles files;
        const std::string path = files.path("list");
        files.write("list", "before");
        EXPECT_EQ(in_process(without | renaming, [&] { write_file(path, "killed"); }), SIGSYS);
        EXPECT_THAT(files.names(), ElementsAre(".list.new0", "list"));
        EXPECT_EQ(files.read("list"), "before");
        EXPECT_EQ(in_process(without, [&] { write_file(path, "after"); }), 0);
        EXPECT_THAT(files.names(), ElementsAre("list"));
        EXPECT_EQ(files.read("list"), "after");
    }
}

TEST(OutputFile, one_that_is_not_published_leaves_nothing) {
    for (const unsigned without : {nothing, nameless_files}) {
        const ScratchFiles files;
        EXPECT_EQ(in_process(without,
                             [&] {
                                 OutputFile file(files.path("list"));
                                 write(file, "half");
                             }),
                  0);
        EXPECT_THAT(files.names(), IsEmpty());
    }
}

TEST(OutputFile, what_a_living_writer_has_is_left_to_it) {
    for (const unsigned without : {nothing, nameless_files}) {
        const ScratchFiles files;
        EXPECT_EQ(in_process(without,
                             [&] {
                                 OutputFile one(files.path("list"));
                                 OutputFile other(files.path("list"));
                                 write(one, "one");
                                 write(other, "other");
                                 other.publish(0644);
                                 if (files.read("list") != "other") ::_exit(3);
                                 one.publish(0644);
                             }),
                  0);
        EXPECT_EQ(files.read("list"), "one");
        EXPECT_THAT(files.names(), ElementsAre("list"));
    }
}

TEST(OutputFile, a_name_that_is_locked_is_passed_over) {
    const ScratchFiles files;
    const UniqueFd held(::open(files.write(".list.new0", "held").c_str(), O_RDONLY | O_CLOEXEC));
    ASSERT_EQ(::flock(held.get(), LOCK_EX), 0);
    for (const unsigned without : {nothing, nameless_files})
        EXPECT_EQ(in_process(without, [&] { write_file(files.path("list"), "new"); }), 0);
    EXPECT_EQ(files.read("list"), "new");
    EXPECT_EQ(files.read(".list.new0"), "held");
    EXPECT_THAT(files.names(), ElementsAre(".list.new0", "list"));
}

TEST(OutputFile, a_link_in_the_place_of_the_name_is_not_followed) {
    const ScratchFiles files;
    files.write("other", "untouched");
    ASSERT_EQ(::symlink("other", files.path(".list.new0").c_str()), 0);
    for (const unsigned without : {nothing, nameless_files})
        EXPECT_EQ(in_process(without, [&] { write_file(files.path("list"), "new"); }), 0);
    EXPECT_EQ(files.read("list"), "new");
    EXPECT_EQ(files.read("other"), "untouched");
}

TEST(OutputFile, many_writers_of_one_name_harm_nobody) {
    constexpr int rounds = 200;
    const ScratchFiles files;
    const auto write_often = [&files](char letter) {
        for (int round = 0; round < rounds; ++round)
            write_file(files.path("list"), std::string(5000, letter));
    };
    std::vector<std::thread> writers;
    for (const char letter : {'a', 'b', 'c', 'd'}) writers.emplace_back(write_often, letter);
    for (auto& writer : writers) writer.join();
    EXPECT_THAT(files.names(), ElementsAre("list"));
    const std::string text = files.read("list");
    EXPECT_EQ(text, std::string(5000, text.front()));
}

}  // namespace
}  // namespace ramauth::weak_list
