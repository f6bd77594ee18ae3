// SPDX-License-Identifier: LGPL-2.1-or-later
// Names one request, in its answer and in the journal.
#pragma once

#include <string>
#include <string_view>

namespace ramd {

// 32 random hexadecimal digits. Throws std::system_error.
[[nodiscard]] std::string make_request_id();

}  // namespace ramd
