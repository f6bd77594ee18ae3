// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/factor/totp.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace ramd {
namespace {

constexpr std::string_view seed_sha1 = "12345678901234567890";
constexpr std::string_view seed_sha256 = "12345678901234567890123456789012";

struct Vector {
    std::int64_t time;
    const char* sha1;
    const char* sha256;
};

// RFC 6238, appendix B, the last six of its eight digits.
constexpr Vector vectors[] = {
    {59, "287082", "119246"},
    {1'111'111'109, "081804", "084774"},
    {1'111'111'111, "050471", "062674"},
    {1'234'567'890, "005924", "819424"},
    {2'000'000'000, "279037", "698825"},
    {20'000'000'000, "353130", "737706"},
};

TEST(Totp, knows_the_codes_of_the_rfc) {
    for (const auto& [time, sha1, sha256] : vectors) {
        const auto step = static_cast<std::uint64_t>(time) / 30;
        EXPECT_EQ(match_totp(seed_sha1, TotpAlgorithm::sha1, sha1, time, 0), step) << time;
        EXPECT_EQ(match_totp(seed_sha256, TotpAlgorithm::sha256, sha256, time, 0), step) << time;
        EXPECT_FALSE(match_totp(seed_sha1, TotpAlgorithm::sha1, sha256, time, 0)) << time;
    }
}

TEST(Totp, a_code_is_good_one_step_early_and_one_step_late) {
    constexpr std::int64_t start = 1'111'111'110;  // of the step of "050471"
    const auto at = [](std::int64_t now) {
        return match_totp(seed_sha1, TotpAlgorithm::sha1, "050471", now, 0);
    };
    EXPECT_FALSE(at(start - 31));
    EXPECT_EQ(at(start - 30), 37'037'037U);
    EXPECT_EQ(at(start), 37'037'037U);
    EXPECT_EQ(at(start + 59), 37'037'037U);
    EXPECT_FALSE(at(start + 60));
}

TEST(Totp, a_code_is_good_once_and_so_are_earlier_ones) {
    constexpr std::int64_t now = 1'111'111'111;
    const auto after = [](const char* code, std::uint64_t last) {
        return match_totp(seed_sha1, TotpAlgorithm::sha1, code, now, last);
    };
    EXPECT_TRUE(after("050471", 37'037'036));
    EXPECT_FALSE(after("050471", 37'037'037));
    EXPECT_FALSE(after("081804", 37'037'037)) << "expected: the step before is void as well";
}

TEST(Totp, what_is_no_code_is_none) {
    for (const char* text : {"", "28708", "2870822", "28708a", " 287082", "287082\n", "-87082",
                             "\xEF\xBC\x92"
                             "87082"})
        EXPECT_FALSE(match_totp(seed_sha1, TotpAlgorithm::sha1, text, 59, 0)) << text;
    EXPECT_FALSE(match_totp(seed_sha1, TotpAlgorithm::sha1, std::string("287082\0", 7), 59, 0));
}

TEST(Totp, before_1970_and_at_its_start_nothing_fails) {
    EXPECT_FALSE(match_totp(seed_sha1, TotpAlgorithm::sha1, "000000", -5'000, 0));
    // The code of step 0 (RFC 4226, appendix D, count 0): step 0 counts as used.
    EXPECT_FALSE(match_totp(seed_sha1, TotpAlgorithm::sha1, "755224", 0, 0));
    EXPECT_EQ(match_totp(seed_sha1, TotpAlgorithm::sha1, "287082", 0, 0), 1U);
}

TEST(Totp, binding_takes_two_codes_that_follow_each_other) {
    // RFC 4226, appendix D: counts 0 to 3.
    const auto pair = [](const char* first, const char* second, std::int64_t now) {
        return match_totp_pair(seed_sha1, TotpAlgorithm::sha1, first, second, now);
    };
    EXPECT_EQ(pair("287082", "359152", 65), 2U);
    EXPECT_EQ(pair("287082", "359152", 95), 2U) << "the first was typed a step ago";
    EXPECT_EQ(pair("287082", "359152", 119), 2U);
    EXPECT_FALSE(pair("287082", "359152", 200));
    EXPECT_FALSE(pair("359152", "287082", 65)) << "the wrong way round";
    EXPECT_FALSE(pair("287082", "287082", 65));
    EXPECT_FALSE(pair("287082", "969429", 65)) << "one is left out";
    EXPECT_FALSE(pair("287082", "", 65));
}

TEST(Totp, tells_by_how_much_a_clock_is_off) {
    const auto off = [](std::int64_t now) {
        return totp_offset(seed_sha1, TotpAlgorithm::sha1, "050471", now);
    };
    EXPECT_EQ(off(1'111'111'111), 0);
    EXPECT_EQ(off(1'111'111'111 + 120), -120);
    EXPECT_EQ(off(1'111'111'111 - 120), 120);
    EXPECT_FALSE(off(1'111'111'111 + 700));
    EXPECT_FALSE(totp_offset(seed_sha1, TotpAlgorithm::sha1, "05047", 1'111'111'111));
}

TEST(Totp, seeds_are_as_long_as_the_hash_and_never_the_same) {
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        const auto seed = new_totp_seed(TotpAlgorithm::sha1);
        ASSERT_EQ(seed.size(), 20U);
        ASSERT_TRUE(seen.emplace(seed.view()).second);
    }
    EXPECT_EQ(new_totp_seed(TotpAlgorithm::sha256).size(), 32U);
}

TEST(Totp, base32_is_that_of_the_rfc) {
    // RFC 4648, section 10, without padding.
    const std::pair<const char*, const char*> known[] = {{"", ""},
                                                         {"f", "MY"},
                                                         {"fo", "MZXQ"},
                                                         {"foo", "MZXW6"},
                                                         {"foob", "MZXW6YQ"},
                                                         {"fooba", "MZXW6YTB"},
                                                         {"foobar", "MZXW6YTBOI"}};
    for (const auto& [bytes, text] : known) EXPECT_EQ(base32_of(bytes).view(), text);
}

TEST(Totp, the_uri_is_what_apps_scan) {
    EXPECT_EQ(totp_uri(seed_sha1, TotpAlgorithm::sha1, "ann", "build.example.org").view(),
              "otpauth://totp/build.example.org:ann?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
              "&issuer=build.example.org&algorithm=SHA1&digits=6&period=30");
    const auto odd = totp_uri(seed_sha256, TotpAlgorithm::sha256, "a:b&c", "h o");
    EXPECT_TRUE(odd.view().starts_with("otpauth://totp/h%20o:a%3Ab%26c?secret=")) << odd.view();
    EXPECT_NE(odd.view().find("&algorithm=SHA256&"), std::string_view::npos);
    EXPECT_LE(
        totp_uri(seed_sha256, TotpAlgorithm::sha256, std::string(32, '_'), std::string(300, 'h'))
            .size(),
        ramauth::Secret::max_size);
}

}  // namespace
}  // namespace ramd
