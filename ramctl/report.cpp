// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/report.h"

#include <ostream>

#include "ramctl/table.h"

namespace ramctl {

namespace {

// Several broken rules are a line each, those behind the first one set in.
std::string indented(const std::string& lines) {
    std::string text;
    for (const char c : lines) text.append(c == '\n' ? std::string("\n  ") : std::string(1, c));
    return text;
}

}  // namespace

ExitStatus report(std::ostream& err, const Refusal& refusal) {
    err << "ramctl: " << printable(ramauth::code_text(refusal.code, refusal.field)) << ": "
        << indented(printable(refusal.sentence, true)) << '\n';
    return ramauth::exit_status(refusal.code);
}

ExitStatus report(std::ostream& err, const NoAnswer& unanswered) {
    std::string sentence = "ramd does not answer (" + unanswered.detail + ").";
    if (unanswered.maybe_done)
        sentence += " The request may have been carried out: look before you repeat it.";
    return report(err, Refusal{Code::service_failure, std::move(sentence), {}});
}

Refusal wrong_usage(std::string sentence) {
    return {Code::parameter_format, std::move(sentence), "Arguments"};
}

std::variant<UserName, Refusal> account_named(std::string_view name) {
    if (auto user = UserName::parse(name)) return std::move(*user);
    return Refusal{
        Code::no_such_user, "'" + std::string(name) + "' cannot be the name of an account", {}};
}

std::variant<UserName, Refusal> own_account(const Environment& environment) {
    if (!environment.caller.name.empty()) return account_named(environment.caller.name);
    return Refusal{Code::no_such_user, "the calling user has no account name", {}};
}

std::variant<UserName, Refusal> account_named_or_own(const Environment& environment,
                                                     const std::optional<std::string>& name) {
    return name ? account_named(*name) : own_account(environment);
}

std::optional<ExitStatus> declined(Environment& environment, bool yes, std::string_view question) {
    if (yes) return std::nullopt;
    if (!environment.terminal.available())
        return report(environment.err,
                      wrong_usage("there is no terminal to ask at: repeat with --yes"));
    if (environment.terminal.confirm(question)) return std::nullopt;
    environment.err << "Nothing was changed.\n";
    return ExitStatus::attention;
}

}  // namespace ramctl
