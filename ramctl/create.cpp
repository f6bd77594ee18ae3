// SPDX-License-Identifier: LGPL-2.1-or-later
// The entry in /etc/shadow is locked before ramd is asked and given back when ramd did not make
// the profile, so that at no time two passwords open the account.
#include <ostream>

#include "ramctl/create_profile.h"
#include "ramctl/written_profile.h"

namespace ramctl {
namespace {

// What is known after a create that was not answered.
enum class Fate { made, not_made, unknown };

Fate look_what_became(Environment& environment, const UserName& user, Fields& profile) {
    auto answer = environment.client.profile(user);
    if (auto* found = std::get_if<Fields>(&answer)) {
        profile = std::move(*found);
        // An older one is somebody else's: ours was refused.
        return profile.time("CreateDate") >= environment.now ? Fate::made : Fate::not_made;
    }
    const auto* refusal = std::get_if<Refusal>(&answer);
    return refusal != nullptr && refusal->code == Code::no_login_profile ? Fate::not_made
                                                                         : Fate::unknown;
}

void give_back(Environment& environment, const UserName& user, const ShadowAging& taken) {
    if (environment.shadow.give_back(user, taken)) return;
    environment.err << "The entry of " << user.str()
                    << " in /etc/shadow could not be given back. By hand: "
                    << give_back_by_hand(user, taken) << '\n';
}

// Answers the settings' last part: what was taken from /etc/shadow, if anything.
struct ShadowStep {
    std::optional<ShadowAging> taken;
    std::optional<Refusal> refusal;
};

ShadowStep take_shadow(Environment& environment, const CreateVerb& verb, const UserName& user) {
    if (verb.keep_shadow || !environment.caller.is_root()) return {};
    const auto found = environment.shadow.read(user);
    if (!found || *found == ShadowAging{}) return {};
    if (environment.shadow.take_away(user, *found)) return {found, std::nullopt};
    give_back(environment, user, *found);
    return {std::nullopt, Refusal{Code::service_failure,
                                  "the password in /etc/shadow could not be locked: nothing was "
                                  "made (--keep-shadow leaves it valid, which is a risk)",
                                  {}}};
}

std::optional<Refusal> cannot_lock(const Environment& environment, const CreateVerb& verb,
                                   const UserName& user) {
    if (verb.keep_shadow || environment.caller.is_root() || !environment.shadow.is_local(user))
        return std::nullopt;
    return Refusal{Code::no_permission,
                   "only root can lock the password in /etc/shadow: run this as root, or give "
                   "--keep-shadow, which leaves a second password valid",
                   {}};
}

constexpr unsigned first_user_uid = 1000;  // login.defs(5), UID_MIN
constexpr unsigned nobody_uid = 65534;

// What ramd would refuse for sure. Whether uid 0 may have a profile, ramd.conf says.
std::optional<Refusal> wrong_type(const Environment& environment, const CreateVerb& verb,
                                  const UserName& user) {
    const auto uid = environment.shadow.local_uid(user);
    if (!uid || *uid == 0 || verb.system) return std::nullopt;
    if (*uid >= first_user_uid && *uid != nobody_uid) return std::nullopt;
    return Refusal{Code::invalid_user_type,
                   "This is a system account, which needs to be named as one (--system).",
                   {}};
}

// Is there room for a profile? Asked before /etc/shadow is written, which others than root do not:
// they would have to satisfy polkit twice.
Answer<Done> not_free(Environment& environment, const UserName& user) {
    if (!environment.caller.is_root()) return Done{};
    auto answer = environment.client.profile(user);
    if (auto* unanswered = std::get_if<NoAnswer>(&answer)) return std::move(*unanswered);
    if (auto* refusal = std::get_if<Refusal>(&answer)) {
        if (refusal->code == Code::no_login_profile) return Done{};
        return std::move(*refusal);
    }
    return Refusal{Code::login_profile_exists,
                   "This account has a login profile already. Update it, or delete it first.",
                   {}};
}

Answer<Done> refused_beforehand(Environment& environment, const CreateVerb& verb,
                                const UserName& user) {
    if (auto refusal = cannot_lock(environment, verb, user)) return std::move(*refusal);
    if (auto refusal = wrong_type(environment, verb, user)) return std::move(*refusal);
    return not_free(environment, user);
}

// The settings but for the password; `typed` must outlive them.
std::variant<Settings, Refusal> settings_of(Environment& environment, const CreateVerb& verb,
                                            Secret& typed) {
    Settings settings;
    ProfileOptions options = verb.options;
    if (!options.reset_required) options.reset_required = true;
    add_options(settings.fields, options);
    if (verb.inactive) settings.fields.add("Status", std::string("Inactive"));
    if (verb.keep_shadow) settings.fields.add("ShadowKept", true);
    if (verb.system) settings.fields.add("System", true);
    if (verb.source == PasswordSource::generated) {
        settings.fields.add("GeneratePassword", true);
        return settings;
    }
    Password password = new_password(environment.terminal, verb.source);
    if (auto* refusal = std::get_if<Refusal>(&password)) return std::move(*refusal);
    typed = std::move(std::get<Secret>(password));
    settings.password = &typed;
    if (verb.source == PasswordSource::terminal) settings.fields.add("Interactive", true);
    return settings;
}

ExitStatus tell_made(Environment& environment, bool shadow_kept, const UserName& user,
                     const WrittenProfile& written) {
    if (shadow_kept)
        environment.err << "Risk: the password in /etc/shadow stays valid beside this one, past "
                           "every policy.\n";
    return tell_written(environment, written, "The login profile of " + user.str() + " was made.");
}

// No answer came: a profile that stands there keeps the lock, else it is given back.
Answer<WrittenProfile> settle(Environment& environment, const CreateVerb& verb,
                              const UserName& user, NoAnswer unanswered,
                              const std::optional<ShadowAging>& taken) {
    WrittenProfile written;
    const Fate fate = unanswered.maybe_done ? look_what_became(environment, user, written.fields)
                                            : Fate::not_made;
    if (fate == Fate::made && verb.source != PasswordSource::generated) return written;
    if (fate == Fate::made)
        return Refusal{Code::service_failure,
                       "the login profile was made, but its generated password was lost: "
                       "run ramctl reset-password --generate " +
                           user.str(),
                       {}};
    if (fate == Fate::not_made && taken) give_back(environment, user, *taken);
    if (fate == Fate::unknown && taken)
        environment.err << "The password of " << user.str() << " in /etc/shadow was left locked, "
                        << "because the profile may have been made. If it was not: "
                        << give_back_by_hand(user, *taken) << '\n';
    return unanswered;
}

Answer<WrittenProfile> make(const CreateVerb& verb, const UserName& user, Environment& environment,
                            std::optional<SignalHold>& hold) {
    auto beforehand = refused_beforehand(environment, verb, user);
    if (auto* refusal = std::get_if<Refusal>(&beforehand)) return std::move(*refusal);
    if (auto* unanswered = std::get_if<NoAnswer>(&beforehand)) return std::move(*unanswered);
    Secret typed;
    auto made = settings_of(environment, verb, typed);
    if (auto* refusal = std::get_if<Refusal>(&made)) return std::move(*refusal);
    auto& settings = std::get<Settings>(made);

    hold.emplace();
    auto [taken, not_locked] = take_shadow(environment, verb, user);
    if (not_locked) return std::move(*not_locked);
    if (taken) settings.fields.add("ShadowAging", taken->text());
    auto answer = environment.client.create_profile(user, settings);
    if (auto* unanswered = std::get_if<NoAnswer>(&answer))
        return settle(environment, verb, user, std::move(*unanswered), taken);
    if (std::holds_alternative<Refusal>(answer) && taken) give_back(environment, user, *taken);
    return answer;
}

// The entry of uid 0 is never touched.
bool keeps_shadow(const CreateVerb& verb, const UserName& user, const Environment& environment) {
    return verb.keep_shadow || environment.shadow.is_uid_0(user);
}

}  // namespace

Answer<WrittenProfile> make_profile(const CreateVerb& verb, const UserName& user,
                                    Environment& environment, std::optional<SignalHold>& hold) {
    CreateVerb meant = verb;
    meant.keep_shadow = keeps_shadow(verb, user, environment);
    return make(meant, user, environment, hold);
}

ExitStatus run(const CreateVerb& verb, Environment& environment) {
    const auto account = account_named(verb.user);
    if (const auto* refusal = std::get_if<Refusal>(&account))
        return report(environment.err, *refusal);
    const auto& user = std::get<UserName>(account);
    std::optional<SignalHold> hold;
    const auto made = make_profile(verb, user, environment, hold);
    if (const auto status = refused(environment.err, made)) return *status;
    return tell_made(environment, keeps_shadow(verb, user, environment), user,
                     std::get<WrittenProfile>(made));
}

}  // namespace ramctl
