// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/weak_hash.h"

#include <nettle/sha1.h>
#include <string.h>  // explicit_bzero

#include "policy/weak_list/hex_digits.h"

namespace ramauth::weak_list {

Key WeakHash::key() const noexcept {
    Key key = 0;
    for (std::size_t i = 0; i < sizeof key; ++i) key = key << 8U | bytes[i];
    return key;
}

WeakHash weak_hash(std::string_view bytes) noexcept {
    WeakHash hash;
    sha1_ctx context{};
    ::sha1_init(&context);
    ::sha1_update(&context, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
    ::sha1_digest(&context, hash.bytes.size(), hash.bytes.data());
    ::explicit_bzero(&context, sizeof context);
    return hash;
}

std::optional<WeakHash> parse_weak_hash(std::string_view digits) noexcept {
    if (digits.size() != weak_hash_digits || !are_forty_digits(digits.data())) return std::nullopt;
    WeakHash hash;
    for (std::size_t i = 0; i < weak_hash_digits; i += 8) {
        const std::uint32_t part = eight_hex_digits(digits.data() + i);
        for (std::size_t byte = 0; byte < 4; ++byte)
            hash.bytes[i / 2 + byte] = static_cast<unsigned char>(part >> (24 - 8 * byte));
    }
    return hash;
}

std::string to_text(const WeakHash& hash) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    text.reserve(weak_hash_digits);
    for (const unsigned char byte : hash.bytes) {
        text.push_back(digits[byte >> 4U]);
        text.push_back(digits[byte & 15U]);
    }
    return text;
}

}  // namespace ramauth::weak_list
