// SPDX-License-Identifier: LGPL-2.1-or-later
// Runs a program that takes a message on its standard input: by absolute path, without a shell, in
// a process group of its own, with an environment of our own, and with what it says thrown away,
// because it may say the message.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/deadline.h"

namespace ramd::courier {

struct Program {
    std::string path;
    std::vector<std::string> arguments;
};

enum class End {
    exited,       // number: its status
    killed,       // number: the signal
    not_started,  // number: errno
    late,         // it did not end by the deadline and was killed
    unwanted,     // who asked for it went away, and it was killed
};

struct ProgramEnd {
    End how = End::not_started;
    int number = 0;
};

// Of one that a setuid program has become the owner of only the wait ends, not the program.
// `asker` is the socket of who waits for it. The caller ignores SIGPIPE. Throws std::system_error
// where the system is out of processes or descriptors.
[[nodiscard]] ProgramEnd run_program(const Program& program,
                                     std::span<const std::string_view> input, ramauth::Deadline by,
                                     int asker);

// "ended with status 75", to be put behind the name of the program.
[[nodiscard]] std::string text_of(const ProgramEnd& end);

}  // namespace ramd::courier
