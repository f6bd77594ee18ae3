// SPDX-License-Identifier: LGPL-2.1-or-later
// On a pseudo terminal that a child has for its controlling one.
#include "ramctl/tty_terminal.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <functional>
#include <string>

#include "shared/fd.h"

namespace ramctl {
namespace {

using ramauth::Secret;

class Child {
public:
    explicit Child(const std::function<int()>& body) {
        int master = -1;
        pid_ = ::forkpty(&master, nullptr, nullptr, nullptr);
        if (pid_ == 0) ::_exit(body());
        master_ = ramauth::UniqueFd(master);
    }
    // Reads until `text` has come; everything that came by then.
    std::string wait_for(const std::string& text) {
        while (seen_.find(text) == std::string::npos) {
            pollfd waited{master_.get(), POLLIN, 0};
            if (::poll(&waited, 1, 10000) != 1) break;
            char buffer[256];
            const ssize_t n = ::read(master_.get(), buffer, sizeof buffer);
            if (n <= 0) break;
            seen_.append(buffer, static_cast<std::size_t>(n));
        }
        return seen_;
    }
    void type(const std::string& text) const {
        ASSERT_EQ(::write(master_.get(), text.data(), text.size()),
                  static_cast<ssize_t>(text.size()));
    }
    [[nodiscard]] bool echoes() const {
        termios settings{};
        return ::tcgetattr(master_.get(), &settings) == 0 && (settings.c_lflag & ECHO) != 0;
    }
    [[nodiscard]] pid_t pid() const { return pid_; }
    // The wait status; what was still written is in `seen`.
    int end() {
        wait_for("\001never\001");
        int status = 0;
        ::waitpid(pid_, &status, 0);
        return status;
    }
    [[nodiscard]] const std::string& seen() const { return seen_; }

private:
    pid_t pid_ = -1;
    ramauth::UniqueFd master_;
    std::string seen_;
};

int ask_for_marker() {
    TtyTerminal terminal;
    const SecretLine line = terminal.ask_secret("Password: ");
    const auto* secret = std::get_if<Secret>(&line);
    return secret != nullptr && secret->view() == "marker" ? 0 : 1;
}

TEST(TtyTerminal, a_secret_is_read_without_echo) {
    Child child(ask_for_marker);
    child.wait_for("Password: ");
    EXPECT_FALSE(child.echoes());
    child.type("marker\n");
    EXPECT_EQ(child.end(), 0);
    EXPECT_EQ(child.seen().find("marker"), std::string::npos);
}

TEST(TtyTerminal, a_signal_restores_echo_before_it_kills) {
    Child child([] {
        TtyTerminal terminal;
        (void)terminal.ask_secret("Password: ");
        return 0;
    });
    child.wait_for("Password: ");
    EXPECT_FALSE(child.echoes());
    ::kill(child.pid(), SIGTERM);
    child.wait_for("\n");
    int status = 0;
    ::waitpid(child.pid(), &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
    EXPECT_TRUE(child.echoes());
}

TEST(TtyTerminal, only_a_clear_yes_is_a_yes) {
    for (const auto& [typed, expected] :
         {std::pair{"y\n", 1}, {"yes\n", 1}, {"\n", 0}, {"no\n", 0}, {"yeah\n", 0}}) {
        Child child([] { return TtyTerminal().confirm("Really?") ? 1 : 0; });
        child.wait_for("Really? [y/N] ");
        child.type(typed);
        EXPECT_EQ(WEXITSTATUS(child.end()), expected) << typed;
    }
}

TEST(TtyTerminal, a_code_is_read_with_echo) {
    Child child([] {
        TtyTerminal terminal;
        const SecretLine line = terminal.ask_line("Verification code: ");
        const auto* code = std::get_if<Secret>(&line);
        return code != nullptr && code->view() == "123456" ? 0 : 1;
    });
    child.wait_for("Verification code: ");
    EXPECT_TRUE(child.echoes());
    child.type("123456\n");
    EXPECT_EQ(child.end(), 0);
    EXPECT_NE(child.seen().find("123456"), std::string::npos);
}

TEST(TtyTerminal, without_a_controlling_terminal_none_is_there) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::setsid();
        ::_exit(TtyTerminal().available() ? 1 : 0);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
}

// Standard input, as --password-stdin reads it.
class StandardInput : public ::testing::Test {
protected:
    void SetUp() override { saved_ = ramauth::UniqueFd(::dup(STDIN_FILENO)); }
    void TearDown() override { ::dup2(saved_.get(), STDIN_FILENO); }
    static void holds(const std::string& text) {
        int ends[2];
        ASSERT_EQ(::pipe(ends), 0);
        ASSERT_EQ(::write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
        ::close(ends[1]);
        ::dup2(ends[0], STDIN_FILENO);
        ::close(ends[0]);
    }
    static std::string line() {
        TtyTerminal terminal;
        const SecretLine line = terminal.read_line();
        const auto* secret = std::get_if<Secret>(&line);
        return secret == nullptr ? "(none)" : std::string(secret->view());
    }

private:
    ramauth::UniqueFd saved_;
};

TEST_F(StandardInput, a_line_loses_exactly_its_newline) {
    holds("one \r\n\ntwo");
    EXPECT_EQ(line(), "one \r");
    EXPECT_EQ(line(), "");
    EXPECT_EQ(line(), "two");
    EXPECT_EQ(line(), "(none)");
}

TEST_F(StandardInput, no_byte_beyond_the_line_is_taken) {
    holds("first\nrest");
    EXPECT_EQ(line(), "first");
    char rest[8] = {};
    EXPECT_EQ(::read(STDIN_FILENO, rest, sizeof rest), 4);
    EXPECT_EQ(std::string(rest), "rest");
}

TEST_F(StandardInput, more_than_512_bytes_are_too_long) {
    holds(std::string(512, 'x') + "\n");
    EXPECT_EQ(line().size(), 512U);
    holds(std::string(513, 'x') + "\n");
    TtyTerminal terminal;
    EXPECT_EQ(std::get<LineProblem>(terminal.read_line()), LineProblem::too_long);
}

}  // namespace
}  // namespace ramctl
