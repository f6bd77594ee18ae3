// SPDX-License-Identifier: LGPL-2.1-or-later
// What the end of the sessions leaves running. Asks neither ramd nor the bus nor logind: it answers
// also when they are away, which is when something may have been left.
#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <utility>

#include "ramctl/json_output.h"
#include "ramctl/report.h"
#include "ramctl/table.h"
#include "ramctl/time_text.h"
#include "ramctl/verbs.h"

namespace ramctl {
namespace {

namespace json = boost::json;
using ramauth::Uid;

constexpr Uid root{0};

// What a process chose to be called, and what a user called a cgroup: printing ASCII of it.
std::string plain(std::string_view text) {
    std::string shown(text);
    std::replace_if(
        shown.begin(), shown.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return shown;
}

// Nobody logged on to start the services of the host; what somebody made root in a session counts.
bool is_of(const Process& process, Uid account) {
    if (account == root && !process.login_uid) return false;
    return process.uids.has(account) || process.login_uid == account;
}

struct Row {
    Process process;
    Uid user;
    bool in_own_manager = false;
};

class Leftover {
public:
    // Without `account`: of every managed one but uid 0.
    Leftover(const Accounts& accounts, std::optional<Uid> account)
        : accounts_(accounts), account_(account) {}

    void look_at(const Process& process) {
        std::optional<Row> row;
        for (const Uid account : accounts_of(process)) {
            if (!is_of(process, account) || is_in_own_session(process, account)) continue;
            const bool in_own_manager = process.place.manager_of == account;
            if (row && in_own_manager) continue;
            const bool by_uid = process.uids.has(account);
            row = Row{process, by_uid ? account : process.uids.real, in_own_manager};
        }
        if (row) rows_.push_back(std::move(*row));
    }

    // What wants attention first, then by number.
    [[nodiscard]] std::vector<Row> rows() && {
        std::sort(rows_.begin(), rows_.end(), [](const Row& left, const Row& right) {
            if (left.in_own_manager != right.in_own_manager) return right.in_own_manager;
            return left.process.pid < right.process.pid;
        });
        return std::move(rows_);
    }

private:
    [[nodiscard]] std::set<Uid> accounts_of(const Process& process) {
        if (account_) return {*account_};
        const auto& uids = process.uids;
        std::set<Uid> managed;
        for (const auto uid : {std::optional(uids.real), std::optional(uids.effective),
                               std::optional(uids.saved), process.login_uid})
            if (uid && is_managed(*uid)) managed.insert(*uid);
        return managed;
    }

    [[nodiscard]] bool is_managed(Uid uid) {
        if (uid == root) return false;
        const auto [known, is_new] = managed_.try_emplace(uid, false);
        if (is_new) {
            const auto name = accounts_.name_of(uid);
            const auto user = name ? UserName::parse(*name) : std::nullopt;
            known->second = user && accounts_.is_managed(*user);
        }
        return known->second;
    }

    // A scope that is only called so is none of logind's.
    [[nodiscard]] bool is_in_own_session(const Process& process, Uid account) const {
        const auto& place = process.place;
        return place.session_of == account && accounts_.session_user(place.session) == account;
    }

    const Accounts& accounts_;
    std::optional<Uid> account_;
    std::map<Uid, bool> managed_;
    std::vector<Row> rows_;
};

// Nothing: all that are managed.
std::variant<std::optional<Uid>, Refusal> wanted_account(const Environment& environment,
                                                         const LeftoverVerb& verb) {
    std::optional<Uid> wanted;
    if (verb.user) {
        const auto account = account_named(*verb.user);
        if (const auto* refusal = std::get_if<Refusal>(&account)) return *refusal;
        wanted = environment.accounts.uid_of(std::get<UserName>(account));
        if (!wanted)
            return Refusal{Code::no_such_user, "There is no such account on this host.", {}};
    }
    return wanted;
}

class Names {
public:
    explicit Names(const Accounts& accounts) : accounts_(accounts) {}
    // The number where the account is gone.
    const std::string& of(Uid uid) {
        const auto [known, is_new] = names_.try_emplace(uid);
        if (is_new)
            known->second = plain(accounts_.name_of(uid).value_or(std::to_string(uid.value)));
        return known->second;
    }

private:
    const Accounts& accounts_;
    std::map<Uid, std::string> names_;
};

void print_table(Environment& environment, const std::vector<Row>& rows, Names& names) {
    Table table({"PID", "USER", "LOGIN USER", "UNIT", "SINCE", "COMMAND"});
    for (const auto& [process, user, in_own_manager] : rows) {
        const auto& place = process.place;
        std::string unit = plain(place.unit);
        if (place.session_of) unit.append(" of ").append(names.of(*place.session_of));
        table.add({std::to_string(process.pid), names.of(user),
                   process.login_uid ? names.of(*process.login_uid) : "-", unit,
                   readable(process.started, environment.now), plain(process.command)});
    }
    table.print(environment.out, environment.colour);
}

json::value name_or_null(std::optional<Uid> uid, Names& names) {
    return uid ? json::value(names.of(*uid)) : json::value(nullptr);
}

void print_array(Environment& environment, const std::vector<Row>& rows, Names& names) {
    json::array array;
    for (const auto& [process, user, in_own_manager] : rows)
        array.push_back(json::object{{"Process", process.pid},
                                     {"User", names.of(user)},
                                     {"LoginUser", name_or_null(process.login_uid, names)},
                                     {"Unit", plain(process.place.unit)},
                                     {"SessionUser", name_or_null(process.place.session_of, names)},
                                     {"UserManager", in_own_manager},
                                     {"Started", to_json(Value(process.started))},
                                     {"Command", plain(process.command)}});
    print_json(environment, array);
}

void remark(Environment& environment, std::ptrdiff_t in_own_manager) {
    if (!environment.processes.have_login_uids())
        environment.err << "This kernel keeps no login uids: what runs as somebody else by now is "
                           "not found.\n";
    if (in_own_manager > 0 && !environment.json)
        environment.err << in_own_manager
                        << " under user managers, which run without a session, are not counted as "
                           "left over.\n";
}

}  // namespace

ExitStatus run(const LeftoverVerb& verb, Environment& environment) {
    if (!environment.caller.is_root())
        return report(environment.err,
                      Refusal{Code::no_permission,
                              "only root sees the processes of everybody: --leftover is for root",
                              {}});
    const auto account = wanted_account(environment, verb);
    if (const auto* refusal = std::get_if<Refusal>(&account))
        return report(environment.err, *refusal);
    Leftover leftover(environment.accounts, std::get<std::optional<Uid>>(account));
    environment.processes.for_each([&](const Process& process) { leftover.look_at(process); });
    const auto rows = std::move(leftover).rows();
    Names names(environment.accounts);
    if (environment.json)
        print_array(environment, rows, names);
    else
        print_table(environment, rows, names);
    const auto stays =
        std::count_if(rows.begin(), rows.end(), [](const Row& row) { return row.in_own_manager; });
    remark(environment, stays);
    return std::cmp_equal(stays, rows.size()) ? ExitStatus::ok : ExitStatus::attention;
}

}  // namespace ramctl
