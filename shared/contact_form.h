// SPDX-License-Identifier: LGPL-2.1-or-later
// To whom something may be sent. Narrower than the standards: whatever passes is one recipient for
// every mail system, no option, no list, no program and no file.
#pragma once

#include <string>
#include <string_view>

namespace ramauth {

// NAME@HOST, at most 254 bytes: letters, digits and a few signs of ASCII, no quotes.
[[nodiscard]] bool is_mail_address(std::string_view text);

// Without the blanks, dashes, dots, slashes and brackets that people write into numbers.
[[nodiscard]] std::string bare_number(std::string_view text);

// Three to twenty digits, which may follow a plus sign.
[[nodiscard]] bool is_phone_number(std::string_view text);

}  // namespace ramauth
