// SPDX-License-Identifier: LGPL-2.1-or-later
// What a message may consist of.
#pragma once

#include <string_view>

namespace ramd::courier {

// One line of ASCII without control characters.
[[nodiscard]] bool is_ascii_line(std::string_view text);

[[nodiscard]] bool is_ascii(std::string_view text);

// Lines of UTF-8 (RFC 3629) of at most 900 bytes each, which end with a line feed; no other control
// character.
[[nodiscard]] bool is_plain_text(std::string_view text);

}  // namespace ramd::courier
