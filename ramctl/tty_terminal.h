// SPDX-License-Identifier: LGPL-2.1-or-later
// The real terminal, /dev/tty. While a secret is typed, signals that end or stop a program wait
// until echo is on again.
#pragma once

#include "ramctl/terminal.h"

namespace ramctl {

class TtyTerminal final : public Terminal {
public:
    [[nodiscard]] bool available() const override;
    [[nodiscard]] SecretLine ask_secret(std::string_view prompt) override;
    [[nodiscard]] SecretLine ask_line(std::string_view prompt) override;
    [[nodiscard]] bool confirm(std::string_view question) override;
    [[nodiscard]] SecretLine read_line() override;
    void write_secret(std::string_view bytes) override;
};

}  // namespace ramctl
