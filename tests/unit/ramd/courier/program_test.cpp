// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/courier/program.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "shared/fd.h"

namespace ramd::courier {
namespace {

using namespace std::chrono_literals;
using ramauth::Deadline;
using ramauth::UniqueFd;

class ProgramTest : public testing::Test {
protected:
    ProgramTest() : place_(testing::TempDir() + "courier-program-" + std::to_string(::getpid())) {
        std::filesystem::create_directory(place_);
        ::signal(SIGPIPE, SIG_IGN);  // as main() has it
        std::array<int, 2> ends{};
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
        asked_ = UniqueFd(ends[0]);
        asker_ = UniqueFd(ends[1]);
    }
    ~ProgramTest() override { std::filesystem::remove_all(place_); }

    [[nodiscard]] Program shell(const std::string& script) const {
        return {"/bin/sh", {"-c", script, "sh", place_}};
    }
    ProgramEnd run(const Program& program, const std::vector<std::string_view>& input = {},
                   std::chrono::milliseconds patience = 20s) {
        return run_program(program, input, Deadline::after(patience), asked_.get());
    }
    [[nodiscard]] std::string written() const {
        std::ifstream file(place_ + "/out");
        return {std::istreambuf_iterator<char>(file), {}};
    }

    std::string place_;
    UniqueFd asked_, asker_;
};

TEST_F(ProgramTest, gets_all_pieces_and_then_the_end) {
    const std::string large(300'000, 'x');
    const ProgramEnd end = run(shell("cat >$1/out"), {"head\n", "", large, "\n"});
    EXPECT_EQ(end.how, End::exited);
    EXPECT_EQ(end.number, 0);
    EXPECT_EQ(written(), "head\n" + large + "\n");
}

TEST_F(ProgramTest, tells_how_it_ended) {
    EXPECT_EQ(text_of(run(shell("exit 75"))), "ended with status 75");
    EXPECT_EQ(text_of(run(shell("kill -9 $$"))), "was ended by signal 9");
    EXPECT_EQ(text_of(run({"/nonexistent/sendmail", {}})),
              "cannot be run: No such file or directory");
    std::ofstream(place_ + "/no-program") << "x";
    EXPECT_EQ(run({place_ + "/no-program", {}}).number, EACCES);
}

TEST_F(ProgramTest, may_leave_what_it_gets_unread) {
    const std::string large(300'000, 'x');
    const ProgramEnd end = run(shell("exec <&-; exit 0"), {large});
    EXPECT_EQ(end.how, End::exited);
    EXPECT_EQ(end.number, 0);
}

TEST_F(ProgramTest, has_arguments_as_they_are_and_an_environment_of_ours) {
    ::setenv("COURIER_TEST", "leaked", 1);
    const ProgramEnd end = run(
        {"/bin/sh",
         {"-c", "printf '%s|' \"$2\" >$1/out; env | sort >>$1/out", "sh", place_, "$(id); -x"}});
    EXPECT_EQ(end.number, 0);
    const std::string text = written();
    EXPECT_TRUE(text.starts_with("$(id); -x|")) << text;
    EXPECT_NE(text.find("PATH=/usr/sbin:/usr/bin:/sbin:/bin\n"), std::string::npos) << text;
    EXPECT_EQ(text.find("COURIER_TEST"), std::string::npos) << text;
}

TEST_F(ProgramTest, inherits_nothing_but_its_standard_input) {
    const ProgramEnd end =
        run(shell("ls /proc/self/fd | wc -l >$1/out; "
                  "[ /dev/stdout -ef /dev/null ] && echo 1 >>$1/out; "
                  "[ /dev/stderr -ef /dev/null ] && echo 2 >>$1/out"));
    EXPECT_EQ(end.number, 0);
    // 0, 1, 2 and the directory that ls reads.
    EXPECT_EQ(written(), "4\n1\n2\n");
}

TEST_F(ProgramTest, takes_the_signals_that_the_courier_does_not) {
    EXPECT_EQ(text_of(run(shell("kill -PIPE $$"))), "was ended by signal 13");
}

// The pid that a script of ours left.
pid_t left_in(const std::string& text) {
    return static_cast<pid_t>(std::stol(text));
}

bool is_gone(pid_t pid) {
    const Deadline by = Deadline::after(20s);
    while (::kill(pid, 0) == 0) {
        std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        if (text.find(") Z ") != std::string::npos) return true;  // nobody reaps in some containers
        if (by.passed()) return false;
    }
    return true;
}

TEST_F(ProgramTest, that_hangs_is_killed_with_all_that_it_started) {
    const auto began = Deadline::Clock::now();
    const ProgramEnd end = run(shell("sleep 1000 & echo $! >$1/out; wait"), {}, 500ms);
    EXPECT_EQ(end.how, End::late);
    EXPECT_GE(Deadline::Clock::now() - began, 500ms);
    EXPECT_LT(Deadline::Clock::now() - began, 10s);
    ASSERT_FALSE(written().empty());
    EXPECT_TRUE(is_gone(left_in(written())));
}

TEST_F(ProgramTest, that_does_not_read_is_killed_too) {
    const std::string large(300'000, 'x');
    EXPECT_EQ(run(shell("exec sleep 1000"), {large}, 300ms).how, End::late);
}

TEST_F(ProgramTest, for_which_nobody_waits_any_more_is_killed) {
    asker_ = UniqueFd();
    EXPECT_EQ(run(shell("exec sleep 1000")).how, End::unwanted);
}

TEST_F(ProgramTest, an_asker_that_has_said_all_still_waits) {
    ASSERT_EQ(::shutdown(asker_.get(), SHUT_WR), 0);
    EXPECT_EQ(run(shell("exit 3")).number, 3);
}

}  // namespace
}  // namespace ramd::courier
