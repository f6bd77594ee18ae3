// SPDX-License-Identifier: LGPL-2.1-or-later
// The account's entry in /etc/shadow: a hash left there would be a second password past every
// policy, and its aging a second set of rules. Changed by usermod(8), passwd(1) and chage(1) only,
// and looked at again afterwards. Account expiry (chage -E) stays and counts.
#pragma once

#include <optional>
#include <set>
#include <stdexcept>
#include <string>

#include "ramctl/program_runner.h"
#include "ramctl/shadow_aging.h"
#include "shared/user_name.h"

namespace ramctl {

// /etc/passwd or /etc/shadow could not be read to its end: what was not seen may be there. The text
// is for people.
struct AccountsUnreadable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// What only looks throws AccountsUnreadable.
class ShadowEntry {
public:
    explicit ShadowEntry(ProgramRunner& runner, std::string passwd_file = "/etc/passwd",
                         std::string shadow_file = "/etc/shadow")
        : runner_(runner),
          passwd_file_(std::move(passwd_file)),
          shadow_file_(std::move(shadow_file)) {}

    // Is the account in the local /etc/passwd? Everybody may ask.
    [[nodiscard]] bool is_local(const ramauth::UserName& user) const {
        return local_uid(user).has_value();
    }
    [[nodiscard]] std::optional<unsigned> local_uid(const ramauth::UserName& user) const;
    // An account of uid 0 gets in by its entry alone (the PAM module asks nobody about it): what
    // is taken from it shuts the host.
    [[nodiscard]] bool is_uid_0(const ramauth::UserName& user) const;
    // Does /etc/passwd itself hold the account's password, or let it in without one? Locking the
    // entry in /etc/shadow then locks nothing.
    [[nodiscard]] bool is_past_shadow(const ramauth::UserName& user) const;
    // What take_away would take; nothing where there is no entry. For root.
    [[nodiscard]] std::optional<ShadowAging> read(const ramauth::UserName& user) const;
    // The local accounts, but for those of uid 0, whose entry opens with a password or with none.
    // For root.
    [[nodiscard]] std::set<std::string> usable() const;
    // Locks and clears. False: it did not come to that, or could not be seen; give_back undoes what
    // was done. The entry of uid 0 is left alone by both.
    [[nodiscard]] bool take_away(const ramauth::UserName& user, const ShadowAging& aging);
    [[nodiscard]] bool give_back(const ramauth::UserName& user, const ShadowAging& aging);

private:
    struct Present {
        ShadowAging aging;
        ShadowLock behind_lock;  // none where the entry is not locked by '!'
    };

    std::optional<Present> look(const ramauth::UserName& user) const;
    bool unlock(const ramauth::UserName& user, ShadowLock taken, ShadowLock behind_lock);
    bool set_aging(const ramauth::UserName& user, const ShadowAging& aging);

    ProgramRunner& runner_;
    std::string passwd_file_;
    std::string shadow_file_;
};

// What a person types to do what give_back does.
[[nodiscard]] std::string give_back_by_hand(const ramauth::UserName& user,
                                            const ShadowAging& aging);

}  // namespace ramctl
