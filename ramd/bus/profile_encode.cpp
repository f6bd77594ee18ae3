// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/profile_encode.h"

#include "ramd/bus/message.h"
#include "ramd/bus/profile_words.h"
#include "ramd/bus/revocation_encode.h"
#include "shared/wire.h"

namespace ramd {
namespace {

void write_fields(DictionaryWriter& out, const ProfileView& view) {
    const Profile& profile = view.profile;
    out.text("UserName", profile.user.str());
    out.number("Uid", profile.uid.value);
    out.text("Status", word(profile.status));
    out.text("PasswordStatus", word(view.password_status));
    out.flag("PasswordResetRequired", profile.life.reset_required);
    out.time("ResetCodeValidUntil", profile.reset_code_until);
    out.flag("MFABindRequired", profile.mfa_bind_required);
    out.time("LastLoginTime", profile.last_login);
    out.text("LastLoginSource", profile.last_login_source);
    out.time("LastSessionTime", profile.last_session);
    out.time("CreateDate", profile.created);
    out.time("UpdateDate", profile.updated);
    out.time("PasswordChangeTime", profile.life.changed);
    out.time("PasswordExpireTime", view.password_expires);
    out.number("FailedLoginAttempts", view.failed_attempts);
    out.end_time("LockedUntil", view.locked_until);
    out.text("RecoveryEmail", profile.recovery_email);
    out.text("RecoveryMobile", profile.recovery_mobile);
    out.flag("ShadowKept", profile.shadow_kept);
    out.text("ShadowAging", profile.shadow_aging);
    out.flag("Orphaned", profile.orphaned);
    out.flag("System", profile.system);
}

void encode_session(sd_bus_message* reply, const SessionInfo& session) {
    DictionaryWriter out(reply);
    out.text("Id", session.id);
    out.text("State", session.state);
    out.text("TTY", session.tty);
    out.text("RemoteHost", session.remote_host);
    out.text("Service", session.service);
    out.time("Started", session.started);
    out.signed_number("Leader", session.leader);
    out.close();
}

void open_list(sd_bus_message* reply) {
    check(sd_bus_message_open_container(reply, 'a', "a{sv}"), "cannot write a list");
}

void close_list(sd_bus_message* reply) {
    check(sd_bus_message_close_container(reply), "cannot end a list");
}

}  // namespace

void encode_profile(sd_bus_message* reply, const ProfileView& view) {
    DictionaryWriter out(reply);
    write_fields(out, view);
    out.close();
}

void encode_written(sd_bus_message* reply, const ProfileWritten& written) {
    DictionaryWriter out(reply);
    write_fields(out, written.view);
    if (written.sessions) write_ending(out, *written.sessions);
    if (!written.sent_to.empty()) out.text(ramauth::wire::facts::sent_to, written.sent_to);
    if (written.generated_password) out.fd("GeneratedPassword", *written.generated_password);
    out.close();
}

void encode_page(sd_bus_message* reply, const ProfilePage& page) {
    open_list(reply);
    for (const ProfileView& view : page.profiles) encode_profile(reply, view);
    close_list(reply);
    check(sd_bus_message_append(reply, "s", page.next.c_str()), "cannot write the marker");
}

void encode_sessions(sd_bus_message* reply, const std::vector<SessionInfo>& sessions) {
    open_list(reply);
    for (const SessionInfo& session : sessions) encode_session(reply, session);
    close_list(reply);
}

void encode_revocation(sd_bus_message* reply, const RevocationCount& count) {
    DictionaryWriter out(reply);
    out.number("Ended", count.ended);
    out.number("Outstanding", count.outstanding);
    out.text("Why", count.why);
    out.close();
}

}  // namespace ramd
