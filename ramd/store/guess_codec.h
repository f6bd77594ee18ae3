// SPDX-License-Identifier: LGPL-2.1-or-later
// What a profile's record keeps of guesses: fields of its JSON. The fields of a lock are there
// exactly where there is a lock.
#pragma once

#include "policy/guessing.h"
#include "ramd/store/strict_json.h"

namespace ramd {

void add_guesses(boost::json::object& json, const ramauth::policy::GuessRecord& guesses);
// Throws RecordError.
[[nodiscard]] ramauth::policy::GuessRecord read_guesses(StrictJson& json);

}  // namespace ramd
