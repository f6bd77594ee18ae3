// SPDX-License-Identifier: LGPL-2.1-or-later
// What a profile keeps of second factors, in its record.
#pragma once

#include "ramd/store/strict_json.h"

namespace ramd {

void add_factors(boost::json::object& json, const Profile& profile);
// Throws RecordError.
void read_factors(StrictJson& json, Profile& profile);

}  // namespace ramd
