// SPDX-License-Identifier: LGPL-2.1-or-later
// Large numbers for people.
#pragma once

#include <cstdint>
#include <string>

namespace ramctl {

// "1,234,567".
[[nodiscard]] std::string count_text(std::uint64_t number);

// "512 B", "3.4 GiB", "35 GiB": in units of 1024.
[[nodiscard]] std::string size_text(std::uint64_t bytes);

}  // namespace ramctl
