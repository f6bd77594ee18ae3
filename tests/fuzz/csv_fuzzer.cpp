// SPDX-License-Identifier: LGPL-2.1-or-later
// `ramctl create --from-file`: any text is refused with file and line, or read; and what was read
// means the same when it is written again with every field in quotes.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "ramctl/csv.h"
#include "ramctl/user_rows.h"

namespace {

using Records = std::vector<ramctl::CsvRecord>;

void require(bool holds) {
    if (!holds) std::abort();
}

std::string written(const Records& records) {
    std::string text;
    for (const auto& record : records) {
        for (const auto& field : record.fields) {
            text += text.empty() || text.back() == '\n' ? "\"" : ",\"";
            for (const char c : field) text.append(c == '"' ? 2 : 1, c);
            text += '"';
        }
        text += "\r\n";
    }
    return text;
}

bool same(const Records& left, const Records& right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const auto& a, const auto& b) { return a.fields == b.fields; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto lines = 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    const auto parsed = ramctl::parse_csv(text);
    if (const auto* fault = std::get_if<ramctl::CsvFault>(&parsed)) {
        require(fault->line >= 1 && fault->line <= lines && !fault->sentence.empty());
    } else {
        const auto& records = std::get<Records>(parsed);
        for (const auto& record : records)
            require(record.fields.size() == records.front().fields.size());
        const auto again = ramctl::parse_csv(written(records));
        require(std::holds_alternative<Records>(again));
        require(same(records, std::get<Records>(again)));
    }
    const auto rows = ramctl::parse_user_rows(text, "users.csv");
    if (const auto* refusal = std::get_if<ramauth::Refusal>(&rows))
        require(refusal->sentence.starts_with("users.csv:"));
    else
        for (const auto& row : std::get<std::vector<ramctl::UserRow>>(rows))
            require(row.user.str() == row.create.user && row.line >= 1 && row.line <= lines);
    return 0;
}
