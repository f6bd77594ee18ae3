// SPDX-License-Identifier: LGPL-2.1-or-later
// What ramd says of its weak list (GetWeakListInfo), for people.
#pragma once

#include <string>

#include "ramctl/environment.h"
#include "ramctl/table.h"
#include "shared/error_code.h"

namespace ramctl {

// A sentence where passwords are not looked up as they should be; empty where all is well.
[[nodiscard]] std::string weak_list_trouble(const Fields& info);

// The list in a line: "1,234,567 entries, of 2026-02-01".
[[nodiscard]] Cell weak_list_cell(const Fields& info);

// "18 bits an entry: one wrong refusal in 65,536".
[[nodiscard]] std::string width_text(unsigned bits_per_entry, std::uint64_t one_wrong_refusal_in);
// "a corpus, of 2026-02-01"; "-" where nobody said so.
[[nodiscard]] std::string origin_text(const std::string& source, Timestamp date);

// Prints it, as text or JSON. Attention where there is trouble.
[[nodiscard]] ramauth::ExitStatus tell_weak_list(Environment& environment, const Fields& info);

}  // namespace ramctl
