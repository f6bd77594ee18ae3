// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/user_rows.h"

#include <algorithm>
#include <array>
#include <map>

#include "ramctl/csv.h"
#include "ramctl/report.h"

namespace ramctl {
namespace {

using Complaint = std::optional<std::string>;

// Reads one field; an empty one was not given.
struct Column {
    std::string_view name;
    Complaint (*read)(const std::string& text, CreateVerb& into);
};

Complaint read_user(const std::string& text, CreateVerb& into) {
    into.user = text;
    if (ramauth::UserName::parse(text)) return std::nullopt;
    return "'" + text + "' cannot be the name of an account";
}

Complaint read_email(const std::string& text, CreateVerb& into) {
    if (!text.empty()) into.options.email = text;
    return std::nullopt;
}

Complaint read_mobile(const std::string& text, CreateVerb& into) {
    if (!text.empty()) into.options.mobile = text;
    return std::nullopt;
}

Complaint read_status(const std::string& text, CreateVerb& into) {
    into.inactive = text == "inactive";
    if (text.empty() || text == "active" || text == "inactive") return std::nullopt;
    return "status must be active or inactive, not '" + text + "'";
}

Complaint read_flag(const char* name, const std::string& text, std::optional<bool>& into) {
    if (text == "yes" || text == "no") into = text == "yes";
    if (text.empty() || into) return std::nullopt;
    return std::string(name) + " must be yes or no, not '" + text + "'";
}

Complaint read_reset_required(const std::string& text, CreateVerb& into) {
    return read_flag("reset-required", text, into.options.reset_required);
}

Complaint read_mfa_required(const std::string& text, CreateVerb& into) {
    return read_flag("mfa-required", text, into.options.mfa_required);
}

Complaint read_system(const std::string& text, CreateVerb& into) {
    std::optional<bool> flag;
    auto complaint = read_flag("system", text, flag);
    into.system = flag.value_or(false);
    return complaint;
}

constexpr std::array columns{Column{"user", read_user},
                             Column{"email", read_email},
                             Column{"mobile", read_mobile},
                             Column{"status", read_status},
                             Column{"reset-required", read_reset_required},
                             Column{"mfa-required", read_mfa_required},
                             Column{"system", read_system}};

Refusal wrong_line(const std::string& file, std::size_t line, const std::string& sentence) {
    return wrong_usage(file + ":" + std::to_string(line) + ": " + sentence);
}

using Header = std::vector<const Column*>;

std::variant<Header, Complaint> read_header(const CsvRecord& record) {
    Header header;
    for (const auto& name : record.fields) {
        const auto* column = std::find_if(columns.begin(), columns.end(),
                                          [&](const Column& known) { return known.name == name; });
        if (column == columns.end())
            return Complaint(
                "'" + name +
                "' is no column: there are user, email, mobile, status, reset-required, "
                "mfa-required and system");
        if (std::find(header.begin(), header.end(), column) != header.end())
            return Complaint("the column " + name + " is there twice");
        header.push_back(column);
    }
    if (std::find(header.begin(), header.end(), columns.data()) == header.end())
        return Complaint("the first line names the columns, and there is no column user");
    return header;
}

std::variant<UserRow, Complaint> read_row(const Header& header, const CsvRecord& record) {
    CreateVerb create;
    create.source = PasswordSource::generated;
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (auto complaint = header[i]->read(record.fields[i], create)) return complaint;
    }
    return UserRow{record.line, *ramauth::UserName::parse(create.user), std::move(create)};
}

}  // namespace

std::variant<std::vector<UserRow>, Refusal> parse_user_rows(std::string_view text,
                                                            const std::string& file) {
    const auto parsed = parse_csv(text);
    if (const auto* fault = std::get_if<CsvFault>(&parsed))
        return wrong_line(file, fault->line, fault->sentence);
    const auto& records = std::get<std::vector<CsvRecord>>(parsed);
    if (records.empty()) return wrong_line(file, 1, "there is no header line");
    const auto read = read_header(records.front());
    if (const auto* complaint = std::get_if<Complaint>(&read))
        return wrong_line(file, records.front().line, complaint->value());
    std::vector<UserRow> rows;
    std::map<std::string, std::size_t> seen;  // user, line
    for (std::size_t i = 1; i < records.size(); ++i) {
        auto row = read_row(std::get<Header>(read), records[i]);
        if (const auto* complaint = std::get_if<Complaint>(&row))
            return wrong_line(file, records[i].line, complaint->value());
        auto& good = std::get<UserRow>(row);
        const auto [other, is_new] = seen.try_emplace(good.create.user, good.line);
        if (!is_new)
            return wrong_line(
                file, good.line,
                good.create.user + " is in line " + std::to_string(other->second) + " already");
        rows.push_back(std::move(good));
    }
    return rows;
}

}  // namespace ramctl
