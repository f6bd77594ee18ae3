// SPDX-License-Identifier: LGPL-2.1-or-later
// The head of a mail (RFC 5322), with the empty line behind it; lines end with a line feed, as
// sendmail(8) wants them.
#pragma once

#include <ctime>
#include <string>
#include <string_view>

#include "ramd/courier/request.h"

namespace ramd::courier {

// `from` is empty or is_mail_address(); where it is empty, the mail system adds what it thinks
// right.
[[nodiscard]] std::string mail_head(const Request& request, std::string_view from, std::time_t now);

}  // namespace ramd::courier
