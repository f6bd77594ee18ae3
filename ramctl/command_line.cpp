// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/command_line.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>

#include "ramctl/report.h"

namespace ramctl {
namespace {

// Where the parser leaves what it reads, until a verb is made of it.
struct Parsed {
    std::optional<Verb> verb;
    std::string status, password_status, idle, reset_required, mfa_required;
    std::optional<std::string> user, email, mobile;
    bool generate = false, password_stdin = false, inactive = false, keep_shadow = false,
         system = false, yes = false, unlock_shadow = false;
    std::vector<std::string> assignments;

    // Of a verb that cannot go without.
    [[nodiscard]] std::string named_user() const { return user.value_or(std::string()); }
    [[nodiscard]] PasswordSource source() const {
        if (generate) return PasswordSource::generated;
        return password_stdin ? PasswordSource::standard_input : PasswordSource::terminal;
    }
    [[nodiscard]] ProfileOptions options() const {
        return {yes_or_no(reset_required), yes_or_no(mfa_required), email, mobile};
    }
    static std::optional<bool> yes_or_no(const std::string& text) {
        return text.empty() ? std::nullopt : std::optional(text == "yes");
    }
};

std::optional<std::string> if_given(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

using Words = std::vector<std::pair<std::string, std::string>>;

const Words status_words{{"active", "Active"}, {"inactive", "Inactive"}};
const Words password_status_words{{"not-initial", "NotInitial"},
                                  {"initial-valid", "InitialValid"},
                                  {"initial-expired", "InitialExpired"}};

// "status must be active or inactive": the library's own sentences are for programmers.
std::string must_be(const char* option, const std::string& what) {
    return std::string(option).erase(0, 2) + " must be " + what;
}

// `help` names the words.
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

constexpr unsigned max_idle_days = 1095;

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

void add_user(CLI::App& verb, Parsed& parsed, bool required) {
    verb.add_option("USER", parsed.user, "Name of the account")->required(required)->type_name("");
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

// A verb's parser; `make` is called once the arguments have been read.
template <typename Make>
CLI::App& add_verb(CLI::App& app, Parsed& parsed, const char* name, const char* help, Make make) {
    auto* verb = app.add_subcommand(name, help);
    verb->fallthrough();
    verb->callback([&parsed, make] { parsed.verb = make(parsed); });
    return *verb;
}

void add_looking(CLI::App& app, Parsed& parsed) {
    add_verb(app, parsed, "status", "Say how ramd is, and what wants attention",
             [](const Parsed&) { return StatusVerb{}; });
    auto& list = add_verb(app, parsed, "list", "List login profiles", [](const Parsed& p) {
        return ListVerb{if_given(p.status), if_given(p.password_status), idle_days(p.idle)};
    });
    add_choice(list, "--status", parsed.status, status_words, "active or inactive");
    add_choice(list, "--password-status", parsed.password_status, password_status_words,
               "not-initial, initial-valid or initial-expired");
    add_idle(list, parsed);
    auto& show = add_verb(app, parsed, "show", "Show a login profile",
                          [](const Parsed& p) { return ShowVerb{p.user}; });
    add_user(show, parsed, false);
    auto& sessions = add_verb(app, parsed, "sessions", "List the sessions of an account",
                              [](const Parsed& p) { return SessionsVerb{p.user}; });
    add_user(sessions, parsed, false);
}

void add_writing(CLI::App& app, Parsed& parsed) {
    auto& create = add_verb(app, parsed, "create", "Make a login profile", [](const Parsed& p) {
        return CreateVerb{p.named_user(), p.source(),    p.options(),
                          p.inactive,     p.keep_shadow, p.system};
    });
    add_user(create, parsed, true);
    add_password_source(create, parsed);
    add_profile_options(create, parsed);
    create.add_flag_callback(
        "--mfa-required", [&parsed] { parsed.mfa_required = "yes"; },
        "A second factor must be bound at the next logon");
    create.add_flag("--inactive", parsed.inactive, "No logon until it is set active");
    create.add_flag("--keep-shadow", parsed.keep_shadow,
                    "Leave the password in /etc/shadow valid (a risk)");
    create.add_flag("--system", parsed.system, "Allow an account of the system");

    auto& set = add_verb(app, parsed, "set", "Change a login profile", [](const Parsed& p) {
        return SetVerb{p.named_user(), if_given(p.status), p.options()};
    });
    add_user(set, parsed, true);
    add_choice(set, "--status", parsed.status, status_words, "active or inactive");
    add_profile_options(set, parsed);
    add_yes_no(set, "--mfa-required", parsed.mfa_required,
               "Must a second factor be bound at the next logon?");

    auto& reset =
        add_verb(app, parsed, "reset-password", "Set another password", [](const Parsed& p) {
            return ResetPasswordVerb{p.named_user(), p.source(), p.reset_required != "no"};
        });
    add_user(reset, parsed, true);
    add_password_source(reset, parsed);
    add_yes_no(reset, "--reset-required", parsed.reset_required,
               "Must the password be changed at the next logon? (yes)");
}

void add_ending(CLI::App& app, Parsed& parsed) {
    auto& unlock = add_verb(app, parsed, "unlock", "Forget failed attempts and a lock",
                            [](const Parsed& p) { return UnlockVerb{p.named_user()}; });
    add_user(unlock, parsed, true);
    auto& remove =
        add_verb(app, parsed, "delete", "Delete a login profile for good", [](const Parsed& p) {
            return DeleteVerb{p.named_user(), p.yes, p.unlock_shadow};
        });
    add_user(remove, parsed, true);
    add_yes(remove, parsed);
    remove.add_flag("--unlock-shadow", parsed.unlock_shadow,
                    "Make the password in /etc/shadow valid again");
    auto& change = add_verb(app, parsed, "change-password", "Change your own password",
                            [](const Parsed& p) { return ChangePasswordVerb{p.source()}; });
    change.add_flag("--password-stdin", parsed.password_stdin,
                    "Read the present and the new password from standard input, a line each");
    auto& revoke =
        add_verb(app, parsed, "revoke", "End the sessions of an account", [](const Parsed& p) {
            return RevokeVerb{p.named_user(), p.yes};
        });
    add_user(revoke, parsed, true);
    add_yes(revoke, parsed);
}

void add_policy(CLI::App& app, Parsed& parsed) {
    auto* policy = app.add_subcommand("policy", "The password policy of this host");
    policy->require_subcommand(1)->fallthrough();
    add_verb(*policy, parsed, "show", "Show the policy",
             [](const Parsed&) { return PolicyShowVerb{}; });
    auto& set = add_verb(*policy, parsed, "set", "Change fields of the policy",
                         [](const Parsed& p) { return PolicySetVerb{p.assignments}; });
    set.add_option("FIELD=VALUE", parsed.assignments, "Fields and their new values")
        ->required()
        ->type_name("");
}

// CLI11 takes the next argument for the value of `--email=`; it is meant to be empty.
std::vector<std::string> with_empty_values(const std::vector<std::string>& arguments) {
    std::vector<std::string> all;
    for (const auto& argument : arguments) {
        const bool empty_value = argument.starts_with("--") && argument.ends_with("=") &&
                                 argument.find('=') == argument.size() - 1;
        all.push_back(empty_value ? argument.substr(0, argument.size() - 1) : argument);
        if (empty_value) all.emplace_back();
    }
    return all;
}

// The first words are verbs, because no option before them takes a value.
std::optional<std::string> unknown_verb(const CLI::App& app,
                                        const std::vector<std::string>& arguments) {
    const CLI::App* level = &app;
    std::string named;
    for (const auto& word : arguments) {
        if (word.starts_with("-")) continue;
        const auto verbs = level->get_subcommands(nullptr);
        if (verbs.empty()) return std::nullopt;
        const auto found = std::find_if(verbs.begin(), verbs.end(), [&](const CLI::App* verb) {
            return verb->get_name() == word;
        });
        named.append(named.empty() ? "" : " ").append(word);
        if (found == verbs.end()) return "there is no verb '" + named + "'; see ramctl --help";
        level = *found;
    }
    return std::nullopt;
}

// The library puts "--option: " before what our own checks say.
std::string without_option(const std::string& text) {
    const auto colon = text.find(": ");
    return colon == std::string::npos ? text : text.substr(colon + 2);
}

}  // namespace

std::variant<CommandLine, Information, Refusal> parse_command_line(
    std::vector<std::string> arguments) {
    CLI::App app("Manage the login profiles of this host.", "ramctl");
    Parsed parsed;
    CommandLine line;
    app.require_subcommand(1);
    app.set_version_flag("--version", "ramctl " RAMAUTH_VERSION);
    app.add_flag("--json", line.json, "Answer with one JSON document");
    add_looking(app, parsed);
    add_writing(app, parsed);
    add_ending(app, parsed);
    add_policy(app, parsed);
    arguments = with_empty_values(arguments);
    const auto in_order = arguments;
    std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
    try {
        app.parse(arguments);
    } catch (const CLI::CallForVersion&) {
        return Information{app.version() + "\n"};
    } catch (const CLI::Success&) {
        return Information{app.help("", CLI::AppFormatMode::Normal)};
    } catch (const CLI::ValidationError& error) {
        return wrong_usage(without_option(error.what()));
    } catch (const CLI::ParseError& error) {
        if (auto sentence = unknown_verb(app, in_order)) return wrong_usage(std::move(*sentence));
        return wrong_usage(std::string(error.what()) + " (see ramctl --help)");
    }
    line.verb = std::move(*parsed.verb);
    return line;
}

}  // namespace ramctl
