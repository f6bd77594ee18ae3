// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/factor/recovery_codes.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "ramd/factor/totp.h"

namespace ramd {
namespace {

using ramauth::Secret;

constexpr std::size_t random_bytes = 10;  // 80 bits, 16 letters
constexpr std::size_t letters = 16;
constexpr std::size_t salt_size = 16;
constexpr std::size_t hash_size = 32;
constexpr std::size_t hex_size = 2 * (salt_size + hash_size);

using Salted = std::array<unsigned char, salt_size + hash_size>;

char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// The letters alone. Longer than a code by no more than a letter, whatever was typed.
Secret bare(std::string_view typed) {
    Secret text(letters + 1);
    for (const char c : typed) {
        if (c == '-' || c == ' ') continue;
        if (text.size() > letters) break;
        text.push_back(upper(c));
    }
    return text;
}

void hash_into(Salted& salted, const Secret& code) {
    ::crypto_generichash(salted.data() + salt_size, hash_size,
                         reinterpret_cast<const unsigned char*>(code.view().data()), code.size(),
                         salted.data(), salt_size);
}

std::string hex(const Salted& salted) {
    std::string text(hex_size + 1, '\0');
    ::sodium_bin2hex(text.data(), text.size(), salted.data(), salted.size());
    text.resize(hex_size);
    return text;
}

bool same(const Secret& code, const std::string& hash) {
    Salted kept{};
    std::size_t size = 0;
    if (::sodium_hex2bin(kept.data(), kept.size(), hash.data(), hash.size(), nullptr, &size,
                         nullptr) != 0 ||
        size != kept.size())
        return false;
    Salted made{};
    std::copy_n(kept.begin(), salt_size, made.begin());
    hash_into(made, code);
    return ::sodium_memcmp(kept.data(), made.data(), kept.size()) == 0;
}

}  // namespace

Secret new_recovery_code() {
    Secret random(random_bytes);
    ::randombytes_buf(random.buffer().data(), random_bytes);
    random.resize(random_bytes);
    const Secret text = base32_of(random.view());
    Secret code(letters + letters / 4 - 1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i > 0 && i % 4 == 0) code.push_back('-');
        code.push_back(text.view()[i]);
    }
    return code;
}

std::optional<Secret> letters_of_code(std::string_view typed) {
    Secret text = bare(typed);
    if (text.size() != letters) return std::nullopt;
    return text;
}

std::string hash_recovery_code(std::string_view code) {
    Salted salted{};
    ::randombytes_buf(salted.data(), salt_size);
    hash_into(salted, bare(code));
    return hex(salted);
}

std::optional<std::size_t> match_recovery_code(std::string_view code,
                                               const std::vector<std::string>& hashes) {
    const Secret typed = bare(code);
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        if (same(typed, hashes[i]) && !found) found = i;
    }
    return typed.size() == letters ? found : std::nullopt;
}

bool is_recovery_hash(std::string_view text) {
    return text.size() == hex_size && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

}  // namespace ramd
