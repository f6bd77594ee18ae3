// SPDX-License-Identifier: LGPL-2.1-or-later
// What people are told for each code where nothing more particular is to be said: one sentence that
// says what to do next.
#pragma once

#include "shared/error_code.h"

namespace ramd {

// Not for the two parameter codes, which always have something particular to say.
[[nodiscard]] ramauth::Refusal refuse(ramauth::Code code);

// Of the code parameter_format.
[[nodiscard]] ramauth::Refusal refuse_format(std::string_view field, std::string_view sentence);

// The store is full: nothing was written.
[[nodiscard]] ramauth::Refusal refuse_no_room();

}  // namespace ramd
