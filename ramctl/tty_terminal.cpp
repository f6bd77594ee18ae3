// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/tty_terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <system_error>

#include "ramctl/signal_hold.h"
#include "shared/fd.h"

namespace ramctl {
namespace {

using ramauth::Secret;
using ramauth::UniqueFd;

UniqueFd open_tty() {
    return UniqueFd(::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC));
}

void write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) throw std::system_error(errno, std::generic_category(), "write");
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
}

// Echo is off for as long as this lives; what was typed too much is thrown away.
class EchoOff {
public:
    explicit EchoOff(int tty) : tty_(tty) {
        if (::tcgetattr(tty_, &before_) != 0) throw_errno("tcgetattr");
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        silent.c_lflag |= ICANON | ECHONL;
        if (::tcsetattr(tty_, TCSAFLUSH, &silent) != 0) throw_errno("tcsetattr");
    }
    ~EchoOff() { ::tcsetattr(tty_, TCSAFLUSH, &before_); }
    EchoOff(const EchoOff&) = delete;
    EchoOff& operator=(const EchoOff&) = delete;

private:
    [[noreturn]] static void throw_errno(const char* what) {
        throw std::system_error(errno, std::generic_category(), what);
    }
    int tty_;
    termios before_{};
};

// Byte by byte: what comes after the line belongs to somebody else.
SecretLine read_secret_line(int fd) {
    Secret line(Secret::max_size);
    bool any = false;
    for (;;) {
        char byte = 0;
        const ssize_t n = ::read(fd, &byte, 1);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) throw std::system_error(errno, std::generic_category(), "read");
        if (n == 0) break;
        any = true;
        if (byte == '\n') break;
        if (line.size() == Secret::max_size) return LineProblem::too_long;
        line.push_back(byte);
        ::explicit_bzero(&byte, 1);
    }
    if (!any) return LineProblem::nothing;
    return line;
}

// Nothing when a signal came first.
std::optional<SecretLine> ask_once(int tty, std::string_view prompt) {
    const SignalHold hold;
    const EchoOff silent(tty);
    write_all(tty, prompt);
    std::array<pollfd, 2> waited{pollfd{tty, POLLIN, 0}, pollfd{hold.pending_fd(), POLLIN, 0}};
    while (::poll(waited.data(), waited.size(), -1) < 0) {
        if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "poll");
    }
    if (waited[1].revents != 0) {
        write_all(tty, "\n");
        return std::nullopt;
    }
    return read_secret_line(tty);
}

}  // namespace

bool TtyTerminal::available() const {
    return static_cast<bool>(open_tty());
}

SecretLine TtyTerminal::ask_secret(std::string_view prompt) {
    const UniqueFd tty = open_tty();
    if (!tty) return LineProblem::nothing;
    // A signal that only stopped the program (Ctrl-Z) brings us back here: ask again.
    for (;;) {
        if (auto line = ask_once(tty.get(), prompt)) return std::move(*line);
    }
}

SecretLine TtyTerminal::ask_line(std::string_view prompt) {
    const UniqueFd tty = open_tty();
    if (!tty) return LineProblem::nothing;
    write_all(tty.get(), prompt);
    return read_secret_line(tty.get());
}

bool TtyTerminal::confirm(std::string_view question) {
    const SecretLine line = ask_line(std::string(question).append(" [y/N] "));
    const auto* text = std::get_if<Secret>(&line);
    if (text == nullptr) return false;
    const std::string_view said = text->view();
    return said == "y" || said == "Y" || said == "yes";
}

SecretLine TtyTerminal::read_line() {
    return read_secret_line(STDIN_FILENO);
}

void TtyTerminal::write_secret(std::string_view bytes) {
    write_all(STDOUT_FILENO, bytes);
}

}  // namespace ramctl
