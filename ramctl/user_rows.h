// SPDX-License-Identifier: LGPL-2.1-or-later
// The rows of `create --from-file`: a header line names the columns, of which only `user` has to
// be there. Whatever is wrong is found before anything is done.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ramctl/verbs.h"

namespace ramctl {

struct UserRow {
    std::size_t line = 0;
    ramauth::UserName user;
    CreateVerb create;  // with a generated password
};

// `file` is what a fault calls it: "users.csv:3: …".
[[nodiscard]] std::variant<std::vector<UserRow>, ramauth::Refusal> parse_user_rows(
    std::string_view text, const std::string& file);

}  // namespace ramctl
