// SPDX-License-Identifier: LGPL-2.1-or-later
// Verification codes: typed at the terminal, where they are seen, or a line of standard input each
// where that is no terminal. Never an argument.
#pragma once

#include <variant>

#include "ramctl/environment.h"
#include "shared/error_code.h"

namespace ramctl {

enum class CodeKind {
    totp,              // the six digits that a device shows
    totp_or_recovery,  // or a recovery code
};

using CodeLine = std::variant<Secret, ramauth::Refusal>;

// The next code, without blanks. What cannot be one is refused here, so that it does not count as
// a guess; a person is asked again, three times in all. `not_this`, where given: the code before,
// which cannot be the next one as well.
[[nodiscard]] CodeLine next_code(Environment& environment, CodeKind kind,
                                 const Secret* not_this = nullptr);

}  // namespace ramctl
