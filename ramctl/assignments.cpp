// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/assignments.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>

#include "policy/security_preference.h"
#include "ramctl/report.h"

namespace ramctl {
namespace {

namespace policy = ramauth::policy;

std::optional<Value> number_or_flag(std::string_view text) {
    for (const char* word : {"yes", "true", "on"})
        if (text == word) return Value(true);
    for (const char* word : {"no", "false", "off"})
        if (text == word) return Value(false);
    std::uint32_t number = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return Value(number);
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// Nothing where an entry is empty.
std::optional<Value> list(std::string_view text) {
    Texts entries;
    if (text.empty()) return Value(entries);
    for (;;) {
        const auto comma = text.find(',');
        const auto entry = trimmed(text.substr(0, comma));
        if (entry.empty()) return std::nullopt;
        entries.emplace_back(entry);
        if (comma == std::string_view::npos) return Value(std::move(entries));
        text.remove_prefix(comma + 1);
    }
}

using Read = std::variant<Value, Refusal>;
using ReadValue = std::function<Read(const std::string& field, std::string_view text)>;

Read or_refused(std::optional<Value> value, const std::string& field, const char* wanted) {
    if (value) return std::move(*value);
    return Refusal{Code::parameter_format, wanted, field};
}

Read policy_value(const std::string& field, std::string_view text) {
    return or_refused(number_or_flag(text), field, "a value is a number, yes or no");
}

Read preference_value(const std::string& field, std::string_view text) {
    const auto known = policy::preference_fields();
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&field](const auto& other) { return other.name == field; });
    using S = policy::SecurityPreference;
    if (found != known.end() && std::holds_alternative<policy::Texts S::*>(found->member))
        return or_refused(list(text), field, "entries are separated by one comma each");
    auto value = number_or_flag(text);
    // A text, or a field of a newer ramd.
    const bool may_be_text = found == known.end() ||
                             std::holds_alternative<policy::RevokeScope S::*>(found->member) ||
                             std::holds_alternative<policy::MFAOperation S::*>(found->member);
    if (!value && may_be_text) return Value(std::string(text));
    return or_refused(std::move(value), field, "the value is a number, yes or no");
}

Assignments parse(const std::vector<std::string>& words, const ReadValue& read) {
    Fields changes;
    for (const auto& word : words) {
        const auto equals = word.find('=');
        if (equals == std::string::npos || equals == 0)
            return wrong_usage("'" + word + "' is not of the form FIELD=VALUE");
        const std::string field = word.substr(0, equals);
        if (changes.find(field) != nullptr) return wrong_usage(field + " is given twice");
        auto value = read(field, std::string_view(word).substr(equals + 1));
        if (auto* refusal = std::get_if<Refusal>(&value)) return std::move(*refusal);
        changes.add(field, std::move(std::get<Value>(value)));
    }
    return changes;
}

}  // namespace

Assignments policy_assignments(const std::vector<std::string>& words) {
    return parse(words, policy_value);
}

Assignments preference_assignments(const std::vector<std::string>& words) {
    return parse(words, preference_value);
}

}  // namespace ramctl
