// SPDX-License-Identifier: LGPL-2.1-or-later
// Text of ramd, made ready for a conversation: lines of their own, and without the number of the
// request, which is for the administrator.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ramauth::pam {

struct MessageText {
    std::vector<std::string> lines;
    std::string request_id;  // empty if there was none
};

[[nodiscard]] MessageText split_message(std::string_view text);

}  // namespace ramauth::pam
