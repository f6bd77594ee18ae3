// SPDX-License-Identifier: LGPL-2.1-or-later
#include <ostream>

#include "ramctl/json_output.h"
#include "ramctl/report.h"
#include "ramctl/signal_hold.h"
#include "ramctl/verbs.h"

namespace ramctl {
namespace {

using Taken = std::variant<std::optional<ShadowAging>, Refusal, NoAnswer>;

// What the create took from /etc/shadow, as the profile remembers it.
Taken remembered(Environment& environment, const UserName& user) {
    const auto answer = environment.client.profile(user);
    if (const auto* refusal = std::get_if<Refusal>(&answer)) return *refusal;
    if (const auto* unanswered = std::get_if<NoAnswer>(&answer)) return *unanswered;
    const auto& profile = std::get<Fields>(answer);
    // The entry may belong to a new account of the same name.
    if (profile.flag("Orphaned"))
        return Refusal{Code::temporarily_unmodifiable,
                       "the profile is orphaned, its entry in /etc/shadow may be another "
                       "account's: delete it without --unlock-shadow",
                       {}};
    const std::string text = profile.text("ShadowAging");
    auto aging = ShadowAging::parse(text);
    if (!aging && !text.empty())
        return Refusal{Code::service_failure,
                       "what was taken from /etc/shadow is not readable ('" + text +
                           "'): delete without --unlock-shadow and use usermod --unlock",
                       {}};
    return aging;
}

// Deletes; an answer that did not come is looked for.
Answer<Done> delete_profile(Environment& environment, const UserName& user) {
    auto answer = environment.client.delete_profile(user);
    const auto* unanswered = std::get_if<NoAnswer>(&answer);
    if (unanswered == nullptr || !unanswered->maybe_done) return answer;
    const auto left = environment.client.profile(user);
    const auto* refusal = std::get_if<Refusal>(&left);
    if (refusal != nullptr && refusal->code == Code::no_login_profile) return Done{};
    return answer;
}

// `untouchable`: the entry of uid 0.
ExitStatus give_back(Environment& environment, const UserName& user,
                     const std::optional<ShadowAging>& taken, bool untouchable) {
    if (!taken) {
        environment.err << "Nothing had been taken from /etc/shadow: it was left as it is.\n";
        return ExitStatus::ok;
    }
    if (environment.shadow.give_back(user, *taken)) return ExitStatus::ok;
    environment.err << (untouchable
                            ? "The entry of uid 0 in /etc/shadow is never touched. By hand: "
                            : "The entry in /etc/shadow could not be given back. By hand: ")
                    << give_back_by_hand(user, *taken) << '\n';
    return ExitStatus::attention;
}

std::optional<ExitStatus> report_failure(std::ostream& err, const Taken& taken) {
    if (const auto* refusal = std::get_if<Refusal>(&taken)) return report(err, *refusal);
    if (const auto* unanswered = std::get_if<NoAnswer>(&taken)) return report(err, *unanswered);
    return std::nullopt;
}

}  // namespace

ExitStatus run(const DeleteVerb& verb, Environment& environment) {
    const auto account = account_named(verb.user);
    if (const auto* refusal = std::get_if<Refusal>(&account))
        return report(environment.err, *refusal);
    const auto& user = std::get<UserName>(account);
    if (verb.unlock_shadow && !environment.caller.is_root())
        return report(environment.err,
                      Refusal{Code::no_permission, "only root can unlock /etc/shadow", {}});
    if (const auto status = declined(
            environment, verb.yes,
            "Delete the login profile of " + user.str() + " for good, its password with it?"))
        return *status;
    Taken taken;
    if (verb.unlock_shadow) taken = remembered(environment, user);
    const bool untouchable = verb.unlock_shadow && environment.shadow.is_uid_0(user);
    if (const auto status = report_failure(environment.err, taken)) return *status;

    const SignalHold hold;
    const auto answer = delete_profile(environment, user);
    if (const auto status = refused(environment.err, answer)) return *status;
    ExitStatus status = ExitStatus::ok;
    if (verb.unlock_shadow)
        status =
            give_back(environment, user, std::get<std::optional<ShadowAging>>(taken), untouchable);
    if (environment.json)
        print_json(environment, {{"UserName", user.str()}, {"Deleted", true}});
    else
        environment.err << "The login profile of " << user.str() << " was deleted.\n";
    return status;
}

}  // namespace ramctl
