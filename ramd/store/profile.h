// SPDX-License-Identifier: LGPL-2.1-or-later
// What is kept about one managed account (MODEL.md, section 1), and about the sessions that a
// change has still to end (section 6).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/guessing.h"
#include "policy/life_cycle.h"
#include "policy/security_preference.h"
#include "shared/timestamp.h"
#include "shared/user_name.h"

namespace ramd {

using ramauth::Timestamp;
using ramauth::Uid;
using ramauth::UserName;

enum class Status { active, inactive };

// An Argon2id string as libsodium writes it: "$argon2id$v=19$m=65536,t=2,p=1$salt$hash".
struct PasswordHash {
    std::string text;
    friend bool operator==(const PasswordHash&, const PasswordHash&) = default;
};

enum class TotpAlgorithm { sha1, sha256 };

// A device that makes codes (RFC 6238).
struct TotpDevice {
    TotpAlgorithm algorithm = TotpAlgorithm::sha1;
    std::string seed;  // 20 or 32 bytes
    Timestamp bound = ramauth::never;
    std::uint64_t last_step = 0;  // of the newest code that was used: earlier ones are void
    std::vector<std::string> recovery_codes;  // hashes of those that are left; at most ten
    friend bool operator==(const TotpDevice&, const TotpDevice&) = default;
};

// The device of a profile that was deleted, kept for one that is made for the same account.
struct KeptDevice {
    UserName user;
    Uid uid;
    TotpDevice device;
    friend bool operator==(const KeptDevice&, const KeptDevice&) = default;
};

struct Profile {
    UserName user;
    Uid uid;
    Status status = Status::active;
    PasswordHash hash;
    // Set where `hash` is that of a reset code, which stands in for a password until then.
    Timestamp reset_code_until = ramauth::never;
    std::vector<PasswordHash> history;  // earlier ones, newest first; at most 24
    ramauth::policy::PasswordLife life;
    // Rises with every change of the password, Inactive and a delete; never falls for a name.
    std::uint64_t epoch = 0;
    // Rises with every write of the record; a write names the version it was made from.
    std::uint64_t version = 0;
    bool mfa_bind_required = false;
    bool shadow_kept = false;
    bool orphaned = false;
    bool system = false;
    Timestamp created = ramauth::never;
    Timestamp updated = ramauth::never;
    Timestamp activated = ramauth::never;  // made Active by hand; idleness counts from there
    Timestamp last_login = ramauth::never;
    std::string last_login_source;
    std::vector<std::string> known_sources;  // remote ones that were let in, newest first
    std::optional<TotpDevice> device = {};
    // Networks and terminals from which the user came since the password was changed, newest first:
    // "adaptive" asks nobody who comes from there.
    std::vector<std::string> factor_sources = {};
    Timestamp last_session = ramauth::never;
    ramauth::policy::GuessRecord guesses;
    std::string recovery_email;
    std::string recovery_mobile;
    std::string shadow_aging;       // what `ramctl create` cleared in /etc/shadow, for the undo
    std::string last_change_nonce;  // of the change that set the present password
};

// Sessions of `user` that stood at `committed` must end. Written in one transaction with the change
// that asks for it, removed when they have been seen to be gone.
struct Revocation {
    std::uint64_t id = 0;  // given by the store; 0 = not yet stored
    UserName user;
    Uid uid;
    std::uint64_t epoch = 0;  // logons that proved a lower one end as well
    std::string reason;       // "password-changed", "password-reset", "inactive", "deleted", …
    Timestamp committed = ramauth::never;
    std::uint64_t committed_monotonic_us = 0;  // CLOCK_MONOTONIC, of boot `boot_id`
    std::string boot_id;
    std::string last_session;  // the session in which the change was typed: ends last; may be empty
    bool keep_last_session = false;  // KeepChangingSession: it does not end at all
    ramauth::policy::RevokeScope scope = ramauth::policy::RevokeScope::sessions;
};

}  // namespace ramd
