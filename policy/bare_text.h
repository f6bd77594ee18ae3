// SPDX-License-Identifier: LGPL-2.1-or-later
// A text as one hears it: without case (Unicode's full case folding), accents, width and other
// forms of the same character (NFKD), and what cannot be seen. For comparing, never for keeping.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "shared/secret.h"

namespace ramauth::policy {

// On memory that is wiped.
class BareText {
public:
    explicit BareText(std::span<const char32_t> text);
    // Valid while this lives. Up to four code points for each one of the text.
    [[nodiscard]] std::u32string_view view() const;

private:
    Secret memory_;
    std::size_t count_ = 0;
};

// Of UTF-8 that is no secret, and not wiped; U+FFFD for what is none.
[[nodiscard]] std::u32string bare_name(std::string_view name);

// Letters of any script; decimal digits of any script; everything else.
enum class Sign { letter, digit, symbol };
[[nodiscard]] Sign sign_of(char32_t point);

// In which groups of characters that people write for each other, as a, 4 and @, a code point of a
// bare text is: one bit each.
[[nodiscard]] unsigned look_alikes(char32_t point);

}  // namespace ramauth::policy
