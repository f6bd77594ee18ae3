// SPDX-License-Identifier: LGPL-2.1-or-later
// What the store keeps, as versioned JSON. Reading is strict: another schema, a field that is
// missing, unknown, of another type or out of range is a RecordError; nothing is ever guessed.
// Writing refuses what reading would refuse, so that no record is written that locks its user out.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "ramd/store/profile.h"

namespace ramd {

// The schema of all records. A change of any of them gives a new number. (1 to 3 were never
// released.)
inline constexpr unsigned record_schema = 4;

// Passwords that a profile remembers: the greatest PasswordReusePrevention.
inline constexpr std::size_t longest_history = 24;
inline constexpr std::size_t most_known_sources = 8;
inline constexpr std::size_t most_factor_sources = 16;
inline constexpr std::size_t most_recovery_codes = 10;

struct RecordError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// How a kept device stands in the store. The epoch is that of the delete: it tells this record from
// an earlier one of the same name.
struct KeptRecord {
    KeptDevice device;
    std::uint64_t epoch = 0;
};

// Throw std::invalid_argument for a value that could not be read again.
[[nodiscard]] std::string encode_profile(const Profile& profile);
[[nodiscard]] std::string encode_revocation(const Revocation& revocation);
[[nodiscard]] std::string encode_kept_device(const KeptRecord& kept);

// Throw RecordError.
[[nodiscard]] Profile decode_profile(std::string_view json);
[[nodiscard]] Revocation decode_revocation(std::string_view json);
[[nodiscard]] KeptRecord decode_kept_device(std::string_view json);

}  // namespace ramd
