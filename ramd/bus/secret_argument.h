// SPDX-License-Identifier: LGPL-2.1-or-later
// A secret that came as a descriptor: read once, overwritten and closed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shared/error_code.h"
#include "shared/fd.h"
#include "shared/secret.h"

namespace ramd {

// Not the kind of memfd that a secret travels in.
[[nodiscard]] ramauth::Refusal secret_malformed();

// The same of one that may be longer: a page of lines.
[[nodiscard]] ramauth::Refusal lines_malformed();

// An unknown key, a value of a wrong type or one that the key does not take. A key that cannot
// stand in an error's name is called "Key" in it.
[[nodiscard]] ramauth::Refusal wrong_format(std::string_view key, std::string_view wanted);

// Where something is wrong, `refusal` is set and the rest of the dictionary need not be read.
void take_secret(std::optional<ramauth::UniqueFd> fd, std::string_view key,
                 std::optional<ramauth::Secret>& into, std::optional<ramauth::Refusal>& refusal);

}  // namespace ramd
