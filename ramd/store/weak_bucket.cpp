// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/weak_bucket.h"

#include <charconv>
#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "ramd/store/record_codec.h"

namespace ramd {
namespace {

constexpr std::size_t hash_size = sizeof(WeakHash::bytes);
constexpr std::size_t key_digits = 3;

const char* fault_of(unsigned number, const WeakBucket& bucket) {
    if (bucket.empty() || bucket.size() > most_in_bucket) return "its size is impossible";
    for (std::size_t i = 0; i < bucket.size(); ++i) {
        if (bucket_of(bucket[i]) != number) return "a hash is not in its place";
        if (i > 0 && !(bucket[i - 1] < bucket[i])) return "its hashes are not in order";
    }
    return nullptr;
}

}  // namespace

unsigned bucket_of(const WeakHash& hash) noexcept {
    return static_cast<unsigned>(hash.bytes[0]) << 4U | static_cast<unsigned>(hash.bytes[1]) >> 4U;
}

std::string bucket_key(unsigned number) {
    std::array<char, key_digits + 1> text{};
    (void)std::snprintf(text.data(), text.size(), "%03x", number % weak_buckets);
    return text.data();
}

std::optional<unsigned> bucket_number(std::string_view key) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), number, 16);
    if (error != std::errc{} || end != key.data() + key.size() || number >= weak_buckets ||
        bucket_key(number) != key)
        return std::nullopt;
    return number;
}

std::string encode_bucket(unsigned number, const WeakBucket& bucket) {
    if (const char* fault = fault_of(number, bucket))
        throw std::invalid_argument(std::string("a record cannot be kept: ") + fault);
    std::string text(bucket.size() * hash_size, '\0');
    for (std::size_t i = 0; i < bucket.size(); ++i)
        std::memcpy(&text[i * hash_size], bucket[i].bytes.data(), hash_size);
    return text;
}

WeakBucket decode_bucket(unsigned number, std::string_view text) {
    if (text.size() % hash_size != 0) throw RecordError("a hash is cut short");
    WeakBucket bucket(text.size() / hash_size);
    for (std::size_t i = 0; i < bucket.size(); ++i)
        std::memcpy(bucket[i].bytes.data(), text.data() + i * hash_size, hash_size);
    if (const char* fault = fault_of(number, bucket)) throw RecordError(fault);
    return bucket;
}

}  // namespace ramd
