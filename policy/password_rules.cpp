// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/password_rules.h"

#include <algorithm>
#include <array>

#include "policy/character_class.h"
#include "policy/text_comparison.h"

namespace ramauth::policy {
namespace {

using Verdict = std::optional<BrokenRule>;

BrokenRule too_weak(std::string sentence) {
    return {code_text(Code::password_too_weak), std::move(sentence)};
}

std::string counted(std::size_t number, std::string_view one, std::string_view many) {
    return std::to_string(number).append(" ").append(number == 1 ? one : many);
}

// "at least 14 characters; this has 9"
Verdict at_least(std::size_t wanted, std::size_t present, std::string_view one,
                 std::string_view many) {
    if (present >= wanted) return std::nullopt;
    return too_weak("at least " + counted(wanted, one, many) + "; this has " +
                    std::to_string(present));
}

Verdict at_most(std::size_t wanted, std::size_t present, std::string_view one,
                std::string_view many) {
    if (present <= wanted) return std::nullopt;
    return too_weak("at most " + counted(wanted, one, many) + "; this has " +
                    std::to_string(present));
}

class MinimumLength final : public PasswordRule {
    [[nodiscard]] Verdict broken_by(const Characters& password) const override {
        return at_least(password.candidate.policy.minimum_password_length, password.present.size(),
                        "character", "characters");
    }
};

class MaximumLength final : public PasswordRule {
    [[nodiscard]] Verdict broken_by(const Characters& password) const override {
        return at_most(password.candidate.policy.maximum_password_length, password.present.size(),
                       "character", "characters");
    }
};

// The four Require… fields: one character of the class.
class RequiredClass final : public PasswordRule {
public:
    constexpr RequiredClass(FlagField field, CharacterClass wanted, std::string_view one)
        : field_(field), wanted_(wanted), one_(one) {}

    [[nodiscard]] Verdict broken_by(const Characters& password) const override {
        if (!(password.candidate.policy.*field_)) return std::nullopt;
        const bool present = std::any_of(password.present.begin(), password.present.end(),
                                         [this](char32_t c) { return class_of(c) == wanted_; });
        return at_least(1, present ? 1 : 0, one_, one_);
    }

private:
    FlagField field_;
    CharacterClass wanted_;
    std::string_view one_;
};

class MinimumClasses final : public PasswordRule {
    [[nodiscard]] Verdict broken_by(const Characters& password) const override {
        std::array<bool, character_classes> seen{};
        for (const char32_t c : password.present)
            seen[static_cast<std::size_t>(class_of(c))] = true;
        constexpr std::string_view classes =
            "of the 4 classes of characters (lowercase, uppercase, numbers, symbols)";
        return at_least(password.candidate.policy.minimum_character_classes,
                        static_cast<std::size_t>(std::count(seen.begin(), seen.end(), true)),
                        classes, classes);
    }
};

class DifferentCharacters final : public PasswordRule {
    [[nodiscard]] Verdict broken_by(const Characters& password) const override {
        std::size_t different = 0;
        for (auto c = password.present.begin(); c != password.present.end(); ++c)
            if (std::find(password.present.begin(), c, *c) == c) ++different;
        return at_least(password.candidate.policy.minimum_password_different_character, different,
                        "different character", "different characters");
    }
};

class ConsecutiveIdentical final : public PasswordRule {
    [[nodiscard]] Verdict broken_by(const Characters& password) const override {
        const unsigned wanted = password.candidate.policy.maximum_consecutive_identical_characters;
        if (wanted == 0) return std::nullopt;
        std::size_t longest = 0;
        std::size_t run = 0;
        for (std::size_t i = 0; i < password.present.size(); ++i) {
            run = i > 0 && password.present[i] == password.present[i - 1] ? run + 1 : 1;
            longest = std::max(longest, run);
        }
        return at_most(wanted, longest, "identical character in a row",
                       "identical characters in a row");
    }
};

class ChangedCharacters final : public PasswordRule {
    [[nodiscard]] Verdict broken_by(const Characters& password) const override {
        const unsigned wanted = password.candidate.policy.minimum_changed_characters;
        if (wanted == 0 || password.candidate.old == nullptr) return std::nullopt;
        return at_least(wanted, edit_distance(password.old, password.present), "character changed",
                        "characters changed");
    }
};

class NotUserName final : public PasswordRule {
    [[nodiscard]] Verdict broken_by(const Characters& password) const override {
        if (!password.candidate.policy.password_not_contain_user_name) return std::nullopt;
        if (!contains_name(password.present, FoldedName::of(password.candidate.user)))
            return std::nullopt;
        return too_weak("neither the user name nor the user name backwards, in any case");
    }
};

}  // namespace

std::span<const PasswordRule* const> password_rules() {
    static const MinimumLength minimum_length;
    static const MaximumLength maximum_length;
    static const RequiredClass lowercase(&PasswordPolicy::require_lowercase_characters,
                                         CharacterClass::lowercase, "lowercase character");
    static const RequiredClass uppercase(&PasswordPolicy::require_uppercase_characters,
                                         CharacterClass::uppercase, "uppercase character");
    static const RequiredClass numbers(&PasswordPolicy::require_numbers, CharacterClass::number,
                                       "number");
    static const RequiredClass symbols(&PasswordPolicy::require_symbols, CharacterClass::symbol,
                                       "symbol");
    static const MinimumClasses minimum_classes;
    static const DifferentCharacters different_characters;
    static const ConsecutiveIdentical consecutive_identical;
    static const ChangedCharacters changed_characters;
    static const NotUserName not_user_name;
    static const std::array<const PasswordRule*, 11> all{&minimum_length,
                                                         &maximum_length,
                                                         &lowercase,
                                                         &uppercase,
                                                         &numbers,
                                                         &symbols,
                                                         &minimum_classes,
                                                         &different_characters,
                                                         &consecutive_identical,
                                                         &changed_characters,
                                                         &not_user_name};
    return all;
}

std::vector<BrokenRule> broken_rules(const Candidate& candidate,
                                     std::span<const PasswordRule* const> rules) {
    const CodePoints present(candidate.normalised);
    std::optional<CodePoints> old;
    if (candidate.old != nullptr) old.emplace(*candidate.old);
    const Characters password{candidate, present.all(),
                              old ? old->all() : std::span<const char32_t>()};
    std::vector<BrokenRule> broken;
    for (const auto* rule : rules)
        if (auto verdict = rule->broken_by(password)) broken.push_back(std::move(*verdict));
    return broken;
}

}  // namespace ramauth::policy
