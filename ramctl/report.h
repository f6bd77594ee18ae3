// SPDX-License-Identifier: LGPL-2.1-or-later
// How an answer that is not the wished-for one is told: `ramctl: CODE: sentence` on standard
// error, and the exit status of the contract.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ramctl/environment.h"

namespace ramctl {

using ramauth::Code;
using ramauth::ExitStatus;

ExitStatus report(std::ostream& err, const Refusal& refusal);
ExitStatus report(std::ostream& err, const NoAnswer& unanswered);

// What the command line lacks or has too much.
[[nodiscard]] Refusal wrong_usage(std::string sentence);

// Nothing where `answer` is what was asked for; else reports it.
template <typename T>
[[nodiscard]] std::optional<ExitStatus> refused(std::ostream& err, const Answer<T>& answer) {
    if (const auto* refusal = std::get_if<Refusal>(&answer)) return report(err, *refusal);
    if (const auto* unanswered = std::get_if<NoAnswer>(&answer)) return report(err, *unanswered);
    return std::nullopt;
}

// The account that the command line names. A name that cannot be an account of ours, an empty one
// too, is answered without asking ramd.
[[nodiscard]] std::variant<UserName, Refusal> account_named(std::string_view name);
[[nodiscard]] std::variant<UserName, Refusal> own_account(const Environment& environment);
// For the verbs that may go without a name. An empty name was given all the same: a script whose
// variable is empty must not get another account than it meant.
[[nodiscard]] std::variant<UserName, Refusal> account_named_or_own(
    const Environment& environment, const std::optional<std::string>& name);

// A destructive verb: asks at the terminal unless `yes`. Nothing = go on.
[[nodiscard]] std::optional<ExitStatus> declined(Environment& environment, bool yes,
                                                 std::string_view question);

}  // namespace ramctl
