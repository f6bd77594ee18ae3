// SPDX-License-Identifier: LGPL-2.1-or-later
// A number that is used once: 128 random bits in hexadecimal. ramd keeps the outcome of a change by
// it, so that a repeated request is answered and not carried out again.
#pragma once

#include <string>

namespace ramctl {

[[nodiscard]] std::string fresh_nonce();

}  // namespace ramctl
