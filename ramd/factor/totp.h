// SPDX-License-Identifier: LGPL-2.1-or-later
// Time-based one-time passwords (RFC 6238) through liboath: six digits, steps of 30 s from the
// epoch, SHA-1 as every authenticator app knows it, or SHA-256.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ramd/store/profile.h"
#include "shared/secret.h"

namespace ramd {

inline constexpr unsigned totp_digits = 6;
inline constexpr std::uint64_t totp_step_seconds = 30;
// How many steps a code may be off, each way: clocks and fingers.
inline constexpr std::uint64_t totp_window = 1;

// As long as the hash (RFC 4226, section 4, R6): 20 or 32 random bytes.
[[nodiscard]] ramauth::Secret new_totp_seed(TotpAlgorithm algorithm);

// The step whose code this is, within the window around `now` (seconds since 1970) and after
// `last_step`, so that a code is good once. Nothing for anything else, whatever its form.
[[nodiscard]] std::optional<std::uint64_t> match_totp(std::string_view seed,
                                                      TotpAlgorithm algorithm,
                                                      std::string_view code, std::int64_t now,
                                                      std::uint64_t last_step);

// Two codes that follow each other: the step of the second, within the window around `now`.
[[nodiscard]] std::optional<std::uint64_t> match_totp_pair(std::string_view seed,
                                                           TotpAlgorithm algorithm,
                                                           std::string_view first,
                                                           std::string_view second,
                                                           std::int64_t now);

// By how many seconds the clock that made a code is ahead of `now`, as far as ten minutes; nothing
// where it is none of these codes. For the journal: the answer stays no.
[[nodiscard]] std::optional<std::int64_t> totp_offset(std::string_view seed,
                                                      TotpAlgorithm algorithm,
                                                      std::string_view code, std::int64_t now);

// Base32 (RFC 4648) without padding.
[[nodiscard]] ramauth::Secret base32_of(std::string_view bytes);

// The URI that authenticator apps scan: otpauth://totp/HOST:USER?secret=…&issuer=HOST&…
[[nodiscard]] ramauth::Secret totp_uri(std::string_view seed, TotpAlgorithm algorithm,
                                       std::string_view user, std::string_view host);

}  // namespace ramd
