// SPDX-License-Identifier: LGPL-2.1-or-later
// What a profile keeps of second factors, in its record.
#pragma once

#include <optional>

#include "ramd/store/strict_json.h"

namespace ramd {

void add_device(boost::json::object& json, const std::optional<TotpDevice>& device);
// Throws RecordError.
[[nodiscard]] std::optional<TotpDevice> read_device(StrictJson& json);

void add_factors(boost::json::object& json, const Profile& profile);
// Throws RecordError.
void read_factors(StrictJson& json, Profile& profile);

}  // namespace ramd
