// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/verb_options.h"

#include <charconv>

namespace ramctl {
namespace {

constexpr unsigned max_idle_days = 1095;

// "status must be active or inactive": the library's own sentences are for programmers.
std::string must_be(const char* option, const std::string& what) {
    return std::string(option).erase(0, 2) + " must be " + what;
}

}  // namespace

std::optional<std::string> if_given(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

const Words status_words{{"active", "Active"}, {"inactive", "Inactive"}};

void add_choice(CLI::App& verb, const char* option, std::string& into, const Words& words,
                const char* help) {
    const auto to_wire = [&words, complaint = must_be(option, help)](std::string& text) {
        for (const auto& [word, wire] : words) {
            if (CLI::detail::to_lower(text) != word) continue;
            text = wire;
            return std::string();
        }
        return complaint;
    };
    verb.add_option(option, into, help)
        ->transform(CLI::Validator(to_wire, ""))
        ->type_name("STATUS");
}

void add_yes_no(CLI::App& verb, const char* option, std::string& into, const char* help) {
    const auto check = [complaint = must_be(option, "yes or no")](const std::string& text) {
        return text == "yes" || text == "no" ? std::string() : complaint;
    };
    verb.add_option(option, into, help)->check(check)->type_name("yes|no");
}

std::optional<unsigned> idle_days(const std::string& text) {
    unsigned days = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, days);
    if (error != std::errc() || rest != end || days > max_idle_days) return std::nullopt;
    return days;
}

void add_idle(CLI::App& verb, Parsed& parsed) {
    const auto check = [](const std::string& text) {
        return idle_days(text) ? std::string()
                               : must_be("--idle", "a number of days from 0 to 1095");
    };
    verb.add_option("--idle", parsed.idle, "No logon of any kind for so many days")
        ->check(check)
        ->type_name("DAYS");
}

CLI::Option* add_user(CLI::App& verb, Parsed& parsed, bool required) {
    return verb.add_option("USER", parsed.user, "Name of the account")
        ->required(required)
        ->type_name("");
}

void add_yes(CLI::App& verb, Parsed& parsed) {
    verb.add_flag("-y,--yes", parsed.yes, "Do not ask for confirmation");
}

void add_password_source(CLI::App& verb, Parsed& parsed) {
    auto* generate = verb.add_flag("--generate", parsed.generate,
                                   "Let ramd make the password; it is shown once");
    verb.add_flag("--password-stdin", parsed.password_stdin,
                  "Read the password from standard input, one line")
        ->excludes(generate);
}

void add_profile_options(CLI::App& verb, Parsed& parsed) {
    add_yes_no(verb, "--reset-required", parsed.reset_required,
               "Must the password be changed at the next logon?");
    verb.add_option("--email", parsed.email, "Address for recovery")->type_name("ADDRESS");
    verb.add_option("--mobile", parsed.mobile, "Number for recovery")->type_name("NUMBER");
}

void add_assignments(CLI::App& verb, Parsed& parsed) {
    verb.add_option("FIELD=VALUE", parsed.assignments, "Fields and their new values")
        ->required()
        ->type_name("");
}

}  // namespace ramctl
