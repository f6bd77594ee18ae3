// SPDX-License-Identifier: LGPL-2.1-or-later
// Hashes of weak passwords as they travel between ramctl and ramd: 40 hexadecimal digits a line.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "policy/weak_list/weak_hash.h"
#include "shared/secret.h"

namespace ramctl {

using ramauth::weak_list::WeakHash;

// What fits into one message.
inline constexpr std::size_t hashes_a_page = 1024 * 64 / (ramauth::weak_list::weak_hash_digits + 1);

// At most `hashes_a_page` of them.
[[nodiscard]] ramauth::Secret hash_page(std::span<const WeakHash> hashes);

// False where `lines` is not in the agreed form: what was read until then has been appended.
[[nodiscard]] bool append_hashes(std::string_view lines, std::vector<WeakHash>& into);

}  // namespace ramctl
