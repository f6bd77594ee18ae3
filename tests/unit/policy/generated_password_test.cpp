// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/generated_password.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "policy/password_rules.h"
#include "policy/presets.h"
#include "tests/unit/policy/random_policy.h"

namespace ramauth::policy {
namespace {

// RandomBytes is a plain function: the generator behind it is this test's, and the same each time.
std::mt19937& source() {
    static std::mt19937 random(6);
    return random;
}

void random_bytes(void* into, std::size_t size) {
    std::generate_n(static_cast<unsigned char*>(into), size,
                    [] { return static_cast<unsigned char>(source()()); });
}

void count_up(void* into, std::size_t size) {
    auto* bytes = static_cast<unsigned char*>(into);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<unsigned char>(i * 37);
}

std::vector<BrokenRule> broken(const Secret& made, const PasswordPolicy& policy,
                               std::string_view user) {
    return broken_rules({.normalised = made, .policy = policy, .user = user});
}

TEST(GeneratedPassword, satisfies_any_policy_whatever_the_user_is_called) {
    constexpr std::array<std::string_view, 6> alphabets{
        "ab", "aA", "23", "-+", "abcdefghijkmnopqrstuvwxyz23456789-", "aZ2-."};
    std::mt19937 random(7);
    for (int i = 0; i < 2'000; ++i) {
        const auto policy = random_policy(random);
        const auto user = random_text(random, alphabets[random() % alphabets.size()], 4);
        const Secret made = generate_password(policy, user, random_bytes);
        const auto rules = broken(made, policy, user);
        ASSERT_TRUE(rules.empty()) << rules.front().sentence << " user " << user;
        const auto normalised = normalise(made);
        ASSERT_TRUE(normalised);
        ASSERT_TRUE(*normalised == made);
    }
}

// All that can be asked at once, in the least room: every class, eight different ones out of eight.
PasswordPolicy tightest() {
    return {.minimum_password_length = 8,
            .maximum_password_length = 8,
            .require_lowercase_characters = true,
            .require_uppercase_characters = true,
            .require_numbers = true,
            .require_symbols = true,
            .minimum_character_classes = 4,
            .minimum_password_different_character = 8,
            .maximum_consecutive_identical_characters = 1,
            .minimum_changed_characters = 8,
            .password_not_contain_user_name = true};
}

TEST(GeneratedPassword, satisfies_the_tightest_policy_for_every_name_of_one_and_two_characters) {
    constexpr std::string_view characters = "abcdefghijklmnopqrstuvwxyzABZ0123456789-+=%@#*._";
    for (const char first : characters) {
        EXPECT_TRUE(broken(generate_password(tightest(), std::string(1, first), random_bytes),
                           tightest(), std::string(1, first))
                        .empty());
        for (const char second : characters) {
            const std::string user{first, second};
            const Secret made = generate_password(tightest(), user, random_bytes);
            EXPECT_TRUE(broken(made, tightest(), user).empty()) << user;
        }
    }
}

TEST(GeneratedPassword, satisfies_it_for_names_that_fold_to_its_characters) {
    for (const std::string_view user : {"\u212A", "\u017F", "\u00df", "\xff", ""}) {
        const Secret made = generate_password(tightest(), user, random_bytes);
        EXPECT_TRUE(broken(made, tightest(), user).empty()) << user;
    }
}

TEST(GeneratedPassword, satisfies_every_preset) {
    for (const auto& preset : presets())
        for (int i = 0; i < 100; ++i) {
            const Secret made = generate_password(preset.policy, "alice", random_bytes);
            EXPECT_TRUE(broken(made, preset.policy, "alice").empty()) << preset.name;
        }
}

TEST(GeneratedPassword, has_sixteen_characters_or_what_the_lengths_ask_for) {
    const auto length = [](unsigned minimum, unsigned maximum) {
        return generate_password(
                   {.minimum_password_length = minimum, .maximum_password_length = maximum},
                   "alice", random_bytes)
            .size();
    };
    EXPECT_EQ(length(8, 128), 16U);
    EXPECT_EQ(length(16, 16), 16U);
    EXPECT_EQ(length(17, 128), 17U);
    EXPECT_EQ(length(128, 128), 128U);
    EXPECT_EQ(length(8, 12), 12U);
    EXPECT_EQ(length(8, 8), 8U);
}

TEST(GeneratedPassword, is_made_of_printing_ascii_without_look_alikes) {
    const Secret made = generate_password({.minimum_password_length = 128}, "alice", random_bytes);
    for (const char c : made.view()) {
        EXPECT_GT(c, ' ');
        EXPECT_LE(c, '~');
        EXPECT_EQ(std::string_view("0O1Il").find(c), std::string_view::npos);
    }
}

// Chi-square of how often each character comes, against all coming equally often.
double chi_square(const PasswordPolicy& policy, std::string_view user, std::size_t characters) {
    constexpr int passwords = 3'000;
    std::map<char, double> seen;
    for (int i = 0; i < passwords; ++i) {
        const Secret made = generate_password(policy, user, random_bytes);
        for (const char c : made.view()) seen[c] += 1;
    }
    EXPECT_EQ(seen.size(), characters);
    const double mean = passwords * 16 / static_cast<double>(characters);
    double sum = 0;
    for (const auto& [c, count] : seen) sum += (count - mean) * (count - mean) / mean;
    return sum;
}

// With 63 degrees of freedom, the chance of more than 130 is below one in a million.
TEST(GeneratedPassword, prefers_no_character) {
    EXPECT_LT(chi_square({}, "alice", 64), 130);
}

// 62 characters are left, of which 256 is no multiple.
TEST(GeneratedPassword, prefers_no_character_where_a_name_rules_some_out) {
    EXPECT_LT(chi_square({.password_not_contain_user_name = true}, "a", 62), 130);
}

TEST(GeneratedPassword, puts_what_is_required_at_any_place) {
    PasswordPolicy policy;
    policy.require_symbols = true;
    policy.minimum_character_classes = 2;
    std::array<int, 16> symbols{};
    for (int i = 0; i < 2'000; ++i) {
        const Secret made = generate_password(policy, "alice", random_bytes);
        for (std::size_t place = 0; place < symbols.size(); ++place)
            if (std::string_view("-+=%@#*").find(made.view()[place]) != std::string_view::npos)
                ++symbols[place];
    }
    // 1/16 for the required one and 7/64 of the others: 330 of 2,000.
    for (const int count : symbols) EXPECT_NEAR(count, 330, 100);
}

TEST(GeneratedPassword, two_are_never_the_same) {
    std::set<std::string> made;
    for (int i = 0; i < 1'000; ++i)
        made.insert(std::string(generate_password({}, "alice", random_bytes).view()));
    EXPECT_EQ(made.size(), 1'000U);
}

TEST(GeneratedPassword, comes_of_the_random_source_alone) {
    const Secret one = generate_password(tightest(), "alice", count_up);
    const Secret two = generate_password(tightest(), "alice", count_up);
    EXPECT_TRUE(one == two);
}

}  // namespace
}  // namespace ramauth::policy
