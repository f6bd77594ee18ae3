// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/manager_interface.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "ramd/bus/barrier.h"
#include "ramd/bus/message.h"
#include "ramd/bus/mfa_members.h"
#include "ramd/bus/permission.h"
#include "ramd/bus/policy_codec.h"
#include "ramd/bus/preference_codec.h"
#include "ramd/bus/profile_encode.h"
#include "ramd/bus/reset_code_members.h"
#include "ramd/bus/secret_argument.h"
#include "ramd/bus/session_members.h"
#include "ramd/bus/settings_decode.h"
#include "ramd/bus/weak_list_members.h"
#include "shared/secret_fd.h"

namespace ramd {
namespace {

namespace asio = boost::asio;
using ramauth::Refusal;

void answer(Invocation& in, const std::optional<Refusal>& refusal) {
    if (refusal) return in.reply.refuse(*refusal);
    in.reply.send(in.reply.make());
}

// `encode` writes the value that a use case gave, where it gave one.
template <class Value, class Encode>
void answer(Invocation& in, const std::variant<Value, Refusal>& outcome, Encode encode) {
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return in.reply.refuse(*refusal);
    const ramauth::MessageHandle reply = in.reply.make();
    encode(reply.get(), std::get<Value>(outcome));
    in.reply.send(reply);
}

struct UserAndSettings {
    UserName user;
    ProfileSettings settings;
};

// After the permission: only now are the secrets of the message touched.
std::optional<UserAndSettings> read_user_and_settings(Invocation& in) {
    check(sd_bus_message_rewind(in.args(), 1), "cannot read the arguments again");
    auto user = existing_name(in, read_text(in.args()));
    if (!user) return std::nullopt;
    auto settings = decode_settings(in.args());
    if (const auto* refusal = std::get_if<Refusal>(&settings)) {
        in.reply.refuse(*refusal);
        return std::nullopt;
    }
    return UserAndSettings{std::move(*user), std::move(std::get<ProfileSettings>(settings))};
}

asio::awaitable<void> create_login_profile(Invocation& in) {
    const std::string asked_about = read_text(in.args());
    if (!co_await may_manage(in, action::manage_login_profiles, asked_about,
                             OwnAccount::is_nothing))
        co_return;
    auto asked = read_user_and_settings(in);
    if (!asked) co_return;
    const auto outcome = co_await in.use().profiles.create(
        std::move(asked->user), std::move(asked->settings), std::move(in.request));
    answer(in, outcome, encode_written);
}

asio::awaitable<void> update_login_profile(Invocation& in) {
    const std::string asked_about = read_text(in.args());
    const bool reset = looks_like_reset(in.args());
    const char* needed = reset ? action::reset_passwords : action::manage_login_profiles;
    if (!co_await may_manage(in, needed, asked_about, OwnAccount::is_nothing)) co_return;
    auto asked = read_user_and_settings(in);
    if (!asked) co_return;
    if (reset && !in.request.caller.is_root() && !asked->settings.resets_password_only()) {
        in.reply.refuse({ramauth::Code::no_permission, "You may reset passwords only", {}});
        co_return;
    }
    const auto outcome = co_await in.use().profiles.update(
        std::move(asked->user), std::move(asked->settings), std::move(in.request));
    answer(in, outcome, encode_written);
}

asio::awaitable<void> get_login_profile(Invocation& in) {
    const auto user = co_await permitted_user(in, action::view_login_profiles, OwnAccount::counts);
    if (user) answer(in, in.use().profiles.get(*user), encode_profile);
}

asio::awaitable<void> list_login_profiles(Invocation& in) {
    if (!co_await may_manage(in, action::view_login_profiles, "", OwnAccount::is_nothing))
        co_return;
    const auto filter = decode_filter(in.args());
    if (const auto* refusal = std::get_if<Refusal>(&filter)) co_return in.reply.refuse(*refusal);
    const std::string marker = read_text(in.args());
    const std::uint32_t most = read_number(in.args());
    const ProfilePage page = in.use().profiles.list(std::get<ProfileFilter>(filter), marker, most);
    const ramauth::MessageHandle reply = in.reply.make();
    encode_page(reply.get(), page);
    in.reply.send(reply);
}

asio::awaitable<void> delete_login_profile(Invocation& in) {
    const auto user =
        co_await permitted_user(in, action::manage_login_profiles, OwnAccount::is_nothing);
    if (!user) co_return;
    answer(in, co_await in.use().profiles.remove(*user, std::move(in.request)));
}

asio::awaitable<void> unlock_login_profile(Invocation& in) {
    const auto user = co_await permitted_user(in, action::reset_passwords, OwnAccount::is_nothing);
    if (user) answer(in, in.use().profiles.unlock(*user, in.request));
}

asio::awaitable<void> get_password_policy(Invocation& in) {
    const ramauth::MessageHandle reply = in.reply.make();
    encode_policy(reply.get(), in.use().policy.get());
    in.reply.send(reply);
    co_return;
}

asio::awaitable<void> set_password_policy(Invocation& in) {
    if (!co_await may_manage(in, action::manage_policy, "", OwnAccount::is_nothing)) co_return;
    const auto changes = decode_policy(in.args());
    if (const auto* refusal = std::get_if<Refusal>(&changes)) co_return in.reply.refuse(*refusal);
    answer(in, in.use().policy.set(std::get<PolicyChanges>(changes), in.request));
}

// Says nothing about the password in force: who asks has not proved it.
asio::awaitable<void> check_password(Invocation& in) {
    auto user = co_await permitted_user(in, action::reset_passwords, OwnAccount::counts);
    if (!user) co_return;
    auto password = ramauth::secret_from_fd(read_fd(in.args()));
    if (!password) co_return in.reply.refuse(secret_malformed());
    const auto broken =
        co_await in.use().profiles.check_password(std::move(*user), std::move(*password));
    const ramauth::MessageHandle reply = in.reply.make();
    encode_broken_rules(reply.get(), broken);
    in.reply.send(reply);
}

asio::awaitable<void> get_security_preference(Invocation& in) {
    const ramauth::MessageHandle reply = in.reply.make();
    encode_preference(reply.get(), in.use().preference.get());
    in.reply.send(reply);
    co_return;
}

asio::awaitable<void> set_security_preference(Invocation& in) {
    if (!co_await may_manage(in, action::manage_policy, "", OwnAccount::is_nothing)) co_return;
    const auto changes = decode_preference(in.args());
    if (const auto* refusal = std::get_if<Refusal>(&changes)) co_return in.reply.refuse(*refusal);
    answer(in, in.use().preference.set(std::get<PreferenceChanges>(changes), in.request));
}

int get_version(sd_bus*, const char*, const char*, const char*, sd_bus_message* reply, void*,
                sd_bus_error*) {
    return sd_bus_message_append(reply, "s", RAMAUTH_VERSION);
}

int get_features(sd_bus*, const char*, const char*, const char*, sd_bus_message* reply, void*,
                 sd_bus_error*) {
    return sd_bus_message_append(reply, "as", 7, "login-profiles", "password-policy",
                                 "session-revocation", "security-preference", "login-lock",
                                 "weak-list", "second-factor");
}

// clang-format off
const sd_bus_vtable vtable[] = {
    SD_BUS_VTABLE_START(0),
    SD_BUS_METHOD_WITH_ARGS("CreateLoginProfile",
        SD_BUS_ARGS("s", user, "a{sv}", settings), SD_BUS_RESULT("a{sv}", profile),
        method<create_login_profile>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("UpdateLoginProfile",
        SD_BUS_ARGS("s", user, "a{sv}", settings), SD_BUS_RESULT("a{sv}", profile),
        method<update_login_profile>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("GetLoginProfile",
        SD_BUS_ARGS("s", user), SD_BUS_RESULT("a{sv}", profile),
        method<get_login_profile>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("ListLoginProfiles",
        SD_BUS_ARGS("a{sv}", filter, "s", marker, "u", max),
        SD_BUS_RESULT("aa{sv}", profiles, "s", next),
        method<list_login_profiles>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("DeleteLoginProfile",
        SD_BUS_ARGS("s", user), SD_BUS_NO_RESULT,
        method<delete_login_profile>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("UnlockLoginProfile",
        SD_BUS_ARGS("s", user), SD_BUS_NO_RESULT,
        method<unlock_login_profile>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("CreateResetCode",
        SD_BUS_ARGS("s", user, "a{sv}", options), SD_BUS_RESULT("a{sv}", code),
        method<create_reset_code>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("GetPasswordPolicy",
        SD_BUS_NO_ARGS, SD_BUS_RESULT("a{sv}", policy),
        method<get_password_policy>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("SetPasswordPolicy",
        SD_BUS_ARGS("a{sv}", changes), SD_BUS_NO_RESULT,
        method<set_password_policy>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("CheckPassword",
        SD_BUS_ARGS("s", user, "h", password), SD_BUS_RESULT("a(ss)", broken),
        method<check_password>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("GetSecurityPreference",
        SD_BUS_NO_ARGS, SD_BUS_RESULT("a{sv}", preference),
        method<get_security_preference>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("SetSecurityPreference",
        SD_BUS_ARGS("a{sv}", changes), SD_BUS_NO_RESULT,
        method<set_security_preference>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("GetMFAInfo",
        SD_BUS_ARGS("s", user), SD_BUS_RESULT("a{sv}", info),
        method<get_mfa_info>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("CreateVirtualMFADevice",
        SD_BUS_ARGS("s", user), SD_BUS_RESULT("h", seed, "h", uri),
        method<create_virtual_mfa_device>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("CreateVirtualMFADeviceWith",
        SD_BUS_ARGS("s", user, "a{sv}", options), SD_BUS_RESULT("h", seed, "h", uri),
        method<create_virtual_mfa_device_with>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("BindMFADevice",
        SD_BUS_ARGS("s", user, "h", code1, "h", code2), SD_BUS_RESULT("h", recovery_codes),
        method<bind_mfa_device>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("UnbindMFADevice",
        SD_BUS_ARGS("s", user), SD_BUS_NO_RESULT,
        method<unbind_mfa_device>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("UnbindOwnMFADevice",
        SD_BUS_ARGS("s", user, "h", code), SD_BUS_NO_RESULT,
        method<unbind_own_mfa_device>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("ListSessions",
        SD_BUS_ARGS("s", user), SD_BUS_RESULT("aa{sv}", sessions),
        method<list_sessions>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("ListRevocations",
        SD_BUS_NO_ARGS, SD_BUS_RESULT("aa{sv}", revocations),
        method<list_revocations>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("RevokeSessions",
        SD_BUS_ARGS("s", user), SD_BUS_RESULT("a{sv}", outcome),
        method<revoke_sessions>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("GetWeakListInfo",
        SD_BUS_NO_ARGS, SD_BUS_RESULT("a{sv}", info),
        method<get_weak_list_info>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("AddWeakPasswords",
        SD_BUS_ARGS("h", sha1_lines), SD_BUS_RESULT("u", added),
        method<add_weak_passwords>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("ListAddedWeakPasswords",
        SD_BUS_ARGS("s", marker), SD_BUS_RESULT("h", sha1_lines, "s", next),
        method<list_added_weak_passwords>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("ReloadWeakList",
        SD_BUS_NO_ARGS, SD_BUS_RESULT("a{sv}", info),
        method<reload_weak_list>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_PROPERTY("Version", "s", get_version, 0, SD_BUS_VTABLE_PROPERTY_CONST),
    SD_BUS_PROPERTY("Features", "as", get_features, 0, SD_BUS_VTABLE_PROPERTY_CONST),
    SD_BUS_SIGNAL_WITH_ARGS("LoginProfileChanged", SD_BUS_ARGS("s", user, "as", fields), 0),
    SD_BUS_SIGNAL_WITH_ARGS("SessionsRevoked",
        SD_BUS_ARGS("s", user, "u", count, "s", reason), 0),
    SD_BUS_SIGNAL_WITH_ARGS("LoginLocked", SD_BUS_ARGS("s", user, "t", until), 0),
    SD_BUS_SIGNAL_WITH_ARGS("PolicyChanged", SD_BUS_ARGS("as", fields), 0),
    SD_BUS_VTABLE_END,
};
// clang-format on

}  // namespace

const sd_bus_vtable* manager_vtable() {
    return vtable;
}

}  // namespace ramd
