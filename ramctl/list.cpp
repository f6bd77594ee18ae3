// SPDX-License-Identifier: LGPL-2.1-or-later
// Page by page: a hundred thousand profiles need no more memory than a page of them.
#include <algorithm>
#include <ostream>

#include "ramctl/json_output.h"
#include "ramctl/profile_pages.h"
#include "ramctl/profile_text.h"
#include "ramctl/progress.h"
#include "ramctl/report.h"
#include "ramctl/time_text.h"
#include "ramctl/verbs.h"

namespace ramctl {
namespace {

// Nothing is known of a damaged record: it is not called idle.
bool is_idle(const Fields& profile, unsigned days, Timestamp now) {
    const Timestamp logon = profile.time("LastSessionTime");
    const Timestamp since = logon == ramauth::never ? profile.time("CreateDate") : logon;
    if (since == ramauth::never) return false;
    // A logon may have come since this run of ramctl began.
    return std::max(now - since, Timestamp::duration::zero()) >= std::chrono::days(days);
}

class Pages {
public:
    explicit Pages(Environment& environment)
        : environment_(environment),
          table_({"USER", "STATUS", "PASSWORD", "EXPIRES", "LAST LOGON", "REMARKS"}),
          array_(environment.out) {}

    void print(const std::vector<Fields>& profiles) {
        for (const auto& profile : profiles) {
            if (environment_.json)
                array_.add(to_json(profile));
            else
                add_row(profile);
        }
        table_.print_page(environment_.out, environment_.colour);
    }
    void finish() {
        if (environment_.json)
            array_.finish();
        else
            table_.print(environment_.out, environment_.colour);
    }

private:
    void add_row(const Fields& profile) {
        const Timestamp now = environment_.now;
        table_.add({profile.text("UserName"), status_cell(profile), password_cell(profile),
                    readable(profile.time("PasswordExpireTime"), now),
                    readable(profile.time("LastSessionTime"), now), remarks(profile, now)});
    }

    Environment& environment_;
    Table table_;
    JsonArray array_;
};

}  // namespace

ExitStatus run(const ListVerb& verb, Environment& environment) {
    Fields filter;
    if (verb.status) filter.add("Status", *verb.status);
    if (verb.password_status) filter.add("PasswordStatus", *verb.password_status);
    Pages pages(environment);
    Progress progress(environment, "profiles");
    std::size_t seen = 0;
    const auto answer =
        for_each_page(environment.client, filter, [&](std::vector<Fields> profiles) {
            seen += profiles.size();
            if (verb.idle_days)
                std::erase_if(profiles, [&](const Fields& profile) {
                    return !is_idle(profile, *verb.idle_days, environment.now);
                });
            progress.clear();
            pages.print(profiles);
            environment.out << std::flush;
            progress.at(seen);
        });
    progress.clear();
    if (const auto status = refused(environment.err, answer)) return *status;
    pages.finish();
    return ExitStatus::ok;
}

}  // namespace ramctl
