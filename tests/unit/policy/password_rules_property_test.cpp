// SPDX-License-Identifier: LGPL-2.1-or-later
// The rules against an oracle that is written another way, over many policies and passwords.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "policy/password_rules.h"
#include "policy/text_comparison.h"
#include "tests/unit/policy/random_policy.h"

namespace ramauth::policy {
namespace {

constexpr std::string_view letters = "aab";
constexpr std::string_view mixed = "abAB12-+ ";

struct Sample {
    PasswordPolicy policy;
    std::string password;
    std::string user;
    std::string old;
};

Sample random_sample(std::mt19937& random) {
    const auto alphabet = random() % 2 == 0 ? letters : mixed;
    return {random_policy(random), random_text(random, alphabet, 20),
            random_text(random, letters, 3), random_text(random, alphabet, 20)};
}

std::vector<BrokenRule> broken(const Sample& sample,
                               std::span<const PasswordRule* const> rules = password_rules()) {
    const auto present = Secret::copy_of(sample.password);
    const auto old = Secret::copy_of(sample.old);
    return broken_rules(
        {.normalised = present, .policy = sample.policy, .user = sample.user, .old = &old}, rules);
}

std::size_t count_if(const std::string& text, int (*is)(int)) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [is](char c) { return is(c) != 0; }));
}

std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

bool has_run(const std::string& text, std::size_t length) {
    for (std::size_t i = 0; i + length <= text.size(); ++i)
        if (text.substr(i, length) == std::string(length, text[i])) return true;
    return false;
}

bool has_name(const std::string& password, const std::string& user) {
    const std::string forwards = lowered(user);
    const std::string backwards(forwards.rbegin(), forwards.rend());
    return !user.empty() && (lowered(password).find(forwards) != std::string::npos ||
                             lowered(password).find(backwards) != std::string::npos);
}

std::size_t changed(const Sample& sample) {
    const std::u32string present(sample.password.begin(), sample.password.end());
    const std::u32string old(sample.old.begin(), sample.old.end());
    return edit_distance(present, old);
}

// How many rules a password of ASCII breaks.
unsigned expected(const Sample& sample) {
    const auto& [policy, password, user, old] = sample;
    const std::size_t lower = count_if(password, std::islower);
    const std::size_t upper = count_if(password, std::isupper);
    const std::size_t digits = count_if(password, std::isdigit);
    const std::size_t symbols = password.size() - lower - upper - digits;
    const auto classes =
        static_cast<unsigned>((lower > 0) + (upper > 0) + (digits > 0) + (symbols > 0));
    const std::size_t different = std::set<char>(password.begin(), password.end()).size();
    const unsigned run = policy.maximum_consecutive_identical_characters;
    const std::array is_broken{
        password.size() < policy.minimum_password_length,
        password.size() > policy.maximum_password_length,
        policy.require_lowercase_characters && lower == 0,
        policy.require_uppercase_characters && upper == 0,
        policy.require_numbers && digits == 0,
        policy.require_symbols && symbols == 0,
        classes < policy.minimum_character_classes,
        different < policy.minimum_password_different_character,
        run != 0 && has_run(password, run + 1),
        changed(sample) < policy.minimum_changed_characters,
        policy.password_not_contain_user_name && has_name(password, user),
    };
    return static_cast<unsigned>(std::count(is_broken.begin(), is_broken.end(), true));
}

TEST(PasswordRulesProperty, a_broken_rule_is_always_named_and_no_other) {
    std::mt19937 random(3);
    for (int i = 0; i < 6'000; ++i) {
        const auto sample = random_sample(random);
        const auto rules = broken(sample);
        EXPECT_EQ(rules.size(), expected(sample)) << sample.password << "|" << sample.user;
        for (const auto& rule : rules) EXPECT_FALSE(rule.sentence.empty());
    }
}

TEST(PasswordRulesProperty, the_order_of_rules_does_not_matter) {
    std::mt19937 random(4);
    std::vector<const PasswordRule*> rules(password_rules().begin(), password_rules().end());
    const auto sentences = [](const std::vector<BrokenRule>& broken) {
        std::multiset<std::string> all;
        for (const auto& rule : broken) all.insert(rule.sentence);
        return all;
    };
    for (int i = 0; i < 2'000; ++i) {
        const auto sample = random_sample(random);
        std::shuffle(rules.begin(), rules.end(), random);
        EXPECT_EQ(sentences(broken(sample)), sentences(broken(sample, rules)));
    }
}

TEST(PasswordRulesProperty, no_sentence_holds_the_password) {
    std::mt19937 random(5);
    for (int i = 0; i < 2'000; ++i) {
        auto sample = random_sample(random);
        sample.password.insert(0, "Zq7~");
        for (const auto& rule : broken(sample))
            EXPECT_EQ(rule.sentence.find("Zq7~"), std::string::npos);
    }
}

}  // namespace
}  // namespace ramauth::policy
