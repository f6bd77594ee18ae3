// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/argon2_text.h"

#include <sodium.h>

#include <charconv>
#include <span>

namespace ramd {
namespace {

constexpr int base64 = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;

std::string encode(std::span<const unsigned char> bytes) {
    std::string text(sodium_base64_encoded_len(bytes.size(), base64), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), base64);
    text.pop_back();  // the terminating zero
    return text;
}

bool decode(std::string_view text, std::span<unsigned char> into) {
    std::size_t size = 0;
    return sodium_base642bin(into.data(), into.size(), text.data(), text.size(), nullptr, &size,
                             nullptr, base64) == 0 &&
           size == into.size();
}

bool take(std::string_view& text, std::string_view expected) {
    if (!text.starts_with(expected)) return false;
    text.remove_prefix(expected.size());
    return true;
}

bool take_number(std::string_view& text, unsigned& into) {
    if (text.empty() || text.front() < '1' || text.front() > '9') return false;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
    if (error != std::errc{}) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

}  // namespace

std::string format_argon2(const Argon2Text& value) {
    std::string text = "$argon2id$v=19$m=";
    text.append(std::to_string(value.memory_kib)).append(",t=");
    text.append(std::to_string(value.passes)).append(",p=1$");
    return text.append(encode(value.salt)).append("$").append(encode(value.hash));
}

std::optional<Argon2Text> parse_argon2(std::string_view text) {
    Argon2Text value;
    if (!take(text, "$argon2id$v=19$m=") || !take_number(text, value.memory_kib) ||
        !take(text, ",t=") || !take_number(text, value.passes) || !take(text, ",p=1$"))
        return std::nullopt;
    const auto between = text.find('$');
    if (between == std::string_view::npos || !decode(text.substr(0, between), value.salt) ||
        !decode(text.substr(between + 1), value.hash))
        return std::nullopt;
    return value;
}

}  // namespace ramd
