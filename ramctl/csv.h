// SPDX-License-Identifier: LGPL-2.1-or-later
// Comma separated values as RFC 4180 has them, strictly: fields with a comma, a quote or a line
// feed stand in quotes. Lines end with CRLF or LF; empty ones are passed over.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ramctl {

struct CsvRecord {
    std::size_t line = 0;  // on which it begins, from 1
    std::vector<std::string> fields;
};

struct CsvFault {
    std::size_t line = 0;
    std::string sentence;
};

// All records, or the first fault. A record has as many fields as the first one. NUL is a fault.
[[nodiscard]] std::variant<std::vector<CsvRecord>, CsvFault> parse_csv(std::string_view text);

}  // namespace ramctl
