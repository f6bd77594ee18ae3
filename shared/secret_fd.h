// SPDX-License-Identifier: LGPL-2.1-or-later
// How a secret crosses a process boundary: a memfd of bounded size, sealed against shrinking,
// growing and further seals (memfd_create(2), fcntl(2) F_ADD_SEALS), never against writing:
// the receiver reads it once from offset 0, overwrites it with zeros and closes it.
#pragma once

#include <cstddef>
#include <optional>

#include "shared/fd.h"
#include "shared/secret.h"

namespace ramauth {

// The limit for recovery codes and word lists, in bytes.
inline constexpr std::size_t max_long_secret = std::size_t{64} * 1024;

// A new close-on-exec memfd (number 3 or higher) that holds `secret`.
// Throws std::system_error.
[[nodiscard]] UniqueFd secret_to_fd(const Secret& secret);

// Reads, overwrites and closes. Nothing (and nothing is read) when the descriptor is not a memfd
// of the kind above, is larger than `limit`, or cannot be read whole.
[[nodiscard]] std::optional<Secret> secret_from_fd(UniqueFd fd,
                                                   std::size_t limit = Secret::max_size);

}  // namespace ramauth
