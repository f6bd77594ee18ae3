// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/password_hasher.h"

#include <sodium.h>

#include <stdexcept>

#include "ramd/login/argon2_text.h"
#include "ramd/login/random_bytes.h"

namespace ramd {
namespace {

constexpr unsigned kib_per_mib = 1024;

bool within_bounds(const Argon2Text& value) {
    return value.memory_kib >= HashCost::minimum_memory_mib * kib_per_mib &&
           value.memory_kib <= HashCost::maximum_memory_mib * kib_per_mib &&
           value.passes >= HashCost::minimum_passes && value.passes <= HashCost::maximum_passes;
}

// Fills value.hash. False where it did not come to an end: all other reasons have been excluded, so
// there was no memory.
bool run(const ramauth::Secret& password, Argon2Text& value) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
    const char* typed = password.empty() ? "" : password.view().data();
    return crypto_pwhash(value.hash.data(), value.hash.size(), typed, password.size(),
                         value.salt.data(), value.passes,
                         std::size_t{value.memory_kib} * kib_per_mib,
                         crypto_pwhash_ALG_ARGON2ID13) == 0;
}

}  // namespace

std::variant<PasswordHash, NoMemory> hash_password(const ramauth::Secret& password, HashCost cost) {
    Argon2Text value{.memory_kib = cost.memory_mib * kib_per_mib, .passes = cost.passes};
    if (!within_bounds(value)) throw std::invalid_argument("a cost outside floor and ceiling");
    random_bytes(value.salt.data(), value.salt.size());
    if (!run(password, value)) return NoMemory{};
    return PasswordHash{format_argon2(value)};
}

HashCheck check_password(const ramauth::Secret& password, const PasswordHash& hash) {
    const auto stored = parse_argon2(hash.text);
    if (!stored || !within_bounds(*stored)) return HashCheck::malformed;
    Argon2Text tried = *stored;
    if (!run(password, tried)) return HashCheck::no_memory;
    const bool equal =
        sodium_memcmp(tried.hash.data(), stored->hash.data(), stored->hash.size()) == 0;
    sodium_memzero(tried.hash.data(), tried.hash.size());
    // Nothing typed is nobody's password, whatever is stored.
    return equal && !password.empty() ? HashCheck::match : HashCheck::mismatch;
}

bool needs_rehash(const PasswordHash& hash, HashCost cost) {
    const auto stored = parse_argon2(hash.text);
    return stored &&
           (stored->memory_kib != cost.memory_mib * kib_per_mib || stored->passes != cost.passes);
}

}  // namespace ramd
