// SPDX-License-Identifier: LGPL-2.1-or-later
// The state and the sentinel (store_records.h) as versioned JSON, read as strictly as the rest.
#pragma once

#include <string>
#include <string_view>

#include "ramd/store/store_records.h"

namespace ramd {

[[nodiscard]] std::string encode_state(const StoreState& state);
// Throws RecordError.
[[nodiscard]] StoreState decode_state(std::string_view json);

// With a store id of its own, drawn at random.
[[nodiscard]] std::string new_sentinel();

}  // namespace ramd
