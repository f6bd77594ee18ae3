// SPDX-License-Identifier: LGPL-2.1-or-later
// The fixed names of the contract (org.ramauth1(5)). Nothing in here can change without breaking
// programs that others wrote.
#pragma once

namespace ramauth::wire {

inline constexpr const char* bus_name = "org.ramauth1";
inline constexpr const char* object_path = "/org/ramauth1";
inline constexpr const char* login_interface = "org.ramauth1.Login";
inline constexpr const char* manager_interface = "org.ramauth1.Manager";

inline constexpr const char* private_socket = "/run/ramd/login";
inline constexpr const char* managed_directory = "/var/lib/ramd-managed";
inline constexpr const char* daemon_user = "ramd";

// Verdicts of CheckAccount and OpenSession.
inline constexpr const char* verdict_ok = "ok";
inline constexpr const char* verdict_change_required = "change-required";
inline constexpr const char* verdict_refused = "refused";

// Keys of a `context`. `Session` is the logind session that the caller stands in; it lets ramd
// end that one last.
namespace context {
inline constexpr const char* service = "Service";
inline constexpr const char* tty = "TTY";
inline constexpr const char* remote_host = "RemoteHost";
// Where `RemoteHost` is a name: the address behind it.
inline constexpr const char* remote_address = "RemoteAddress";
inline constexpr const char* remote_user = "RemoteUser";
inline constexpr const char* nonce = "Nonce";
inline constexpr const char* ticket = "Ticket";
inline constexpr const char* uid = "Uid";
inline constexpr const char* caller_uid = "CallerUid";
inline constexpr const char* purpose = "Purpose";
inline constexpr const char* epoch = "Epoch";
inline constexpr const char* session = "Session";
// "no" where this stack asks for no second factor (mfa=no).
inline constexpr const char* second_factor = "SecondFactor";
inline constexpr const char* second_factor_no = "no";
inline constexpr const char* purpose_logon = "logon";
inline constexpr const char* purpose_change = "change";
}  // namespace context

// Keys of `facts`.
namespace facts {
inline constexpr const char* reason = "Reason";
inline constexpr const char* message = "Message";
inline constexpr const char* change_required = "ChangeRequired";
inline constexpr const char* epoch = "Epoch";
// Of OpenSession: how long the session may live (u, seconds); absent = unbounded.
inline constexpr const char* session_seconds = "SessionSeconds";
// Of ChangePassword, and of an UpdateLoginProfile that set a password; both absent where logind did
// not say. How many sessions of the account end, but the one in which it was asked for (u):
inline constexpr const char* other_sessions = "OtherSessions";
// What becomes of that one: one of the next three, `none` where there is none of the account.
inline constexpr const char* this_session = "ThisSession";
inline constexpr const char* this_session_none = "none";
inline constexpr const char* this_session_ends = "ends";
inline constexpr const char* this_session_stays = "stays";
// Of the same two: polkit does not let ramd end them (b); absent = it does.
inline constexpr const char* not_permitted = "SessionsNotPermitted";
// Of SendCode: where the code went, with most of it hidden; absent = none was sent.
inline constexpr const char* sent_to = "SentTo";
// Of SendCode: how long to wait for the next one (u, seconds).
inline constexpr const char* wait_seconds = "WaitSeconds";
}  // namespace facts

// What `next` lists: ways of one step, of which one is enough; or "bind" alone.
namespace factor {
inline constexpr const char* totp = "totp";
inline constexpr const char* email = "email";
inline constexpr const char* sms = "sms";
inline constexpr const char* recovery_code = "recovery-code";
inline constexpr const char* bind = "bind";
}  // namespace factor

// The two values of proof_kind.
inline constexpr const char* proof_password = "password";
inline constexpr const char* proof_ticket = "ticket";

}  // namespace ramauth::wire
