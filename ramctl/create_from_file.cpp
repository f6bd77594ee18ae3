// SPDX-License-Identifier: LGPL-2.1-or-later
// Each row is done or not done, and its password is on disk before the next one begins; signals
// wait until then. Run again, it does the rest.
#include <algorithm>
#include <cerrno>
#include <exception>
#include <fstream>
#include <iterator>
#include <ostream>
#include <sstream>
#include <system_error>

#include "ramctl/create_profile.h"
#include "ramctl/json_output.h"
#include "ramctl/password_file.h"
#include "ramctl/progress.h"
#include "ramctl/report.h"
#include "ramctl/table.h"
#include "ramctl/user_rows.h"

namespace ramctl {
namespace {

namespace json = boost::json;

enum class Outcome { made, already_there, not_done, not_tried };

struct RowReport {
    Outcome outcome = Outcome::not_tried;
    std::string code;
    std::string why;
};

struct Batch {
    const std::vector<UserRow>& rows;
    PasswordFile& passwords;
    std::vector<RowReport> reports;  // of the rows that were tried
    std::string stopped;             // why the others were not
};

RowReport made(Batch& batch, const UserRow& row, const WrittenProfile& written) {
    if (!written.generated_password)
        return {Outcome::not_done, "ServiceFailure",
                "the login profile was made, but ramd sent no password for it"};
    if (batch.passwords.append(row.user, *written.generated_password))
        return {Outcome::made, {}, {}};
    const std::string why = std::generic_category().message(errno);
    batch.stopped = "the passwords file cannot be written (" + why + ")";
    return {Outcome::not_done, "ServiceFailure",
            "the login profile was made, but its password could not be written (" + why +
                "): run ramctl reset-password --generate " + row.user.str()};
}

RowReport already_there(const Batch& batch, const UserRow& row) {
    RowReport report{Outcome::already_there, {}, {}};
    if (!batch.passwords.has(row.user))
        report.why = "no password for it in " + batch.passwords.path() +
                     ": ramctl reset-password --generate " + row.user.str() + " makes one";
    return report;
}

RowReport refused_row(Batch& batch, const UserRow& row, const Refusal& refusal) {
    if (refusal.code == Code::login_profile_exists) return already_there(batch, row);
    // The other rows would be refused as well, and polkit ask for each.
    if (refusal.code == Code::no_permission) batch.stopped = "this is not permitted";
    return {Outcome::not_done, ramauth::code_text(refusal.code, refusal.field), refusal.sentence};
}

// A fault is no reason to lose the report of what was done before it.
RowReport do_row(Environment& environment, Batch& batch, const UserRow& row) try {
    std::optional<SignalHold> hold;
    const auto answer = make_profile(row.create, row.user, environment, hold);
    if (const auto* written = std::get_if<WrittenProfile>(&answer))
        return made(batch, row, *written);
    if (const auto* refusal = std::get_if<Refusal>(&answer))
        return refused_row(batch, row, *refusal);
    batch.stopped = "ramd did not answer";
    const auto& unanswered = std::get<NoAnswer>(answer);
    return {Outcome::not_done, "ServiceFailure",
            "ramd does not answer (" + unanswered.detail + ")" +
                (unanswered.maybe_done ? "; the profile may have been made" : "")};
} catch (const std::exception& fault) {
    batch.stopped = fault.what();
    return {Outcome::not_done, "ServiceFailure", fault.what()};
}

void do_rows(Environment& environment, Batch& batch) {
    Progress progress(environment, "accounts", batch.rows.size());
    for (const auto& row : batch.rows) {
        if (SignalHold::asked_to_end()) batch.stopped = "a signal came";
        if (!batch.stopped.empty()) return;
        // Remarks of a row must not run into the line of the progress.
        std::ostringstream remarks;
        Environment quiet{
            environment.client,   environment.terminal,  environment.shadow, environment.events,
            environment.accounts, environment.processes, environment.out,    remarks,
            environment.caller,   environment.now};
        batch.reports.push_back(do_row(quiet, batch, row));
        if (!remarks.str().empty()) progress.clear();
        environment.err << remarks.str();
        progress.at(batch.reports.size());
    }
}

RowReport report_of(const Batch& batch, std::size_t row) {
    if (row < batch.reports.size()) return batch.reports[row];
    return {Outcome::not_tried, {}, batch.stopped};
}

Cell outcome_cell(Outcome outcome) {
    switch (outcome) {
        case Outcome::made:
            return {"made", Colour::green};
        case Outcome::already_there:
            return {"already there"};
        case Outcome::not_done:
            return {"not done", Colour::red};
        case Outcome::not_tried:
            return {"not tried", Colour::yellow};
    }
    return {"-"};
}

const char* outcome_word(Outcome outcome) {
    switch (outcome) {
        case Outcome::made:
            return "Made";
        case Outcome::already_there:
            return "AlreadyThere";
        case Outcome::not_done:
            return "NotDone";
        case Outcome::not_tried:
            return "NotTried";
    }
    return "";
}

std::size_t count(const Batch& batch, Outcome outcome) {
    std::size_t found =
        outcome == Outcome::not_tried ? batch.rows.size() - batch.reports.size() : 0;
    for (const auto& report : batch.reports) found += report.outcome == outcome ? 1 : 0;
    return found;
}

json::object document(const Batch& batch) {
    json::array rows;
    for (std::size_t i = 0; i < batch.rows.size(); ++i) {
        const RowReport report = report_of(batch, i);
        json::object row{{"Line", batch.rows[i].line},
                         {"UserName", batch.rows[i].user.str()},
                         {"Outcome", outcome_word(report.outcome)}};
        if (!report.code.empty()) row["Code"] = report.code;
        if (!report.why.empty()) row["Reason"] = report.why;
        rows.push_back(std::move(row));
    }
    return {{"Passwords", batch.passwords.path()},
            {"Made", count(batch, Outcome::made)},
            {"AlreadyThere", count(batch, Outcome::already_there)},
            {"NotDone", count(batch, Outcome::not_done)},
            {"NotTried", count(batch, Outcome::not_tried)},
            {"Rows", std::move(rows)}};
}

void print_table(Environment& environment, const Batch& batch) {
    Table table({"LINE", "USER", "OUTCOME", "WHY"});
    for (std::size_t i = 0; i < batch.rows.size(); ++i) {
        const RowReport report = report_of(batch, i);
        const std::string code = report.code.empty() ? std::string() : report.code + ": ";
        table.add({std::to_string(batch.rows[i].line), batch.rows[i].user.str(),
                   outcome_cell(report.outcome), code + report.why});
    }
    table.print(environment.out, environment.colour);
}

ExitStatus tell(Environment& environment, const Batch& batch) {
    if (environment.json)
        print_json(environment, document(batch));
    else
        print_table(environment, batch);
    environment.out << std::flush;
    const std::size_t left = count(batch, Outcome::not_done) + count(batch, Outcome::not_tried);
    if (count(batch, Outcome::made) != 0)
        environment.err << "The passwords are in " << batch.passwords.path() << ".\n";
    if (left != 0)
        environment.err << left << " of " << batch.rows.size()
                        << " were not done. Run the same again for them.\n";
    const auto lost = static_cast<std::size_t>(
        std::count_if(batch.reports.begin(), batch.reports.end(), [](const RowReport& report) {
            return report.outcome == Outcome::already_there && !report.why.empty();
        }));
    if (lost != 0)
        environment.err << lost << " have a profile whose password is not in "
                        << batch.passwords.path() << ".\n";
    return left == 0 ? ExitStatus::ok : ExitStatus::attention;
}

std::variant<std::vector<UserRow>, Refusal> read_rows(const CreateFromFileVerb& verb) {
    std::ifstream file(verb.file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file.is_open() || file.bad())
        return wrong_usage(verb.file +
                           " cannot be read: " + std::generic_category().message(errno));
    auto rows = parse_user_rows(text, verb.file);
    if (auto* good = std::get_if<std::vector<UserRow>>(&rows)) {
        for (auto& row : *good) row.create.keep_shadow = verb.keep_shadow;
    }
    return rows;
}

}  // namespace

ExitStatus run(const CreateFromFileVerb& verb, Environment& environment) {
    const auto rows = read_rows(verb);
    if (const auto* refusal = std::get_if<Refusal>(&rows)) return report(environment.err, *refusal);
    auto opened =
        PasswordFile::open(verb.passwords.empty() ? verb.file + ".passwords" : verb.passwords);
    if (const auto* refusal = std::get_if<Refusal>(&opened))
        return report(environment.err, *refusal);
    Batch batch{std::get<std::vector<UserRow>>(rows), std::get<PasswordFile>(opened), {}, {}};
    if (verb.keep_shadow)
        environment.err << "Risk: the passwords in /etc/shadow stay valid beside these, past "
                           "every policy.\n";
    // What came meanwhile takes effect after the report.
    const SignalHold hold;
    do_rows(environment, batch);
    return tell(environment, batch);
}

}  // namespace ramctl
