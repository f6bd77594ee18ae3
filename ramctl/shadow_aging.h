// SPDX-License-Identifier: LGPL-2.1-or-later
// What a create takes away from an account's entry in /etc/shadow, as the text that ramd keeps
// with the profile (ShadowAging), so that it can be given back:
// "lock=hash last=19700 min=0 max=99999 warn=7 inactive=-1".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ramctl {

enum class ShadowLock {
    none,   // there was nothing that could be typed: left as it was
    hash,   // a password that worked: '!' was set before it
    empty,  // no password was needed: '!' was set
};

struct ShadowAging {
    static constexpr long unset = -1;  // an empty field of shadow(5)

    ShadowLock lock = ShadowLock::none;
    long last_change = unset;  // day; 0 demands a change at the next logon
    long minimum = unset;
    long maximum = unset;
    long warning = unset;
    long inactive = unset;

    [[nodiscard]] bool has_aging() const {
        return last_change != unset || minimum != unset || maximum != unset || warning != unset ||
               inactive != unset;
    }
    [[nodiscard]] std::string text() const;
    [[nodiscard]] static std::optional<ShadowAging> parse(std::string_view text);

    friend bool operator==(const ShadowAging&, const ShadowAging&) = default;
};

}  // namespace ramctl
