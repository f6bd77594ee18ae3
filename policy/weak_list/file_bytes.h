// SPDX-License-Identifier: LGPL-2.1-or-later
// pread(2) that goes on after an interruption and after a part.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace ramauth::weak_list {

// Fills `into` from `offset` on, as far as the file goes. Returns how many bytes there were. Throws
// std::system_error.
[[nodiscard]] std::size_t read_at(int fd, std::span<unsigned char> into, std::uint64_t offset);

}  // namespace ramauth::weak_list
