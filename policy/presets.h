// SPDX-License-Identifier: LGPL-2.1-or-later
// Named policies (MODEL.md, section 3). They contradict each other, which is why they are presets
// and not defaults. The source of every number stands beside it in presets.cpp.
#pragma once

#include <span>
#include <string_view>

#include "policy/password_policy.h"
#include "policy/security_preference.h"

namespace ramauth::policy {

struct Preset {
    std::string_view name;
    std::string_view title;   // "CIS Debian Linux 12 Benchmark"
    std::string_view source;  // where the numbers are from, with its edition
    std::string_view note;    // what it does not claim; may be empty
    // The whole table of the policy, and the fields of the preference that the source speaks of.
    PasswordPolicy policy;
    std::span<const PreferenceChange> preference;
};

[[nodiscard]] std::span<const Preset> presets();
[[nodiscard]] const Preset* find_preset(std::string_view name);

}  // namespace ramauth::policy
