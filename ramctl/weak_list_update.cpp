// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/weak_list_update.h"

#include <ostream>

#include "ramctl/json_output.h"
#include "ramctl/report.h"
#include "ramctl/table.h"

namespace ramctl {
namespace {

using namespace std::chrono_literals;

constexpr auto look_every = 500ms;
constexpr const char* where_more =
    "; journalctl -u ramd-weak-list-update.service has the whole story";

Refusal failure(std::string sentence) {
    return {Code::service_failure, std::move(sentence), {}};
}

// What forbids to begin.
std::optional<Refusal> hindrance(const WeakListUpdateVerb& verb,
                                 const std::optional<UnitState>& state) {
    if (!state) return failure("systemd does not answer");
    if (state->load != "loaded")
        return failure("there is no ramd-weak-list-update.service on this host");
    if (verb.full && state->active == "activating")
        return Refusal{Code::temporarily_unmodifiable,
                       "an update is under way, and is not a full one: wait for its end, or run "
                       "systemctl stop ramd-weak-list-update.service first",
                       {}};
    return std::nullopt;
}

// Did it end well?
bool wait_for_end(const Environment& environment, UpdateUnit& unit) {
    bool shown = false;
    std::optional<bool> well;
    while (!(well = unit.ended(look_every))) {
        if (!environment.progress) continue;
        const auto state = unit.look();
        if (!state || state->active != "activating" || state->status.empty()) continue;
        environment.err << "\r" << printable(state->status) << "\033[K" << std::flush;
        shown = true;
    }
    if (shown) environment.err << "\r\033[K" << std::flush;
    return *well;
}

ExitStatus tell_failure(const Environment& environment, UpdateUnit& unit) {
    const auto state = unit.look();
    const std::string result = state ? state->result : "no answer of systemd";
    // Who was killed had no last word.
    std::string sentence = result == "exit-code" ? unit.last_word() : std::string();
    if (sentence.empty())
        sentence = "the update was ended (" + result +
                   "). The list is as it was; the next start goes on where this one ended";
    return report(environment.err, failure(sentence + where_more));
}

ExitStatus tell_success(Environment& environment, UpdateUnit& unit) {
    const std::string sentence = unit.last_word();
    if (environment.json)
        print_json(environment, boost::json::object{{"Status", sentence}});
    else
        environment.out << printable(sentence) << '\n';
    return ExitStatus::ok;
}

}  // namespace

ExitStatus update_weak_list(const WeakListUpdateVerb& verb, Environment& environment,
                            UpdateUnit& unit) {
    if (!environment.caller.is_root())
        return report(
            environment.err,
            Refusal{Code::no_permission, "only root may have the list brought up to date", {}});
    const auto before = unit.look();
    if (const auto why = hindrance(verb, before)) return report(environment.err, *why);
    if (before->active == "activating") environment.err << "An update is under way already.\n";
    if (verb.full) unit.request_full();
    if (!unit.start()) return report(environment.err, failure("systemctl cannot be run"));
    return wait_for_end(environment, unit) ? tell_success(environment, unit)
                                           : tell_failure(environment, unit);
}

ExitStatus run(const WeakListUpdateVerb& verb, Environment& environment) {
    SystemctlUnit unit;
    return update_weak_list(verb, environment, unit);
}

}  // namespace ramctl
