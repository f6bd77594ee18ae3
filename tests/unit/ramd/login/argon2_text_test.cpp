// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/argon2_text.h"

#include <gtest/gtest.h>

namespace ramd {
namespace {

constexpr const char* good =
    "$argon2id$v=19$m=65536,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$"
    "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

TEST(Argon2Text, reads_and_writes_the_same_text) {
    const auto value = parse_argon2(good);
    ASSERT_TRUE(value);
    EXPECT_EQ(value->memory_kib, 65536U);
    EXPECT_EQ(value->passes, 2U);
    EXPECT_EQ(value->salt[15], 15);
    EXPECT_EQ(value->hash[31], 31);
    EXPECT_EQ(format_argon2(*value), good);
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    return text.replace(text.find(what), what.size(), by);
}

TEST(Argon2Text, takes_no_other_algorithm_version_or_parallelism) {
    EXPECT_FALSE(parse_argon2(replaced(good, "argon2id", "argon2i")));
    EXPECT_FALSE(parse_argon2(replaced(good, "v=19", "v=16")));
    EXPECT_FALSE(parse_argon2(replaced(good, "p=1", "p=2")));
    EXPECT_FALSE(parse_argon2(replaced(good, "p=1", "p=01")));
    EXPECT_FALSE(parse_argon2("$y$j9T$abc$def"));
}

TEST(Argon2Text, takes_numbers_in_one_form_only) {
    for (const char* number : {"", "0", "065536", "+65536", "-1", " 65536", "65536 ", "0x10000",
                               "99999999999999999999", "6553a"})
        EXPECT_FALSE(parse_argon2(replaced(good, "65536", number))) << number;
    EXPECT_FALSE(parse_argon2(replaced(good, "t=2", "t=0")));
    EXPECT_TRUE(parse_argon2(replaced(good, "65536", "4294967295")));
    EXPECT_FALSE(parse_argon2(replaced(good, "65536", "4294967296")));
}

TEST(Argon2Text, takes_salt_and_hash_of_one_size_in_one_form) {
    EXPECT_FALSE(parse_argon2(replaced(good, "ODw$", "ODx$")));  // bits beyond the 16 bytes
    EXPECT_FALSE(parse_argon2(replaced(good, "ODw$", "ODw=$")));
    EXPECT_FALSE(parse_argon2(replaced(good, "AAECAwQFBgcICQoLDA0ODw$", "AAECAwQFBgcICQoLDA0O$")));
    EXPECT_FALSE(parse_argon2(std::string(good) + "A"));
    EXPECT_FALSE(parse_argon2(std::string(good) + "\n"));
    EXPECT_FALSE(parse_argon2(std::string(good) + "$"));
    EXPECT_FALSE(parse_argon2(std::string(" ") + good));
}

TEST(Argon2Text, every_shorter_text_is_nothing) {
    const std::string_view whole = good;
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(parse_argon2(whole.substr(0, size))) << size;
}

}  // namespace
}  // namespace ramd
