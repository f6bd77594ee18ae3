// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/credential_mail.h"
#include "ramd/login/new_password.h"
#include "ramd/login/password_check.h"
#include "ramd/login/profile_access.h"
#include "ramd/login/profile_manager.h"
#include "ramd/login/profile_settings.h"
#include "ramd/login/refusals.h"

namespace ramd {
namespace {

using ramauth::Code;
using ramauth::Refusal;
template <class T>
using Awaitable = boost::asio::awaitable<T>;

constexpr unsigned first_user_uid = 1000;  // login.defs(5), UID_MIN
constexpr unsigned nobody_uid = 65534;

std::optional<Refusal> refuse_existing(LoginServices& services, const UserName& user,
                                       const Request& request) {
    auto found = find_profile(services, user, &request);
    const auto* refusal = std::get_if<Refusal>(&found);
    if (refusal == nullptr) return refuse(Code::login_profile_exists);
    if (refusal->code == Code::no_login_profile) return std::nullopt;
    return *refusal;
}

std::optional<Refusal> refuse_settings(const LoginServices& services, const UserName& user,
                                       const ProfileSettings& settings) {
    if (auto refusal = refuse_malformed(settings)) return refusal;
    if (!settings.password && !settings.generate_password)
        return refuse_format("Password", "Give a password or have one generated.");
    if (!settings.nonce.empty()) return refuse_format("Nonce", "Only an update takes a nonce.");
    if (settings.mail) {
        if (auto refusal = refuse_mail(services, contact_with(settings).email)) return refusal;
    }
    return refuse_taken(services, user, settings);
}

std::variant<Uid, Refusal> refuse_account(const LoginServices& services, const UserName& user,
                                          bool system, const AccountAnswer& answer) {
    if (std::holds_alternative<NssSilent>(answer))
        return Refusal{Code::service_failure,
                       "The account database did not answer. Try again in a moment.",
                       {}};
    const auto* account = std::get_if<Account>(&answer);
    if (account == nullptr) return refuse(Code::no_such_user);
    if (account->canonical_name != user.str()) {
        Refusal refusal = refuse(Code::no_such_user);
        refusal.sentence.append(" There is one that is spelt differently.");
        return refusal;
    }
    const bool is_system = account->uid.value < first_user_uid || account->uid.value == nobody_uid;
    if ((is_system && !system) || (account->uid.value == 0 && !services.settings.manage_root))
        return refuse(Code::invalid_user_type);
    return account->uid;
}

Profile fresh_profile(const UserName& user, Uid uid, PasswordHash hash,
                      const ProfileSettings& settings, Timestamp now) {
    Profile profile{.user = user,
                    .uid = uid,
                    .hash = std::move(hash),
                    .history = {},
                    .life = after({}, ramauth::policy::PasswordEvent::created, now),
                    .system = settings.system,
                    .created = now,
                    .updated = now,
                    .last_login_source = {},
                    .known_sources = {},
                    .guesses = {},
                    .recovery_email = {},
                    .recovery_mobile = {},
                    .shadow_aging = {},
                    .last_change_nonce = {}};
    apply_settings(profile, settings);
    return profile;
}

// The device that its owner bound to an earlier profile. Another account's goes with the commit,
// and so does one that cannot be read: its owner binds a new one.
void take_back_device(LoginServices& services, Profile& profile, const Request& request) {
    try {
        auto kept = services.store.kept_device(profile.user);
        if (kept && kept->uid == profile.uid) profile.device = std::move(kept->device);
    } catch (const DamagedRecord& damage) {
        services.log.record({EventKind::record_damaged, profile.user.str(), Code::service_failure,
                             damage.what(), &request});
    }
}

// A new profile gets an epoch above all that were ever given, so that nothing that was proved for
// an earlier one of the name counts for it.
std::optional<Refusal> put_new(LoginServices& services, const Profile& profile) {
    StoreChange change;
    change.put = profile;
    change.raise_epoch = true;
    try {
        if (services.store.commit(change).conflict) return refuse(Code::login_profile_exists);
        return std::nullopt;
    } catch (const StoreFull&) {
        return Refusal{
            Code::service_failure, "No room to store the profile: nothing was changed.", {}};
    }
}

// Nothing is asked about a generated one.
Awaitable<std::variant<Secret, Refusal>> take_password(const LoginServices& services,
                                                       const UserName& user,
                                                       const ProfileSettings& settings,
                                                       const std::optional<ShownOnce>& generated) {
    if (generated) co_return generated->secret.clone();
    co_return co_await accept_new_password(services, {.typed = *settings.password,
                                                      .user = user,
                                                      .by_program = !settings.interactive,
                                                      .contact = contact_with(settings)});
}

Awaitable<ProfileManager::Written> make_profile(LoginServices& services, const UserName& user,
                                                const ProfileSettings& settings,
                                                const Request& request) {
    if (auto refusal = refuse_existing(services, user, request)) co_return std::move(*refusal);
    if (auto refusal = refuse_settings(services, user, settings)) co_return std::move(*refusal);
    const AccountAnswer answer = co_await services.accounts.find(user, request.deadline);
    auto uid = refuse_account(services, user, settings.system, answer);
    if (auto* refusal = std::get_if<Refusal>(&uid)) co_return std::move(*refusal);
    std::optional<ShownOnce> generated;
    if (settings.generate_password) generated = generate_new_password(services, user);
    auto accepted = co_await take_password(services, user, settings, generated);
    if (auto* refusal = std::get_if<Refusal>(&accepted)) co_return std::move(*refusal);
    auto hashed = co_await hash_new_password(services, std::get<Secret>(accepted), request);
    if (auto* refusal = std::get_if<Refusal>(&hashed)) co_return std::move(*refusal);
    std::string sent_to;
    if (settings.mail) {
        auto mailed = co_await mail_password(services, user, contact_with(settings).email,
                                             generated->secret, request);
        if (auto* refusal = std::get_if<Refusal>(&mailed)) co_return std::move(*refusal);
        sent_to = std::move(std::get<std::string>(mailed));
    }
    if (auto refusal = refuse_taken(services, user, settings)) co_return std::move(*refusal);
    Profile profile =
        fresh_profile(user, std::get<Uid>(uid), std::move(std::get<PasswordHash>(hashed)), settings,
                      services.now());
    if (request.too_late()) co_return refusal_of(Abandoned{});
    take_back_device(services, profile, request);
    if (auto refusal = put_new(services, profile)) co_return std::move(*refusal);
    auto stored = find_profile(services, user, &request);
    if (auto* refusal = std::get_if<Refusal>(&stored)) co_return std::move(*refusal);
    ProfileWritten written{view_of(services, std::get<Profile>(stored)), std::nullopt};
    if (generated && !settings.mail) written.generated_password = std::move(generated->fd);
    written.sent_to = std::move(sent_to);
    co_return written;
}

}  // namespace

Awaitable<ProfileManager::Written> ProfileManager::create(UserName user, ProfileSettings settings,
                                                          Request request) {
    Written written = co_await make_profile(services_, user, settings, request);
    if (const auto* refusal = std::get_if<Refusal>(&written)) {
        record_refusal(services_, EventKind::manager_refused, user, *refusal, &request);
        co_return written;
    }
    std::string detail =
        settings.generate_password ? "with a generated password" : "with a given password";
    if (std::get<ProfileWritten>(written).view.profile.device)
        detail += "; the device for verification codes of its earlier profile is bound";
    record(services_, EventKind::profile_created, user, std::move(detail), &request);
    auto fields = named_fields(settings);
    fields.emplace_back("CreateDate");
    services_.listener.profile_changed(user, fields);
    co_return written;
}

}  // namespace ramd
