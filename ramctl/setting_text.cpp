// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/setting_text.h"

#include <algorithm>
#include <array>
#include <ostream>

#include "ramctl/json_output.h"
#include "ramctl/policy_values.h"
#include "ramctl/profile_text.h"

namespace ramctl {
namespace {

struct Meaning {
    std::string_view field;
    const char* one;   // unit of 1
    const char* many;  // of another number
    const char*
        none;  // what 0, or an empty list, stands for; null where it is a number like others
};

constexpr std::array meanings{
    Meaning{"MinimumPasswordLength", "character", "characters", nullptr},
    Meaning{"MaximumPasswordLength", "character", "characters", nullptr},
    Meaning{"MinimumCharacterClasses", "class", "classes", "off"},
    Meaning{"MinimumPasswordDifferentCharacter", "character", "characters", "off"},
    Meaning{"MaximumConsecutiveIdenticalCharacters", "character", "characters", "off"},
    Meaning{"MinimumChangedCharacters", "character", "characters", "off"},
    Meaning{"PasswordReusePrevention", "password", "passwords", "off"},
    Meaning{"MinimumPasswordAge", "min", "min", "none"},
    Meaning{"MaxPasswordAge", "day", "days", "never"},
    Meaning{"PasswordExpireWarning", "day", "days", "off"},
    Meaning{"InitialPasswordAge", "day", "days", "off"},
    Meaning{"MaxLoginAttempts", "failure", "failures", "off"},
    Meaning{"LoginAttemptsWindow", "min", "min", nullptr},
    Meaning{"LockoutDuration", "min", "min", "until unlocked"},
    Meaning{"MaxConsecutiveFailures", "failure", "failures", "off"},
    Meaning{"LoginSessionDuration", "h", "h", "unbounded"},
    Meaning{"LoginNetworkMasks", "", "", "any"},
    Meaning{"VerificationTypes", "", "", "none"},
    Meaning{"MFAExemptServices", "", "", "none"},
    Meaning{"MaxIdleDaysForUsers", "day", "days", "off"},
    Meaning{"ProgrammaticServices", "", "", "none"},
};

const Meaning* meaning_of(std::string_view field) {
    const auto* found =
        std::find_if(meanings.begin(), meanings.end(),
                     [field](const Meaning& known) { return known.field == field; });
    return found == meanings.end() ? nullptr : found;
}

}  // namespace

std::string setting_text(std::string_view field, const Value& value) {
    const Meaning* meaning = meaning_of(field);
    std::string plain = value_text(value, ramauth::never);
    if (meaning == nullptr) return plain;
    if (const auto* texts = std::get_if<Texts>(&value))
        return texts->empty() && meaning->none != nullptr ? meaning->none : plain;
    const auto* number = std::get_if<std::uint32_t>(&value);
    if (number == nullptr) return plain;
    if (*number == 0 && meaning->none != nullptr) return meaning->none;
    return plain + " " + (*number == 1 ? meaning->one : meaning->many);
}

void print_settings(Environment& environment, const Fields& settings) {
    if (environment.json) {
        print_json(environment, to_json(settings));
        return;
    }
    Table table({"FIELD", "VALUE"});
    for (const auto& field : settings)
        table.add({field.name, setting_text(field.name, field.value)});
    table.print(environment.out, environment.colour);
}

void print_policy_warnings(Environment& environment, const Fields& policy) {
    for (const auto& sentence : warnings(policy_of(policy)))
        environment.err << "Warning: " << sentence << '\n';
}

}  // namespace ramctl
