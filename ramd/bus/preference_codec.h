// SPDX-License-Identifier: LGPL-2.1-or-later
// The security preference as a dictionary, made from the one table of its fields: numbers are u,
// flags b, RevokeScope s, lists as.
#pragma once

#include <variant>
#include <vector>

#include "ramd/login/preference_manager.h"
#include "shared/bus_handles.h"
#include "shared/error_code.h"

namespace ramd {

void encode_preference(sd_bus_message* reply,
                       const ramauth::policy::SecurityPreference& preference);

using PreferenceChanges = std::vector<ramauth::policy::PreferenceChange>;

// Refuses an unknown field, one that comes twice and a value of a wrong type. Ranges, and what the
// entries of a list may be, are the preference's to judge.
[[nodiscard]] std::variant<PreferenceChanges, ramauth::Refusal> decode_preference(
    sd_bus_message* message);

}  // namespace ramd
