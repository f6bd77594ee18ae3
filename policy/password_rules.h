// SPDX-License-Identifier: LGPL-2.1-or-later
// Is this new password strong enough? Every rule of the policy is one small class behind one
// interface; the chain collects all that are broken, and no rule knows of another.
//
// Characters are Unicode code points of the NFC form. Their classes, by general category: lowercase
// (Ll), uppercase (Lu, Lt), numbers (Nd), and symbols, which is everything else.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/password_policy.h"
#include "policy/password_text.h"
#include "shared/secret.h"

namespace ramauth::policy {

struct Candidate {
    const Secret& normalised;
    const PasswordPolicy& policy;
    std::string_view user = {};   // of the account; empty where there is none yet
    const Secret* old = nullptr;  // the present password in NFC, in a user's own change
};

struct BrokenRule {
    std::string code;      // as a refusal carries it
    std::string sentence;  // with its numbers: "at least 14 characters; this has 9"
    friend bool operator==(const BrokenRule&, const BrokenRule&) = default;
};

// A candidate whose code points were taken apart once, for all rules.
struct Characters {
    const Candidate& candidate;
    std::span<const char32_t> present;
    std::span<const char32_t> old;  // empty where there is no old one
};

class PasswordRule {
public:
    virtual ~PasswordRule() = default;
    [[nodiscard]] virtual std::optional<BrokenRule> broken_by(const Characters& password) const = 0;
};

// All of them, in the order of MODEL.md.
[[nodiscard]] std::span<const PasswordRule* const> password_rules();

// Every broken one of `rules`, in their order; empty when the password is strong enough.
[[nodiscard]] std::vector<BrokenRule> broken_rules(
    const Candidate& candidate, std::span<const PasswordRule* const> rules = password_rules());

}  // namespace ramauth::policy
