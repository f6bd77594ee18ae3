// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/code_input.h"

#include <algorithm>
#include <optional>
#include <ostream>

#include "ramctl/report.h"

namespace ramctl {
namespace {

constexpr int tries = 3;
constexpr std::size_t totp_digits = 6;
constexpr std::size_t recovery_letters = 16;

Refusal no_code(const char* sentence) {
    return {Code::parameter_format, sentence, "Code"};
}

// "123 456" is how many applications show it.
Secret without_blanks(const Secret& line) {
    Secret code(line.size());
    for (const char c : line.view())
        if (c != ' ' && c != '\t' && c != '\r') code.push_back(c);
    return code;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_totp(std::string_view code) {
    return code.size() == totp_digits && std::all_of(code.begin(), code.end(), is_digit);
}

// Base32 (RFC 4648), in any case; dashes stand between groups.
bool is_recovery(std::string_view code) {
    std::size_t letters = 0;
    for (const char c : code) {
        if (c == '-') continue;
        const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!letter && !(c >= '2' && c <= '7')) return false;
        ++letters;
    }
    return letters == recovery_letters;
}

const char* expected(CodeKind kind) {
    switch (kind) {
        case CodeKind::totp:
            return "a code is the six digits that the device shows";
        case CodeKind::totp_or_recovery:
            return "a code is the six digits that the device shows, or a recovery code of four "
                   "groups of four letters and digits";
    }
    return "";
}

std::optional<Refusal> fault_of(const Secret& code, CodeKind kind, const Secret* not_this) {
    const bool fits =
        is_totp(code.view()) || (kind == CodeKind::totp_or_recovery && is_recovery(code.view()));
    if (!fits) return no_code(expected(kind));
    if (not_this != nullptr && code == *not_this)
        return no_code("that is the code before: wait until the device shows the next one");
    return std::nullopt;
}

CodeLine checked(const SecretLine& line, CodeKind kind, const Secret* not_this) {
    const auto* typed = std::get_if<Secret>(&line);
    if (typed == nullptr)
        return no_code(std::get<LineProblem>(line) == LineProblem::nothing ? "no code was given"
                                                                           : expected(kind));
    Secret code = without_blanks(*typed);
    if (auto fault = fault_of(code, kind, not_this)) return std::move(*fault);
    return code;
}

}  // namespace

CodeLine next_code(Environment& environment, CodeKind kind, const Secret* not_this) {
    auto& terminal = environment.terminal;
    if (!environment.typed) return checked(terminal.read_line(), kind, not_this);
    if (!terminal.available()) return no_code("there is no terminal to ask for the code at");
    for (int left = tries;;) {
        const SecretLine line = terminal.ask_line("Verification code: ");
        CodeLine code = checked(line, kind, not_this);
        const bool ended = std::holds_alternative<LineProblem>(line) &&
                           std::get<LineProblem>(line) == LineProblem::nothing;
        if (std::holds_alternative<Secret>(code) || ended || --left == 0) return code;
        environment.err << "Not so: " << std::get<Refusal>(code).sentence << ".\n";
    }
}

}  // namespace ramctl
