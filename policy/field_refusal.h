// SPDX-License-Identifier: LGPL-2.1-or-later
// How a change to a table of fields is refused: the code, the field and the sentence. Used by the
// password policy and by the security preference alike.
#pragma once

#include <string>
#include <string_view>

#include "shared/error_code.h"

namespace ramauth::policy {

// `table` is what the sentence calls it: "the policy". A name that could not stand in an error's
// name is not repeated: the field is then "Changes".
[[nodiscard]] Refusal unknown_field(std::string_view name, std::string_view table);

[[nodiscard]] Refusal nothing_to_change();

// `wanted` says what the field is: "true or false".
[[nodiscard]] Refusal wrong_format(std::string_view field, std::string_view wanted);

[[nodiscard]] Refusal out_of_range(std::string_view field, unsigned minimum, unsigned maximum,
                                   unsigned value);

}  // namespace ramauth::policy
