// SPDX-License-Identifier: LGPL-2.1-or-later
// Random bytes from the kernel (getrandom(2)).
#pragma once

#include <cstddef>

namespace ramd {

// Fills the buffer; throws std::system_error where the kernel has none to give.
void random_bytes(void* into, std::size_t size);

}  // namespace ramd
