// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/change_once.h"
#include "ramd/login/credential_mail.h"
#include "ramd/login/ending_sessions.h"
#include "ramd/login/guess_gate.h"
#include "ramd/login/new_password.h"
#include "ramd/login/password_check.h"
#include "ramd/login/password_history.h"
#include "ramd/login/profile_access.h"
#include "ramd/login/profile_manager.h"
#include "ramd/login/profile_settings.h"
#include "ramd/login/refusals.h"
#include "ramd/login/reset_code.h"
#include "ramd/login/revoking_change.h"

namespace ramd {
namespace {

using ramauth::Code;
using ramauth::Refusal;
template <class T>
using Awaitable = boost::asio::awaitable<T>;

struct Reset {
    std::uint64_t epoch = 0;  // of the profile whose passwords were compared with it
    PasswordHash hash;
    std::optional<ShownOnce> generated;
};

std::optional<Refusal> refuse_settings(const LoginServices& services, const UserName& user,
                                       const ProfileSettings& settings) {
    if (auto refusal = refuse_malformed(settings)) return refusal;
    if (named_fields(settings).empty())
        return refuse_format("Settings", "Name at least one field to change.");
    if (!settings.nonce.empty() && !settings.password)
        return refuse_format("Nonce", "A nonce goes with a given password.");
    return refuse_taken(services, user, settings);
}

// The strength rules, the weak list and the history count for an administrator's reset as well.
Awaitable<std::variant<Reset, Refusal>> make_reset(LoginServices& services, const Profile& profile,
                                                   const ProfileSettings& settings,
                                                   const Request& request) {
    std::optional<ShownOnce> generated;
    if (settings.generate_password) generated = generate_new_password(services, profile.user);
    std::optional<Secret> typed;
    if (!generated) {
        auto accepted =
            co_await accept_new_password(services, {.typed = *settings.password,
                                                    .user = profile.user,
                                                    .by_program = !settings.interactive,
                                                    .contact = contact_with(settings, &profile)});
        if (auto* refusal = std::get_if<Refusal>(&accepted)) co_return std::move(*refusal);
        typed = std::move(std::get<Secret>(accepted));
        auto reused = co_await refuse_reused(services, profile, *typed, nullptr, request);
        if (reused) co_return std::move(*reused);
    }
    const Secret& wanted = generated ? generated->secret : *typed;
    auto hashed = co_await hash_new_password(services, wanted, request);
    if (auto* refusal = std::get_if<Refusal>(&hashed)) co_return std::move(*refusal);
    co_return Reset{profile.epoch, std::move(std::get<PasswordHash>(hashed)), std::move(generated)};
}

// An initial password that is reset before its first use stays initial, and its clock starts again.
void apply_reset(const LoginServices& services, Profile& profile, const PasswordHash& hash,
                 const Request& request) {
    replace_hash(profile, hash, services.store.policy().password_reuse_prevention);
    profile.life =
        after(profile.life, ramauth::policy::PasswordEvent::reset_by_administrator, services.now());
    profile.guesses = {};
    profile.last_change_nonce = stored_nonce(request);
}

std::optional<Refusal> put(LoginServices& services, const Profile& profile) {
    StoreChange change;
    change.put = profile;
    return commit_or_refuse(services, change);
}

// Applied to the record as it is now: what an administrator does not name stays as it is, also
// where it changed while a password was hashed.
std::optional<Refusal> write(LoginServices& services, const UserName& user,
                             const ProfileSettings& settings, const std::optional<Reset>& reset,
                             std::string last_session, const Request& request) {
    auto found = find_modifiable_profile(services, user, &request);
    if (auto* refusal = std::get_if<Refusal>(&found)) return std::move(*refusal);
    if (auto refusal = refuse_taken(services, user, settings)) return refusal;
    Profile& profile = std::get<Profile>(found);
    if (reset && reset->epoch != profile.epoch) return refuse(Code::concurrent_modification);
    if (!reset && has_reset_code(profile) && settings.password_reset_required == false)
        return refuse_format("PasswordResetRequired",
                             "A reset code is in force, which is good for a change alone.");
    const bool disabled = profile.status == Status::active && settings.status == Status::inactive;
    const bool enabled = profile.status == Status::inactive && settings.status == Status::active;
    if (reset) apply_reset(services, profile, reset->hash, request);
    apply_settings(profile, settings);
    profile.updated = services.now();
    if (enabled) profile.activated = profile.updated;
    if (request.too_late()) return refusal_of(Abandoned{});
    if (!reset) profile.guesses = guesses_of(services, profile);
    if (!reset && !disabled) return put(services, profile);
    auto written = commit_and_revoke(services,
                                     {.profile = profile,
                                      .reason = disabled ? "inactive" : "password-reset",
                                      .last_session = std::move(last_session)},
                                     &request);
    if (auto* refusal = std::get_if<Refusal>(&written)) return std::move(*refusal);
    return std::nullopt;
}

Awaitable<ProfileManager::Written> update_profile(LoginServices& services, const UserName& user,
                                                  const ProfileSettings& settings,
                                                  const Request& request) {
    auto found = find_modifiable_profile(services, user, &request);
    if (auto* refusal = std::get_if<Refusal>(&found)) co_return std::move(*refusal);
    if (auto refusal = refuse_settings(services, user, settings)) co_return std::move(*refusal);
    if (settings.mail) {
        const auto contact = contact_with(settings, &std::get<Profile>(found));
        if (auto refusal = refuse_mail(services, contact.email)) co_return std::move(*refusal);
    }
    std::optional<Reset> reset;
    SessionsBefore sessions;
    std::string sent_to;
    if (settings.password || settings.generate_password) {
        const Profile& profile = std::get<Profile>(found);
        auto made = co_await make_reset(services, profile, settings, request);
        if (auto* refusal = std::get_if<Refusal>(&made)) co_return std::move(*refusal);
        reset = std::move(std::get<Reset>(made));
        sessions = co_await sessions_before(services, profile.uid, request);
        if (settings.mail) {
            auto mailed =
                co_await mail_password(services, user, contact_with(settings, &profile).email,
                                       reset->generated->secret, request);
            if (auto* refusal = std::get_if<Refusal>(&mailed)) co_return std::move(*refusal);
            sent_to = std::move(std::get<std::string>(mailed));
        }
    } else if (settings.status == Status::inactive) {
        sessions.own = co_await asking_session(services, request);
    }
    auto refused = write(services, user, settings, reset, std::move(sessions.own), request);
    if (refused) co_return std::move(*refused);
    if (reset) forget_guesses(services, user);
    // What is on its way goes to where it should no longer.
    if (reset || settings.recovery_email || settings.recovery_mobile)
        services.sent_codes.forget(user);
    auto stored = find_profile(services, user, &request);
    if (auto* refusal = std::get_if<Refusal>(&stored)) co_return std::move(*refusal);
    ProfileWritten written{view_of(services, std::get<Profile>(stored)), std::nullopt};
    if (reset) {
        co_await note_permission(services, written.view.profile.uid, sessions.ending);
        written.sessions = sessions.ending;
    }
    if (reset && reset->generated && !settings.mail)
        written.generated_password = std::move(reset->generated->fd);
    written.sent_to = std::move(sent_to);
    co_return written;
}

void announce(LoginServices& services, const UserName& user, const ProfileSettings& settings,
              const ProfileManager::Written& written, const Request& request) {
    if (const auto* refusal = std::get_if<Refusal>(&written)) {
        record_refusal(services, EventKind::manager_refused, user, *refusal, &request);
        return;
    }
    const auto fields = named_fields(settings);
    std::string detail;
    for (const auto& field : fields) detail.append(detail.empty() ? "" : ", ").append(field);
    record(services, EventKind::profile_updated, user, std::move(detail), &request);
    services.listener.profile_changed(user, fields);
}

ChangeOutcome outcome_of(const ProfileManager::Written& written) {
    if (const auto* refusal = std::get_if<Refusal>(&written)) return *refusal;
    const auto& done = std::get<ProfileWritten>(written);
    return PasswordChanged{done.view.profile.epoch, done.sessions.value_or(EndingSessions{})};
}

}  // namespace

Awaitable<ProfileManager::Written> ProfileManager::update(UserName user, ProfileSettings settings,
                                                          Request request) {
    request.context.nonce = settings.nonce;
    std::optional<Written> made;
    const MakeChange make = [&]() -> Awaitable<ChangeOutcome> {
        Written written = co_await update_profile(services_, user, settings, request);
        announce(services_, user, settings, written, request);
        made = std::move(written);
        co_return outcome_of(*made);
    };
    ChangeOutcome outcome = co_await change_once(services_, nonces_, user, request, make);
    if (made) co_return std::move(*made);
    if (auto* refusal = std::get_if<Refusal>(&outcome)) co_return std::move(*refusal);
    auto stored = find_profile(services_, user, &request);
    if (auto* refusal = std::get_if<Refusal>(&stored)) co_return std::move(*refusal);
    co_return ProfileWritten{view_of(services_, std::get<Profile>(stored)), std::nullopt,
                             std::get<PasswordChanged>(outcome).sessions};
}

}  // namespace ramd
