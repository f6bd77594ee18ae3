// SPDX-License-Identifier: LGPL-2.1-or-later
// What the module asks of ramd, in the model's words. No bus in here: ramd_client.h has that.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/deadline.h"
#include "shared/error_code.h"
#include "shared/secret.h"
#include "shared/user_name.h"

namespace ramauth::pam {

enum class Purpose { logon, change };
enum class Verdict { ok, change_required, refused };

// Circumstances of the logon at hand; empty texts are left out.
struct LogonContext {
    std::string service;
    std::string tty;
    std::string remote_host;
    std::string remote_address;  // where remote_host is a name
    std::string remote_user;
    std::string session;
    Uid uid;
    Uid caller_uid;
    bool without_second_factor = false;  // mfa=no
};

struct Authenticated {
    Secret ticket;
    std::vector<std::string> next;  // what is still wanted: wire.h, "factor"; empty: nothing
    std::string message = {};       // news for the person
};

// What became of the wish for a code by mail or SMS. Neither is set where none was sent.
struct SentCode {
    std::string sent_to;                        // with most of it hidden
    std::optional<std::uint32_t> wait_seconds;  // an earlier code stays good; no other one before
};

struct Verified {
    std::vector<std::string> next;
};

// A device that waits to be bound.
struct BindOffer {
    Secret seed;  // Base32
    Secret uri;   // otpauth://
};

struct Bound {
    Secret recovery_codes;  // a line each
    std::vector<std::string> next;
};

struct CheckedAccount {
    Verdict verdict = Verdict::refused;
    std::optional<Code> reason;
    std::string message;
    bool change_required = false;
    std::optional<std::uint64_t> epoch;
    std::optional<std::uint32_t> session_seconds = {};  // how long the session may live
};

// The logind session in which a change was asked for: `none` where it is none of the account's.
enum class AskingSession { unknown, none, ends, stays };

// What a change does to the account's sessions, as far as ramd says.
struct EndingSessions {
    AskingSession asking = AskingSession::unknown;
    std::optional<std::uint32_t> others = {};  // that end, but the asking one
    bool not_permitted = false;                // ramd may not end them
};

struct PasswordChanged {
    std::uint64_t epoch = 0;
    EndingSessions sessions = {};
};

struct PasswordReset {
    EndingSessions sessions = {};
};

// No answer in time, or none in the agreed form, or not from ramd.
struct NoAnswer {
    std::string detail;       // for the log
    bool maybe_done = false;  // the request had left
};

template <class T>
using Answer = std::variant<T, Refusal, NoAnswer>;

class RamdService {
public:
    virtual ~RamdService() = default;

    [[nodiscard]] virtual Answer<Authenticated> authenticate(const UserName& user,
                                                             const Secret& password,
                                                             Purpose purpose,
                                                             const LogonContext& context,
                                                             const Deadline& deadline) = 0;
    // For uid 0, behind a proof of another kind than a password. The ticket proves none.
    [[nodiscard]] virtual Answer<Authenticated> begin_factor(const UserName& user,
                                                             const LogonContext& context,
                                                             const Deadline& deadline) = 0;
    // The steps that complete the ticket of a proof whose `next` is not empty. A code is sent by
    // the first way that can, asked for again by the same one.
    [[nodiscard]] virtual Answer<SentCode> send_code(const Secret& ticket,
                                                     const Deadline& deadline) = 0;
    // One guess, whatever way the code came.
    [[nodiscard]] virtual Answer<Verified> verify(const Secret& ticket, const Secret& code,
                                                  const Deadline& deadline) = 0;
    [[nodiscard]] virtual Answer<BindOffer> begin_bind(const Secret& ticket,
                                                       const Deadline& deadline) = 0;
    // The uri as lines of UTF-8 to be scanned.
    [[nodiscard]] virtual Answer<Secret> draw_bind(const Secret& ticket,
                                                   const Deadline& deadline) = 0;
    [[nodiscard]] virtual Answer<Bound> finish_bind(const Secret& ticket, const Secret& first_code,
                                                    const Secret& second_code,
                                                    const Deadline& deadline) = 0;
    // `ticket` may be empty: nothing was proved through us.
    [[nodiscard]] virtual Answer<CheckedAccount> check_account(const UserName& user,
                                                               const Secret& ticket,
                                                               Purpose purpose,
                                                               const LogonContext& context,
                                                               const Deadline& deadline) = 0;
    // The same `nonce` asks for the outcome of the same change.
    [[nodiscard]] virtual Answer<PasswordChanged> change_password(
        const UserName& user, const Secret& ticket, const Secret& new_password,
        const std::string& nonce, const LogonContext& context, const Deadline& deadline) = 0;
    [[nodiscard]] virtual Answer<PasswordReset> reset_password(const UserName& user,
                                                               const Secret& new_password,
                                                               const std::string& nonce,
                                                               const Deadline& deadline) = 0;
    [[nodiscard]] virtual Answer<CheckedAccount> open_session(const UserName& user,
                                                              std::optional<std::uint64_t> epoch,
                                                              const LogonContext& context,
                                                              const Deadline& deadline) = 0;
};

}  // namespace ramauth::pam
