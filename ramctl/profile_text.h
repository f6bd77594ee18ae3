// SPDX-License-Identifier: LGPL-2.1-or-later
// A login profile in words for people.
#pragma once

#include <string>

#include "ramctl/environment.h"
#include "ramctl/table.h"

namespace ramctl {

[[nodiscard]] Cell status_cell(const Fields& profile);
[[nodiscard]] Cell password_cell(const Fields& profile);
// What wants attention in one profile, comma separated; empty where nothing does.
[[nodiscard]] std::string remarks(const Fields& profile, Timestamp now);

// `mfa`: what GetMFAInfo says; null where it said nothing.
void print_profile(Environment& environment, const Fields& profile, const Fields* mfa = nullptr);

// A value as text: yes and no, times readable.
[[nodiscard]] std::string value_text(const Value& value, Timestamp now);

}  // namespace ramctl
