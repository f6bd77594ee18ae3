// SPDX-License-Identifier: LGPL-2.1-or-later
// What one stage leaves for the later ones of the same PAM transaction. libpam keeps it until
// pam_end(3) and destroys it there; secrets wipe themselves. A forked child sees no ticket:
// Secret's pages do not reach it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "pam_ramauth/pam_handle.h"
#include "pam_ramauth/time_budget.h"
#include "shared/secret.h"
#include "shared/user_name.h"

namespace ramauth::pam {

// A proof was given through us in this transaction.
struct LogonData {
    static constexpr const char* data_name = "ramauth_logon";

    UserName user;
    Secret ticket;                       // empty once it is spent
    Secret password;                     // empty unless a forced change may still come
    std::optional<std::uint64_t> epoch;  // of the proved password, once ramd has told it
    bool by_password = true;             // else by the second factor alone (mfa=only)
    std::optional<bool> change_required = std::nullopt;  // as the account stage learned it
    std::string reason = {};
    bool reason_told = false;

    void no_change_ahead() noexcept {
        change_required = false;
        password.wipe();
    }
};

enum class ChangeKind {
    nothing_to_do,
    forced,     // with the logon's ticket
    voluntary,  // with a ticket for the old password that was asked for
    reset,      // root sets it
};

// What the first pass of pam_chauthtok(3) found out for the second.
struct PendingChange {
    static constexpr const char* data_name = "ramauth_change";

    UserName user;
    ChangeKind kind;
    Secret ticket;  // of a voluntary change
    TimeBudget::Duration time_left;
};

// The data of T, if it was left for this user: sudo authenticates one user and opens the session
// of another on the same handle.
template <class T>
[[nodiscard]] T* kept_for(const PamHandle& pam, const UserName& user) {
    T* data = pam.kept<T>();
    return data != nullptr && data->user == user ? data : nullptr;
}
// Whether it was PAM_USER who gave a proof on this handle.
[[nodiscard]] bool proved_for_present_user(const PamHandle& pam);

// The PAM variable that carries the epoch where pam_set_data cannot: sshd runs keyboard-interactive
// in a child and imports its environment.
inline constexpr const char* epoch_variable = "RAMAUTH_EPOCH";

void publish_epoch(const PamHandle& pam, std::uint64_t epoch);

enum class Proof { none, epoch, unreadable };
// Takes the variable out of the environment of the session to come.
[[nodiscard]] Proof take_epoch(const PamHandle& pam, std::uint64_t& epoch);

}  // namespace ramauth::pam
