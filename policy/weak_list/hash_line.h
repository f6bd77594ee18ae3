// SPDX-License-Identifier: LGPL-2.1-or-later
// A line of a corpus of hashes: `HASH` or `HASH:count`, SHA-1 in hexadecimal digits.
#pragma once

#include <optional>
#include <string_view>

#include "policy/weak_list/key_source.h"

namespace ramauth::weak_list {

// Counts too large for a Sighting are the largest one. A count of 0 is no sighting: services put
// such lines in to hide how long an answer is.
[[nodiscard]] std::optional<Sighting> parse_hash_line(std::string_view line) noexcept;
// The same of the line with which `text` begins, with its end, and how long that is. Nothing where
// the line does not end within `text`, is not as it should be, or is written in a rare way: then it
// is to be looked at by itself.
struct LeadingHash {
    Sighting sighting;
    std::size_t size;
};
[[nodiscard]] std::optional<LeadingHash> parse_leading_hash(std::string_view text) noexcept;
// The part behind the colon.
[[nodiscard]] std::optional<std::uint32_t> parse_count(std::string_view digits) noexcept;

}  // namespace ramauth::weak_list
