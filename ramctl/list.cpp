// SPDX-License-Identifier: LGPL-2.1-or-later
#include <algorithm>

#include "ramctl/json_output.h"
#include "ramctl/profile_pages.h"
#include "ramctl/profile_text.h"
#include "ramctl/report.h"
#include "ramctl/time_text.h"
#include "ramctl/verbs.h"

namespace ramctl {
namespace {

void print_table(Environment& environment, const std::vector<Fields>& profiles) {
    Table table({"USER", "STATUS", "PASSWORD", "EXPIRES", "LAST LOGON", "REMARKS"});
    for (const auto& profile : profiles) {
        table.add({profile.text("UserName"), status_cell(profile), password_cell(profile),
                   readable(profile.time("PasswordExpireTime"), environment.now),
                   readable(profile.time("LastSessionTime"), environment.now),
                   remarks(profile, environment.now)});
    }
    table.print(environment.out, environment.colour);
}

// Nothing is known of a damaged record: it is not called idle.
bool is_idle(const Fields& profile, unsigned days, Timestamp now) {
    const Timestamp logon = profile.time("LastSessionTime");
    const Timestamp since = logon == ramauth::never ? profile.time("CreateDate") : logon;
    if (since == ramauth::never) return false;
    // A logon may have come since this run of ramctl began.
    return std::max(now - since, Timestamp::duration::zero()) >= std::chrono::days(days);
}

}  // namespace

ExitStatus run(const ListVerb& verb, Environment& environment) {
    Fields filter;
    if (verb.status) filter.add("Status", *verb.status);
    if (verb.password_status) filter.add("PasswordStatus", *verb.password_status);
    auto answer = all_profiles(environment.client, filter);
    if (const auto status = refused(environment.err, answer)) return *status;
    auto& profiles = std::get<std::vector<Fields>>(answer);
    if (verb.idle_days)
        std::erase_if(profiles, [&](const Fields& profile) {
            return !is_idle(profile, *verb.idle_days, environment.now);
        });
    if (environment.json)
        print_json(environment, to_json(profiles));
    else
        print_table(environment, profiles);
    return ExitStatus::ok;
}

}  // namespace ramctl
