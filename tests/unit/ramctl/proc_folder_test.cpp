// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/proc_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <system_error>

#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ramauth::Uid;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::test_now;

using Files = std::map<std::string, std::string>;

Files sleeper() {
    const std::string stat =
        ") S 1 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 " + std::to_string(::sysconf(_SC_CLK_TCK));
    return {{"stat", "42 (sleep" + stat + " 5251072 958\n"},
            {"status", "Name:\tsleep\nUid:\t1000\t1000\t1000\t1000\nGid:\t5\t5\t5\t5\n"},
            {"cgroup", "0::/system.slice/cron.service\n"},
            {"loginuid", "1001"}};
}

std::string with(std::string text, const std::string& what, const std::string& instead) {
    return text.replace(text.find(what), what.size(), instead);
}

// A folder in the form of /proc.
class ProcFolderTest : public ::testing::Test {
protected:
    ProcFolderTest() { write("self", {{"loginuid", "0"}}); }

    void write(const std::string& process, const Files& files) {
        fs::create_directories(place_ / process);
        for (const auto& [name, text] : files) std::ofstream(place_ / process / name) << text;
    }
    std::vector<Process> found() const {
        std::vector<Process> all;
        ProcFolder(test_now, place_).for_each([&](const Process& one) { all.push_back(one); });
        return all;
    }

    testing::TestAccounts folder_;
    fs::path place_ = folder_.folder();
};

TEST_F(ProcFolderTest, a_process_is_read) {
    write("42", sleeper());
    const auto all = found();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].pid, 42);
    EXPECT_EQ(all[0].uids, (ProcessUids{Uid{1000}, Uid{1000}, Uid{1000}}));
    EXPECT_EQ(all[0].login_uid, Uid{1001});
    EXPECT_EQ(all[0].place.unit, "cron.service");
    EXPECT_EQ(all[0].started, test_now + 1s);
    EXPECT_EQ(all[0].command, "sleep");
}

TEST_F(ProcFolderTest, what_is_no_process_is_passed_over) {
    for (const char* name : {"sys", "12x", "-5", "0", "99999999999"}) write(name, sleeper());
    EXPECT_THAT(found(), IsEmpty());
}

TEST_F(ProcFolderTest, one_that_ends_while_it_is_read_is_passed_over) {
    const Files whole = sleeper();
    int pid = 1;
    for (const auto& [missing, text] : whole) {
        Files rest = whole;
        rest.erase(missing);
        write(std::to_string(pid++), rest);
    }
    EXPECT_THAT(found(), IsEmpty());
    write("42", whole);
    EXPECT_EQ(found().size(), 1U);
}

TEST_F(ProcFolderTest, the_kernels_own_and_the_dead_are_left_out) {
    Files files = sleeper();
    const std::string stat = files["stat"];
    files["stat"] = with(stat, ") S ", ") Z ");
    write("1", files);
    files["stat"] = with(stat, "4194560", "69238880");
    write("2", files);
    EXPECT_THAT(found(), IsEmpty());
}

TEST_F(ProcFolderTest, half_a_list_is_none) {
    for (const char* file : {"stat", "status", "loginuid"}) {
        Files files = sleeper();
        files[file] = "another text";
        write("42", files);
        EXPECT_THROW(found(), std::runtime_error) << file;
    }
    write("42", sleeper());
    EXPECT_EQ(found().size(), 1U);
    fs::remove(place_ / "42/cgroup");
    fs::create_directory(place_ / "42/cgroup");
    EXPECT_THROW(found(), std::system_error);
    fs::remove_all(place_);
    EXPECT_THROW(found(), std::system_error);
}

TEST_F(ProcFolderTest, a_kernel_without_login_uids_is_told) {
    fs::remove(place_ / "self/loginuid");
    Files files = sleeper();
    files.erase("loginuid");
    write("42", files);
    EXPECT_FALSE(ProcFolder(test_now, place_).have_login_uids());
    ASSERT_EQ(found().size(), 1U);
    EXPECT_EQ(found()[0].login_uid, std::nullopt);
}

// A child of ours, which ends when it is told to.
class Child {
public:
    Child() {
        int ends[2];
        if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
        ramauth::UniqueFd read_end(ends[0]);
        write_end_ = ramauth::UniqueFd(ends[1]);
        pid_ = ::fork();
        if (pid_ != 0) return;
        ::close(ends[1]);
        char byte = 0;
        ::_exit(::read(ends[0], &byte, 1) == 0 ? 0 : 1);
    }
    ~Child() {
        write_end_ = ramauth::UniqueFd();
        ::waitpid(pid_, nullptr, 0);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    [[nodiscard]] int pid() const { return pid_; }
    // Dead, and not yet buried.
    void die() {
        write_end_ = ramauth::UniqueFd();
        siginfo_t info{};
        ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT);
    }

private:
    ramauth::UniqueFd write_end_;
    int pid_ = -1;
};

Timestamp now() {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

std::vector<Process> really_found(int pid) {
    std::vector<Process> all;
    ProcFolder(boot_time(now())).for_each([&](const Process& one) {
        if (one.pid == pid) all.push_back(one);
    });
    return all;
}

TEST(RealProcFolder, a_child_is_there_while_it_runs) {
    const Timestamp before = now();
    Child child;
    const auto all = really_found(child.pid());
    ASSERT_EQ(all.size(), 1U);
    const Uid own{::getuid()};
    EXPECT_EQ(all[0].uids, (ProcessUids{own, own, own}));
    // The kernel cuts to whole ticks, and two clocks are read one after the other.
    EXPECT_GE(all[0].started, before - 2s);
    EXPECT_LE(all[0].started, now() + 2s);
    child.die();
    EXPECT_THAT(really_found(child.pid()), IsEmpty());
}

}  // namespace
}  // namespace ramctl
