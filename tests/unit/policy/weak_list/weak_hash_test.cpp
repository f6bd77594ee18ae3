// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/weak_hash.h"

#include <gtest/gtest.h>

#include "policy/weak_list/hash_line.h"

namespace ramauth::weak_list {
namespace {

constexpr std::string_view of_abc = "A9993E364706816ABA3E25717850C26C9CD0D89D";

TEST(WeakHash, is_the_SHA_1_of_FIPS_180) {
    EXPECT_EQ(to_text(weak_hash("abc")), of_abc);
    EXPECT_EQ(to_text(weak_hash("")), "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709");
    EXPECT_EQ(to_text(weak_hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
              "84983E441C3BD26EBAAE4AA1F95129E5E54670F1");
}

TEST(WeakHash, is_read_in_either_case_and_written_in_upper_case) {
    const auto lower = parse_weak_hash("a9993e364706816aba3e25717850c26c9cd0d89d");
    ASSERT_TRUE(lower.has_value());
    EXPECT_EQ(to_text(*lower), of_abc);
    EXPECT_EQ(*lower, weak_hash("abc"));
    EXPECT_EQ(lower->key(), 0xA9993E364706816AU);
}

TEST(WeakHash, of_any_other_length_is_none) {
    EXPECT_FALSE(parse_weak_hash(""));
    EXPECT_FALSE(parse_weak_hash(of_abc.substr(1)));
    EXPECT_FALSE(parse_weak_hash(std::string(of_abc) + "0"));
}

TEST(WeakHash, takes_hexadecimal_digits_at_every_place_and_nothing_else) {
    for (std::size_t at = 0; at < of_abc.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string text(of_abc);
            text[at] = static_cast<char>(byte);
            const bool digit = byte < 128 && std::isxdigit(byte) != 0;
            EXPECT_EQ(parse_weak_hash(text).has_value(), digit) << "byte " << byte << " at " << at;
        }
    }
}

TEST(WeakHash, sorts_as_its_text_and_its_key_do) {
    const auto low = parse_weak_hash("00000000000000010000000000000000000000FF");
    const auto high = parse_weak_hash("0000000000000001000000000000000000000100");
    EXPECT_LT(*low, *high);
    EXPECT_EQ(low->key(), high->key());
    EXPECT_EQ(low->key(), 1U);
}

TEST(HashLine, has_a_hash_and_perhaps_a_count) {
    EXPECT_EQ(parse_hash_line(of_abc)->count, uncounted);
    const auto counted = parse_hash_line(std::string(of_abc) + ":42");
    ASSERT_TRUE(counted.has_value());
    EXPECT_EQ(counted->key, weak_hash("abc").key());
    EXPECT_EQ(counted->count, 42U);
    EXPECT_EQ(parse_hash_line(std::string(of_abc) + ":0")->count, 0U);
}

TEST(HashLine, has_nothing_else) {
    for (const char* tail : {":", ": 1", ":1 ", ":-1", ":1a", " ", ";1", "::1", ":0x1"})
        EXPECT_FALSE(parse_hash_line(std::string(of_abc) + tail)) << tail;
    EXPECT_FALSE(parse_hash_line("password"));
    EXPECT_FALSE(parse_hash_line(""));
}

TEST(HashLine, takes_a_count_beyond_all_bounds_for_the_largest) {
    const auto huge = parse_hash_line(std::string(of_abc) + ":99999999999999999999999999");
    EXPECT_EQ(huge->count, uncounted - 1);
}

// The quick way and the careful one say the same, or the quick one says nothing.
TEST(HashLine, is_the_same_read_quickly) {
    for (const char* tail : {":7\n", ":7\nNEXT", ":123456789\n", ":1234567890\n", "\n", ":\n",
                             ":7\r\n", ":7", ":7x\n"}) {
        const std::string text = std::string(of_abc) + tail + std::string(20, 'x');
        const auto quick = parse_leading_hash(text);
        const std::string line = text.substr(0, text.find('\n'));
        if (quick) {
            const auto careful = parse_hash_line(line);
            ASSERT_TRUE(careful.has_value()) << tail;
            EXPECT_EQ(quick->sighting.key, careful->key);
            EXPECT_EQ(quick->sighting.count, careful->count);
            EXPECT_EQ(quick->size, line.size() + 1);
        }
    }
    for (std::uint32_t count = 1; count < 10'000'000; count += 1 + count / 7) {
        const auto quick =
            parse_leading_hash(std::string(of_abc) + ":" + std::to_string(count) + "\nxxxxxxxx");
        ASSERT_TRUE(quick.has_value()) << count;
        EXPECT_EQ(quick->sighting.count, count);
    }
    EXPECT_FALSE(parse_leading_hash(std::string(of_abc) + ":7\n"));  // too near the end
}

}  // namespace
}  // namespace ramauth::weak_list
