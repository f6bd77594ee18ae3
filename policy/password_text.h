// SPDX-License-Identifier: LGPL-2.1-or-later
// The text of a password: its one form, the hard bounds that no policy moves, its code points.
#pragma once

#include <optional>
#include <span>

#include "shared/secret.h"

namespace ramauth::policy {

inline constexpr unsigned most_characters = 128;

// The NFC form of a password within the hard bounds: 1–128 code points and at most 512 bytes of
// valid UTF-8 without control characters but tab, line feed and carriage return. This form is what
// is hashed. Nothing outside the bounds. No copy is left behind but the result.
[[nodiscard]] std::optional<Secret> normalise(const Secret& typed);

// The lower case of a text that `normalise` gave, code point by code point (Unicode's simple
// lower case).
[[nodiscard]] Secret lower_case(const Secret& normalised);

// The code points of a text that `normalise` gave, on memory that is wiped.
class CodePoints {
public:
    explicit CodePoints(const Secret& normalised);
    [[nodiscard]] std::span<const char32_t> all() const;

private:
    Secret memory_;
    std::size_t count_ = 0;
};

}  // namespace ramauth::policy
