// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/factor/totp.h"

#include <liboath/oath.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace ramd {
namespace {

using ramauth::Secret;

constexpr std::int64_t farthest_offset_steps = 20;

int flags_of(TotpAlgorithm algorithm) {
    return algorithm == TotpAlgorithm::sha256 ? OATH_TOTP_HMAC_SHA256 : 0;
}

bool is_code(std::string_view code) {
    return code.size() == totp_digits &&
           std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
}

std::uint64_t step_at(std::int64_t now) {
    return now <= 0 ? 0 : static_cast<std::uint64_t>(now) / totp_step_seconds;
}

using CodeText = std::array<char, totp_digits + 1>;

CodeText code_of(std::string_view seed, TotpAlgorithm algorithm, std::uint64_t step) {
    CodeText code{};
    const int result = ::oath_totp_generate2(
        seed.data(), seed.size(), static_cast<time_t>(step * totp_step_seconds), totp_step_seconds,
        0, totp_digits, flags_of(algorithm), code.data());
    if (result != OATH_OK) throw std::runtime_error(::oath_strerror(result));
    return code;
}

// `code` has the form of one.
bool same_code(const CodeText& made, std::string_view code) {
    return ::sodium_memcmp(made.data(), code.data(), totp_digits) == 0;
}

}  // namespace

Secret new_totp_seed(TotpAlgorithm algorithm) {
    const std::size_t size = algorithm == TotpAlgorithm::sha256 ? 32 : 20;
    Secret seed(size);
    ::randombytes_buf(seed.buffer().data(), size);
    seed.resize(size);
    return seed;
}

// Every step of the window is computed, so that the time does not tell which one it was.
std::optional<std::uint64_t> match_totp(std::string_view seed, TotpAlgorithm algorithm,
                                        std::string_view code, std::int64_t now,
                                        std::uint64_t last_step) {
    if (!is_code(code)) return std::nullopt;
    const std::uint64_t middle = step_at(now);
    std::optional<std::uint64_t> found;
    for (std::uint64_t step = middle - std::min(middle, totp_window); step <= middle + totp_window;
         ++step) {
        const bool same = same_code(code_of(seed, algorithm, step), code);
        if (same && step > last_step && !found) found = step;
    }
    return found;
}

std::optional<std::uint64_t> match_totp_pair(std::string_view seed, TotpAlgorithm algorithm,
                                             std::string_view first, std::string_view second,
                                             std::int64_t now) {
    if (!is_code(first) || !is_code(second)) return std::nullopt;
    const std::uint64_t middle = step_at(now);
    // The first may have been typed a step ago.
    for (std::uint64_t step = middle - std::min(middle, totp_window + 1);
         step < middle + totp_window; ++step) {
        if (same_code(code_of(seed, algorithm, step), first) &&
            same_code(code_of(seed, algorithm, step + 1), second))
            return step + 1;
    }
    return std::nullopt;
}

std::optional<std::int64_t> totp_offset(std::string_view seed, TotpAlgorithm algorithm,
                                        std::string_view code, std::int64_t now) {
    if (!is_code(code)) return std::nullopt;
    const auto middle = static_cast<std::int64_t>(step_at(now));
    for (std::int64_t away = 0; away <= farthest_offset_steps; ++away) {
        for (const std::int64_t steps : {away, -away}) {
            if (middle + steps < 0) continue;
            const auto step = static_cast<std::uint64_t>(middle + steps);
            if (same_code(code_of(seed, algorithm, step), code))
                return steps * static_cast<std::int64_t>(totp_step_seconds);
        }
    }
    return std::nullopt;
}

Secret base32_of(std::string_view bytes) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    Secret text((bytes.size() * 8 + 4) / 5);
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char byte : bytes) {
        bits = bits << 8U | static_cast<unsigned char>(byte);
        for (held += 8; held >= 5; held -= 5) text.push_back(letters[bits >> (held - 5) & 31U]);
    }
    if (held > 0) text.push_back(letters[bits << (5 - held) & 31U]);
    return text;
}

namespace {

void append(Secret& text, std::string_view more) {
    for (const char byte : more) text.push_back(byte);
}

// RFC 3986, section 2.3: everything but unreserved characters is escaped.
std::string escaped(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            result += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        result += '%';
        result += digits[byte >> 4U];
        result += digits[byte & 15U];
    }
    return result;
}

}  // namespace

Secret totp_uri(std::string_view seed, TotpAlgorithm algorithm, std::string_view user,
                std::string_view host) {
    Secret uri(Secret::max_size);
    const std::string issuer = escaped(host.substr(0, 64));
    append(uri, "otpauth://totp/" + issuer + ':' + escaped(user) + "?secret=");
    append(uri, base32_of(seed).view());
    append(uri, "&issuer=" + issuer +
                    "&algorithm=" + (algorithm == TotpAlgorithm::sha256 ? "SHA256" : "SHA1") +
                    "&digits=6&period=30");
    return uri;
}

}  // namespace ramd
