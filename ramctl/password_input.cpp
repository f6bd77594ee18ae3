// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/password_input.h"

#include <optional>

namespace ramctl {
namespace {

using ramauth::Code;
using ramauth::Refusal;
using ramauth::Secret;

constexpr int tries = 3;

Refusal no_password(const char* sentence) {
    return {Code::parameter_format, sentence, "Password"};
}

Password usable(SecretLine line) {
    if (auto* secret = std::get_if<Secret>(&line)) return std::move(*secret);
    switch (std::get<LineProblem>(line)) {
        case LineProblem::nothing:
            return no_password("no password was given");
        case LineProblem::too_long:
            return Refusal{Code::password_malformed, "a password has at most 512 bytes", {}};
    }
    return no_password("no password was given");
}

std::variant<Secret, Refusal, std::monostate> typed_twice(Terminal& terminal, const char* prompt) {
    Password first = usable(terminal.ask_secret(prompt));
    if (auto* refusal = std::get_if<Refusal>(&first)) return std::move(*refusal);
    const Password second = usable(terminal.ask_secret("Retype new password: "));
    if (const auto* refusal = std::get_if<Refusal>(&second)) return *refusal;
    if (std::get<Secret>(first) == std::get<Secret>(second))
        return std::move(std::get<Secret>(first));
    return std::monostate{};
}

std::optional<Refusal> no_terminal(const Terminal& terminal) {
    if (terminal.available()) return std::nullopt;
    return no_password("there is no terminal to ask for the password at: give --password-stdin");
}

}  // namespace

Password new_password(Terminal& terminal, PasswordSource source) {
    if (source == PasswordSource::standard_input) return usable(terminal.read_line());
    if (auto refusal = no_terminal(terminal)) return std::move(*refusal);
    const char* prompt = "New password: ";
    for (int i = 0; i < tries; ++i) {
        auto typed = typed_twice(terminal, prompt);
        if (auto* secret = std::get_if<Secret>(&typed)) return std::move(*secret);
        if (auto* refusal = std::get_if<Refusal>(&typed)) return std::move(*refusal);
        prompt = "They were not the same. New password: ";
    }
    return no_password("the two passwords were not the same");
}

Password present_password(Terminal& terminal, PasswordSource source) {
    if (source == PasswordSource::standard_input) return usable(terminal.read_line());
    if (auto refusal = no_terminal(terminal)) return std::move(*refusal);
    return usable(terminal.ask_secret("Current password: "));
}

Password password_to_look_up(Terminal& terminal) {
    if (auto refusal = no_terminal(terminal)) return std::move(*refusal);
    return usable(terminal.ask_secret("Password to look up: "));
}

}  // namespace ramctl
