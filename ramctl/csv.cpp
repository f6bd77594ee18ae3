// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/csv.h"

#include <optional>

namespace ramctl {
namespace {

class Parser {
public:
    explicit Parser(std::string_view text) : rest_(text) {
        constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
        if (rest_.starts_with(byte_order_mark)) rest_.remove_prefix(byte_order_mark.size());
    }

    std::variant<std::vector<CsvRecord>, CsvFault> parse() {
        if (rest_.find('\0') != std::string_view::npos) return nul();
        while (!rest_.empty()) {
            if (take_line_end()) continue;
            CsvRecord record{line_, {}};
            if (auto fault = read_record(record)) return std::move(*fault);
            if (!records_.empty() && record.fields.size() != records_.front().fields.size())
                return wrong_count(record);
            records_.push_back(std::move(record));
        }
        return std::move(records_);
    }

private:
    using Fault = std::optional<CsvFault>;

    CsvFault nul() {
        for (const char c : rest_) {
            if (c == '\0') break;
            if (c == '\n') ++line_;
        }
        return {line_, "there is a NUL byte"};
    }
    CsvFault wrong_count(const CsvRecord& record) const {
        return {record.line, std::to_string(record.fields.size()) +
                                 " fields, where the first line has " +
                                 std::to_string(records_.front().fields.size())};
    }
    bool take(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool take_line_end() {
        if (rest_.starts_with("\r\n")) rest_.remove_prefix(1);
        if (!take('\n')) return false;
        ++line_;
        return true;
    }

    Fault read_record(CsvRecord& record) {
        do {
            std::string field;
            auto fault = take('"') ? read_quoted(field) : read_plain(field);
            if (fault) return fault;
            record.fields.push_back(std::move(field));
        } while (take(','));
        if (rest_.empty() || take_line_end()) return std::nullopt;
        return CsvFault{line_, "there is something behind a closing quote"};
    }

    Fault read_plain(std::string& field) {
        while (!rest_.empty() && rest_.front() != ',' && rest_.front() != '\n' &&
               !rest_.starts_with("\r\n")) {
            const char c = rest_.front();
            if (c == '"') return CsvFault{line_, "a quote stands in a field without quotes"};
            if (c == '\r') return CsvFault{line_, "a carriage return stands without a line feed"};
            field.push_back(c);
            rest_.remove_prefix(1);
        }
        return std::nullopt;
    }

    Fault read_quoted(std::string& field) {
        const std::size_t began = line_;
        while (!rest_.empty()) {
            const char c = rest_.front();
            rest_.remove_prefix(1);
            if (c == '"' && !take('"')) return std::nullopt;
            if (c == '\n') ++line_;
            field.push_back(c);
        }
        return CsvFault{began, "a quote is not closed"};
    }

    std::string_view rest_;
    std::size_t line_ = 1;
    std::vector<CsvRecord> records_;
};

}  // namespace

std::variant<std::vector<CsvRecord>, CsvFault> parse_csv(std::string_view text) {
    return Parser(text).parse();
}

}  // namespace ramctl
