// SPDX-License-Identifier: LGPL-2.1-or-later
// What `next` of a reply still wants: a code that came one of these ways, or a device to be bound.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace ramauth::pam {

struct FactorWays {
    bool totp = false;
    bool email = false;
    bool sms = false;
    bool recovery_code = false;
    bool bind = false;  // and nothing else

    // Ways of a newer ramd are left out. Nothing where none is left, or "bind" is one among others.
    [[nodiscard]] static std::optional<FactorWays> of(const std::vector<std::string>& next);

    [[nodiscard]] bool can_be_sent() const { return email || sms; }
    // Whether one has to be sent before there can be any answer but a recovery code.
    [[nodiscard]] bool must_be_sent() const { return can_be_sent() && !totp; }
    // "the code that your authenticator app shows or a recovery code"; empty if nothing is at hand.
    [[nodiscard]] std::string at_hand() const;
    // The same, with what can be sent, as a sentence.
    [[nodiscard]] std::string sentence() const;
};

}  // namespace ramauth::pam
