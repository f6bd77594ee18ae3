// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/password_hasher.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "ramd/login/argon2_text.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define RAMAUTH_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define RAMAUTH_SANITIZED 1
#endif
#endif

namespace ramd {
namespace {

using ramauth::Secret;

constexpr HashCost floor_cost{HashCost::minimum_memory_mib, HashCost::minimum_passes};

Secret secret(std::string_view text) {
    return Secret::copy_of(text);
}
PasswordHash hashed(std::string_view text) {
    return std::get<PasswordHash>(hash_password(secret(text), floor_cost));
}

TEST(PasswordHasher, knows_its_own_hash_and_no_other_password) {
    const auto hash = hashed("correct horse");
    EXPECT_EQ(check_password(secret("correct horse"), hash), HashCheck::match);
    EXPECT_EQ(check_password(secret("correct horsf"), hash), HashCheck::mismatch);
    EXPECT_EQ(check_password(secret("correct hors"), hash), HashCheck::mismatch);
    EXPECT_EQ(check_password(secret("correct horse "), hash), HashCheck::mismatch);
}

TEST(PasswordHasher, P8_does_not_cut_passwords_off) {
    const std::string long_text(511, 'a');
    const auto hash = hashed(long_text + "b");
    EXPECT_EQ(check_password(secret(long_text + "b"), hash), HashCheck::match);
    EXPECT_EQ(check_password(secret(long_text + "c"), hash), HashCheck::mismatch);
}

TEST(PasswordHasher, H6_two_hashes_of_one_password_differ) {
    EXPECT_NE(hashed("correct horse"), hashed("correct horse"));
}

TEST(PasswordHasher, F7_nothing_typed_never_matches) {
    EXPECT_EQ(check_password(Secret(), hashed("correct horse")), HashCheck::mismatch);
    EXPECT_EQ(check_password(Secret(), hashed("")), HashCheck::mismatch);
    EXPECT_EQ(check_password(Secret(), PasswordHash{}), HashCheck::malformed);
}

TEST(PasswordHasher, checks_what_libsodium_writes) {
    // crypto_pwhash_str("ramauth", 2 passes, 19 MiB) of libsodium 1.0.18.
    const PasswordHash foreign{
        "$argon2id$v=19$m=19456,t=2,p=1$0to1oY9BdzG4LsazS1QkNw$t8"
        "7wsqXgc/20UZf7j3RhYeyvoc5G18USccwU0MwZzDU"};
    EXPECT_EQ(check_password(secret("ramauth"), foreign), HashCheck::match);
    EXPECT_EQ(check_password(secret("Ramauth"), foreign), HashCheck::mismatch);
}

PasswordHash at_cost(unsigned memory_kib, unsigned passes) {
    auto value = parse_argon2(hashed("x").text).value();
    value.memory_kib = memory_kib;
    value.passes = passes;
    return {format_argon2(value)};
}

TEST(PasswordHasher, H1_a_record_outside_floor_and_ceiling_is_not_run) {
    const unsigned floor = HashCost::minimum_memory_mib * 1024;
    const unsigned ceiling = HashCost::maximum_memory_mib * 1024;
    for (const auto& hash :
         {at_cost(floor - 1, 2), at_cost(ceiling + 1, 2), at_cost(4294967295U, 2), at_cost(8, 2),
          at_cost(floor, 1), at_cost(floor, HashCost::maximum_passes + 1),
          at_cost(floor, 4294967295U)})
        EXPECT_EQ(check_password(secret("x"), hash), HashCheck::malformed) << hash.text;
    EXPECT_EQ(check_password(secret("x"), at_cost(floor, 2)), HashCheck::match);
}

TEST(PasswordHasher, H1_nothing_is_hashed_below_the_floor) {
    EXPECT_THROW((void)hash_password(secret("x"), HashCost{18, 2}), std::invalid_argument);
    EXPECT_THROW((void)hash_password(secret("x"), HashCost{19, 1}), std::invalid_argument);
    EXPECT_THROW((void)hash_password(secret("x"), HashCost{1025, 2}), std::invalid_argument);
}

TEST(PasswordHasher, tells_a_hash_of_another_cost) {
    const auto hash = hashed("x");
    EXPECT_FALSE(needs_rehash(hash, floor_cost));
    EXPECT_TRUE(needs_rehash(hash, HashCost{64, 2}));
    EXPECT_TRUE(needs_rehash(hash, HashCost{19, 3}));
    EXPECT_FALSE(needs_rehash(PasswordHash{"damaged"}, floor_cost));
}

// Sanitizers reserve address space of their own and cannot live under the limit.
#ifndef RAMAUTH_SANITIZED
void leave_no_memory() {
    std::ifstream statm("/proc/self/statm");
    unsigned long pages = 0;
    statm >> pages;
    const rlim_t size = pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)) + (4U << 20U);
    const rlimit limit{size, size};
    ::setrlimit(RLIMIT_AS, &limit);
}

TEST(PasswordHasher, H2_out_of_memory_is_never_a_wrong_password) {
    const auto hash = hashed("correct horse");
    const Secret right = secret("correct horse");
    const pid_t child = ::fork();
    if (child == 0) {
        leave_no_memory();
        // The parent's secret is wiped in a child: a fresh one.
        const Secret typed = secret("correct horse");
        const bool told = check_password(typed, hash) == HashCheck::no_memory &&
                          std::holds_alternative<NoMemory>(hash_password(typed, floor_cost));
        ::_exit(told ? 0 : 1);
    }
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
    EXPECT_EQ(check_password(right, hash), HashCheck::match);
}
#endif

}  // namespace
}  // namespace ramd
