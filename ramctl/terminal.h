// SPDX-License-Identifier: LGPL-2.1-or-later
// Where secrets come from and where those that ramd makes go: the person's terminal, or standard
// input and output.
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "shared/secret.h"

namespace ramctl {

enum class LineProblem {
    nothing,   // the end came before any byte
    too_long,  // more than Secret::max_size bytes
};
using SecretLine = std::variant<ramauth::Secret, LineProblem>;

class Terminal {
public:
    virtual ~Terminal() = default;

    // Is there a terminal to ask at?
    [[nodiscard]] virtual bool available() const = 0;
    // Prompts and reads one line without echo.
    [[nodiscard]] virtual SecretLine ask_secret(std::string_view prompt) = 0;
    // The same with echo: for what is worth nothing a moment later.
    [[nodiscard]] virtual SecretLine ask_line(std::string_view prompt) = 0;
    // Anything but a clear yes is a no.
    [[nodiscard]] virtual bool confirm(std::string_view question) = 0;
    // One line of standard input without its newline. Reads no byte beyond it.
    [[nodiscard]] virtual SecretLine read_line() = 0;
    // To standard output, past every buffer.
    virtual void write_secret(std::string_view bytes) = 0;
};

}  // namespace ramctl
