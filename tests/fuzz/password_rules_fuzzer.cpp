// SPDX-License-Identifier: LGPL-2.1-or-later
// Passwords, user names and old passwords of any bytes. The first two bytes choose the policy, the
// third how long the user's name is, the fourth how long the old password; the rest is the new one.
// What is normalised is within the bounds and its own normal form; the rules judge it, and what was
// never normalised, without harm, and no two orders of them differ.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "policy/password_rules.h"
#include "policy/password_text.h"

namespace {

using namespace ramauth;
using namespace ramauth::policy;

void require(bool condition) {
    if (!condition) std::abort();
}

PasswordPolicy chosen_policy(unsigned bits) {
    const auto flag = [bits](unsigned bit) { return (bits >> bit & 1U) != 0; };
    return {.minimum_password_length = flag(0) ? 14U : 8U,
            .maximum_password_length = flag(1) ? 32U : 128U,
            .require_lowercase_characters = flag(2),
            .require_uppercase_characters = flag(3),
            .require_numbers = flag(4),
            .require_symbols = flag(5),
            .minimum_character_classes = bits >> 6 & 3U,
            .minimum_password_different_character = bits >> 8 & 7U,
            .maximum_consecutive_identical_characters = bits >> 11 & 3U,
            .minimum_changed_characters = bits >> 13 & 3U,
            .password_not_contain_user_name = flag(15)};
}

std::string_view taken(std::string_view& text, std::size_t size) {
    const auto front = text.substr(0, size);
    text.remove_prefix(front.size());
    return front;
}

void check_normalised(const Secret& typed, const Secret& normalised) {
    require(!typed.empty() && typed.size() <= Secret::max_size);
    const CodePoints points(normalised);
    require(!points.all().empty() && points.all().size() <= most_characters);
    require(std::find(points.all().begin(), points.all().end(), U'\0') == points.all().end());
    const auto again = normalise(normalised);
    require(again && *again == normalised);
}

void check_rules(const Candidate& candidate) {
    const auto broken = broken_rules(candidate);
    std::vector<const PasswordRule*> backwards(password_rules().rbegin(), password_rules().rend());
    auto other = broken_rules(candidate, backwards);
    std::reverse(other.begin(), other.end());
    require(broken == other);
    for (const auto& rule : broken) require(!rule.sentence.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 4) return 0;
    std::string_view rest(reinterpret_cast<const char*>(data) + 4, size - 4);
    const auto policy = chosen_policy(data[0] | static_cast<unsigned>(data[1]) << 8);
    const auto user = taken(rest, data[2]);
    const auto old = Secret::copy_of(taken(rest, data[3]));
    const auto typed = Secret::copy_of(rest);
    check_rules({.normalised = typed, .policy = policy, .user = user, .old = &old});
    if (const auto normalised = normalise(typed)) {
        check_normalised(typed, *normalised);
        check_rules({.normalised = *normalised, .policy = policy, .user = user, .old = &old});
    }
    return 0;
}
