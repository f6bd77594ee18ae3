// SPDX-License-Identifier: LGPL-2.1-or-later
// Is this new password acceptable? First the hard bounds that no policy moves, then every rule of
// the policy: one small class each, and the chain collects all that are broken.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/password_policy.h"
#include "shared/secret.h"

namespace ramauth::policy {

// The NFC form of a password within the hard bounds: 1–128 code points and at most 512 bytes of
// valid UTF-8 without control characters but tab, line feed and carriage return. This form is what
// is hashed. Nothing outside the bounds. No copy is left behind but the result.
[[nodiscard]] std::optional<Secret> normalise(const Secret& typed);

struct Candidate {
    const Secret& normalised;
    const PasswordPolicy& policy;
};

struct BrokenRule {
    std::string code;      // as a refusal carries it
    std::string sentence;  // with its numbers: "at least 14 characters; this has 9"
};

class PasswordRule {
public:
    virtual ~PasswordRule() = default;
    [[nodiscard]] virtual std::optional<BrokenRule> broken_by(const Candidate& candidate) const = 0;
};

// Every broken rule, in the order of MODEL.md; empty when the password is strong enough.
[[nodiscard]] std::vector<BrokenRule> broken_rules(const Candidate& candidate);

// Fills a buffer with random bytes.
using RandomBytes = void (*)(void* into, std::size_t size);

// A password of printing ASCII without look-alikes that satisfies `policy` by construction.
[[nodiscard]] Secret generate_password(const PasswordPolicy& policy, RandomBytes random);

}  // namespace ramauth::policy
