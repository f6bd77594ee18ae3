// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/factor/recovery_codes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <regex>
#include <set>

namespace ramd {
namespace {

TEST(RecoveryCodes, are_four_groups_of_four_letters_and_never_the_same) {
    std::set<std::string> seen;
    for (int i = 0; i < 200; ++i) {
        const auto code = new_recovery_code();
        const std::string text(code.view());
        ASSERT_TRUE(std::regex_match(text, std::regex("[A-Z2-7]{4}(-[A-Z2-7]{4}){3}"))) << text;
        ASSERT_TRUE(seen.insert(text).second);
    }
}

TEST(RecoveryCodes, are_found_however_they_are_typed) {
    const std::string code(new_recovery_code().view());
    const std::string other(new_recovery_code().view());
    const std::vector<std::string> hashes = {hash_recovery_code(other), hash_recovery_code(code)};
    std::string lower = code, bare = code, spaced = code;
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
    std::erase(bare, '-');
    std::ranges::replace(spaced, '-', ' ');
    for (const auto& typed : {code, lower, bare, spaced, " " + code + " "})
        EXPECT_EQ(match_recovery_code(typed, hashes), 1U) << typed;
    EXPECT_EQ(match_recovery_code(other, hashes), 0U);
}

TEST(RecoveryCodes, anything_else_is_none) {
    const std::string code(new_recovery_code().view());
    const std::vector<std::string> hashes = {hash_recovery_code(code)};
    EXPECT_FALSE(match_recovery_code("", hashes));
    EXPECT_FALSE(match_recovery_code(code.substr(1), hashes));
    EXPECT_FALSE(match_recovery_code(code + "A", hashes));
    EXPECT_FALSE(match_recovery_code(std::string(100'000, 'A'), hashes));
    EXPECT_FALSE(match_recovery_code(new_recovery_code().view(), hashes));
    EXPECT_FALSE(match_recovery_code(code, {}));
    EXPECT_FALSE(match_recovery_code(code, {"", "zz", std::string(96, 'g')}));
    // What is hashed of nothing lets nobody in.
    EXPECT_FALSE(match_recovery_code("", {hash_recovery_code("")}));
}

TEST(RecoveryCodes, the_letters_of_a_code_are_the_same_however_it_is_typed) {
    for (const char* typed : {"ABCD-EFGH-IJKL-MN23", "abcdefghijklmn23", " abcd efgh IJKL mn23 "}) {
        const auto letters = letters_of_code(typed);
        ASSERT_TRUE(letters) << typed;
        EXPECT_EQ(letters->view(), "ABCDEFGHIJKLMN23");
    }
    for (const char* typed : {"", "----", "ABCD-EFGH-IJKL-MN2", "ABCD-EFGH-IJKL-MN234"})
        EXPECT_FALSE(letters_of_code(typed)) << typed;
}

TEST(RecoveryCodes, hashes_are_salted_and_have_one_form) {
    const std::string first = hash_recovery_code("ABCD-EFGH-IJKL-MNOP");
    EXPECT_NE(first, hash_recovery_code("ABCD-EFGH-IJKL-MNOP"));
    EXPECT_TRUE(is_recovery_hash(first));
    EXPECT_FALSE(is_recovery_hash(first.substr(1)));
    EXPECT_FALSE(is_recovery_hash(std::string(96, 'A')));
    EXPECT_EQ(first.find("ABCD"), std::string::npos);
}

}  // namespace
}  // namespace ramd
