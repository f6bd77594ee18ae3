// SPDX-License-Identifier: LGPL-2.1-or-later
// Argon2id (RFC 9106) through libsodium, as pure functions that may run on any thread. Out of
// memory is an outcome of its own: it is never taken for a wrong password, which is why
// crypto_pwhash_str_verify is not used.
#pragma once

#include <variant>

#include "ramd/store/profile.h"
#include "shared/secret.h"

namespace ramd {

struct HashCost {
    unsigned memory_mib = 64;
    unsigned passes = 2;

    static constexpr unsigned minimum_memory_mib = 19;  // OWASP's floor, with two passes
    static constexpr unsigned maximum_memory_mib = 1024;
    static constexpr unsigned minimum_passes = 2;
    static constexpr unsigned maximum_passes = 16;

    friend bool operator==(const HashCost&, const HashCost&) = default;
};

enum class HashCheck { match, mismatch, no_memory, malformed };

struct NoMemory {};

[[nodiscard]] std::variant<PasswordHash, NoMemory> hash_password(const ramauth::Secret& password,
                                                                 HashCost cost);

// A hash whose parameters are outside the floor and the ceiling is `malformed` and is not run.
[[nodiscard]] HashCheck check_password(const ramauth::Secret& password, const PasswordHash& hash);

// True where the hash was made at another cost than `cost`.
[[nodiscard]] bool needs_rehash(const PasswordHash& hash, HashCost cost);

}  // namespace ramd
