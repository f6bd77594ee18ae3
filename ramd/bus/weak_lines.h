// SPDX-License-Identifier: LGPL-2.1-or-later
// Hashes of weak passwords as they travel: 40 hexadecimal digits a line, in a memfd of at most
// 64 KiB.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "ramd/login/weak_passwords.h"
#include "shared/error_code.h"
#include "shared/secret.h"
#include "shared/secret_fd.h"

namespace ramd {

// How many fit: each with its line feed.
inline constexpr std::size_t most_weak_lines =
    ramauth::max_long_secret / (ramauth::weak_list::weak_hash_digits + 1);

// Lines end with LF or CRLF, the last one may go without. Anything else is
// InvalidParameter.Hashes.Format with the number of the line.
[[nodiscard]] std::variant<std::vector<WeakHash>, ramauth::Refusal> parse_weak_lines(
    std::string_view text);

// At most most_weak_lines of them.
[[nodiscard]] ramauth::Secret format_weak_lines(std::span<const WeakHash> hashes);

// What a page of a list begins after; "" is the start. Nothing for a text that is no hash:
// InvalidParameter.Marker.Format.
[[nodiscard]] std::variant<std::optional<WeakHash>, ramauth::Refusal> parse_weak_marker(
    std::string_view text);

}  // namespace ramd
