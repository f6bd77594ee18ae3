// SPDX-License-Identifier: LGPL-2.1-or-later
// What administrators added to the weak list, as it is kept: one record for all hashes that begin
// with the same three hexadecimal digits. Its text is the hashes themselves, 20 bytes each, in
// order. A bucket only ever grows, so that its size is its version.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ramd/store/store.h"

namespace ramd {

inline constexpr unsigned weak_buckets = 4096;
// What one record holds. A million hashes of passwords are 244 a bucket; more is somebody's making.
inline constexpr std::size_t most_in_bucket = 3200;

using WeakBucket = std::vector<WeakHash>;  // in order, each once

// How many hashes each bucket has, beside the database: one that gets lost or old is missed.
struct WeakCounts {
    static constexpr std::uint16_t damaged = UINT16_MAX;

    std::array<std::uint16_t, weak_buckets> of{};
    std::size_t all = 0;  // without the damaged ones
    bool whole = true;    // false: buckets are damaged, lost or old ones
};

[[nodiscard]] unsigned bucket_of(const WeakHash& hash) noexcept;
// "0af". What is not such a key gives no number.
[[nodiscard]] std::string bucket_key(unsigned number);
[[nodiscard]] std::optional<unsigned> bucket_number(std::string_view key);

// Throws std::invalid_argument for a bucket that could not be read again.
[[nodiscard]] std::string encode_bucket(unsigned number, const WeakBucket& bucket);
// Throws RecordError.
[[nodiscard]] WeakBucket decode_bucket(unsigned number, std::string_view text);

}  // namespace ramd
