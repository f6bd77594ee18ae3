// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/options.h"

#include <charconv>
#include <optional>
#include <string_view>

namespace ramauth::pam {
namespace {

constexpr unsigned longest_timeout = 600;
constexpr unsigned highest_uid = (1U << 31) - 1;

std::optional<unsigned> number(std::string_view text, unsigned least, unsigned most) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value < least || value > most ? std::nullopt : std::optional(value);
}

bool take_flag(std::string_view text, Options& options) {
    struct Flag {
        std::string_view name;
        bool Options::*member;
    };
    static constexpr Flag flags[] = {
        {"debug", &Options::debug},
        {"use_first_pass", &Options::use_first_pass},
        {"try_first_pass", &Options::try_first_pass},
        {"use_authtok", &Options::use_authtok},
        {"quiet", &Options::quiet},
    };
    for (const Flag& flag : flags) {
        if (flag.name != text) continue;
        options.*flag.member = true;
        return true;
    }
    return false;
}

bool take_value(std::string_view text, Options& options) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) return false;
    const std::string_view name = text.substr(0, equals);
    const std::string_view value = text.substr(equals + 1);
    if (name == "timeout") {
        const auto seconds = number(value, 1, longest_timeout);
        if (seconds) options.timeout = std::chrono::seconds(*seconds);
        return seconds.has_value();
    }
    if (name == "min_uid") {
        const auto uid = number(value, 0, highest_uid);
        if (uid) options.min_uid = *uid;
        return uid.has_value();
    }
    if (name != "mfa" || (value != "no" && value != "only")) return false;
    options.second_factor = value == "no" ? SecondFactor::no : SecondFactor::only;
    return true;
}

}  // namespace

Options parse_options(std::span<const char* const> arguments) {
    Options options;
    for (const char* argument : arguments) {
        if (argument == nullptr) continue;
        if (!take_flag(argument, options) && !take_value(argument, options))
            options.not_understood.emplace_back(argument);
    }
    return options;
}

}  // namespace ramauth::pam
