// SPDX-License-Identifier: LGPL-2.1-or-later
// The entry in /etc/shadow is locked before ramd is asked, and given back only where it is known
// that there is no profile and will be none: at no time two passwords open the account.
#include <ostream>

#include "ramctl/create_profile.h"
#include "ramctl/written_profile.h"

namespace ramctl {
namespace {

// What a look at the profile shows after a create without a clear answer.
enum class Fate { made, somebody_elses, none, unknown };

Fate look_what_became(Environment& environment, const UserName& user, Fields& profile) {
    auto answer = environment.client.profile(user);
    if (auto* found = std::get_if<Fields>(&answer)) {
        profile = std::move(*found);
        return profile.time("CreateDate") >= environment.now ? Fate::made : Fate::somebody_elses;
    }
    const auto* refusal = std::get_if<Refusal>(&answer);
    return refusal != nullptr && refusal->code == Code::no_login_profile ? Fate::none
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

// pam_unix goes by the hash in /etc/passwd where there is one, and asks nobody for a password where
// the field is empty.
std::optional<Refusal> not_in_shadow(const Environment& environment, const CreateVerb& verb,
                                     const UserName& user) {
    if (verb.keep_shadow || !environment.shadow.is_past_shadow(user)) return std::nullopt;
    return Refusal{Code::service_failure,
                   "the password of this account is not in /etc/shadow but in /etc/passwd, where "
                   "it cannot be locked: run pwconv(8) first, then repeat this (--keep-shadow "
                   "leaves it valid, which is a risk)",
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
    if (auto refusal = not_in_shadow(environment, verb, user)) return std::move(*refusal);
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

void left_locked(Environment& environment, const UserName& user, const ShadowAging& taken,
                 std::string_view why) {
    environment.err << "The password of " << user.str() << " in /etc/shadow was left locked, "
                    << why << "To go back: "
                    << "ramctl delete --unlock-shadow " << user.str()
                    << " where there is a profile by now; else " << give_back_by_hand(user, taken)
                    << '\n';
}

constexpr std::string_view may_still_be_made =
    "because the profile is not there but may still be made. Repeat the create. ";
constexpr std::string_view may_be_made = "because the profile may have been made. ";
constexpr std::string_view there_is_one = "because there is a profile, made by somebody else. ";

// `final`: ramd has answered, and makes nothing any more.
void settle_shadow(Environment& environment, const UserName& user, const ShadowAging& taken,
                   Fate fate, bool final) {
    switch (fate) {
        case Fate::made:
            return;
        case Fate::somebody_elses:
            return left_locked(environment, user, taken, there_is_one);
        case Fate::unknown:
            return left_locked(environment, user, taken, may_be_made);
        case Fate::none:
            if (final) return give_back(environment, user, taken);
            return left_locked(environment, user, taken, may_still_be_made);
    }
}

// Where ramd did not say, or could not know, whether it made the profile.
Answer<WrittenProfile> settle_unknown(Environment& environment, const CreateVerb& verb,
                                      const UserName& user, Answer<WrittenProfile> said,
                                      const std::optional<ShadowAging>& taken) {
    WrittenProfile written;
    const Fate fate = look_what_became(environment, user, written.fields);
    if (fate == Fate::made && verb.source != PasswordSource::generated) return written;
    if (fate == Fate::made)
        return Refusal{Code::service_failure,
                       "the login profile was made, but its generated password was lost: "
                       "run ramctl reset-password --generate " +
                           user.str(),
                       {}};
    if (taken)
        settle_shadow(environment, user, *taken, fate, std::holds_alternative<Refusal>(said));
    return said;
}

Answer<WrittenProfile> settle_refused(Environment& environment, const CreateVerb& verb,
                                      const UserName& user, Refusal refusal,
                                      const std::optional<ShadowAging>& taken) {
    // Said of what broke, after the commit as well.
    if (refusal.code == Code::service_failure || refusal.code == Code::limit_exceeded)
        return settle_unknown(environment, verb, user, std::move(refusal), taken);
    // Somebody else's create came between: this one took the password, and theirs is in force.
    if (refusal.code == Code::login_profile_exists) {
        if (taken) left_locked(environment, user, *taken, there_is_one);
        return refusal;
    }
    if (taken) give_back(environment, user, *taken);
    return refusal;
}

Answer<WrittenProfile> settle_unanswered(Environment& environment, const CreateVerb& verb,
                                         const UserName& user, NoAnswer none,
                                         const std::optional<ShadowAging>& taken) {
    if (none.maybe_done) return settle_unknown(environment, verb, user, std::move(none), taken);
    if (taken) give_back(environment, user, *taken);
    return none;
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
    if (auto* none = std::get_if<NoAnswer>(&answer))
        return settle_unanswered(environment, verb, user, std::move(*none), taken);
    if (auto* refusal = std::get_if<Refusal>(&answer))
        return settle_refused(environment, verb, user, std::move(*refusal), taken);
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
