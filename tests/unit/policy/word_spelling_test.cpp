// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/word_spelling.h"

#include <gtest/gtest.h>

#include "policy/password_text.h"

namespace ramauth::policy {
namespace {

bool refused(std::string_view password, std::initializer_list<std::string_view> names) {
    KnownWords words;
    for (const auto name : names) words.add_name(name);
    return is_spelling_of(normalise(Secret::copy_of(password)).value(), words);
}

TEST(WordSpelling, is_the_word_in_any_case_and_form) {
    for (const char* spelt :
         {"alice", "ALICE", "aLiCe", "\xc3\x81lice", "A\xcc\x81lice", "\xef\xbc\xa1lice",
          "ali\xe2\x80\x8b"
          "ce"})
        EXPECT_TRUE(refused(spelt, {"alice"})) << spelt;
    EXPECT_TRUE(
        refused("Stra\xc3\x9f"
                "e1",
                {"strasse"}));
    EXPECT_TRUE(refused("\xc4\xb0rmak", {"irmak"})) << "Turkish, with the dot";
    EXPECT_TRUE(refused("\xc4\xb1rmak", {"IRMAK"})) << "and without";
}

TEST(WordSpelling, is_what_people_add_around_it) {
    for (const char* spelt :
         {"Alice2024!", "alice1", "2024alice", "!!alice!!", "alice31121999!", "19.12.1999 Alice",
          "alice1234567890", "alice!@#", "12alice34", "alice\xf0\x9f\x98\x80", "alice\t1",
          "00000000000000alice", "!!!!!!!!!!!!!!!!!!alice", "a-l-i-c-e_2024"})
        EXPECT_TRUE(refused(spelt, {"alice"})) << spelt;
}

TEST(WordSpelling, is_the_word_with_look_alikes_and_backwards_and_often) {
    for (const char* spelt : {"4l1c3", "@l!c3#2024", "A1ice99", "al|ce", "ecila", "3C1L4-2024!",
                              "alicealice", "AliceEcila", "alice&alice", "alice1alice2alice3"})
        EXPECT_TRUE(refused(spelt, {"alice"})) << spelt;
    EXPECT_TRUE(refused("b0b&4l1c3", {"alice", "bob"}));
    EXPECT_TRUE(refused("Alice@Gate.Example.org7", {"alice", "gate.example.org"}));
}

TEST(WordSpelling, is_what_the_manual_page_says) {
    for (const char* spelt : {"Htims2024!", "4nn-Smith-01.02.1990", "gate99$"})
        EXPECT_TRUE(refused(spelt, {"ann.smith", "gate.example.org"})) << spelt;
}

TEST(WordSpelling, is_not_where_anything_else_remains) {
    for (const char* other :
         {"", "x", "alic", "alicia", "alicex", "xalice", "alice-x", "i love alice", "alice2024pw",
          "correct alice battery", "malice99", "20242024", "!!!!!!!!", "12345678"}) {
        KnownWords words;
        words.add_name("alice");
        EXPECT_FALSE(is_spelling_of(Secret::copy_of(other), words)) << other;
    }
}

TEST(WordSpelling, lets_eight_digits_and_four_different_symbols_be_added_and_no_more) {
    EXPECT_TRUE(refused("alice-82917465", {"alice"}));
    EXPECT_TRUE(refused("8291alice7465", {"alice"}));
    EXPECT_FALSE(refused("alice829174653", {"alice"}));
    EXPECT_FALSE(refused("82917alice4653", {"alice"}));
    EXPECT_TRUE(refused("#alice,;.", {"alice"}));
    EXPECT_FALSE(refused("#alice,;.-", {"alice"}));
    EXPECT_FALSE(refused("@l!ce,;#", {"alice"})) << "those for letters are symbols too";
}

TEST(WordSpelling, does_not_count_digits_that_go_on) {
    EXPECT_TRUE(refused("alice829174555555", {"alice"}));
    EXPECT_TRUE(refused("alice5678901234321099999", {"alice"}));
    EXPECT_FALSE(refused("alice1352468091", {"alice"}));
}

TEST(WordSpelling, needs_a_letter_in_each_word) {
    EXPECT_TRUE(refused("80b2024", {"bob"}));
    EXPECT_FALSE(refused("8082024", {"bob"})) << "a number is no name";
    EXPECT_FALSE(refused("808-bob829174653", {"bob"}));
    EXPECT_FALSE(refused("48291746", {"a"}));
    EXPECT_TRUE(refused("8082024", {"808"})) << "but where the name is a number";
}

TEST(WordSpelling, of_a_short_name_is_a_short_thing) {
    EXPECT_TRUE(refused("al!2024", {"al"}));
    EXPECT_TRUE(refused("alalalal", {"al"}));
    EXPECT_TRUE(refused("a1234567!", {"a"}));
    EXPECT_FALSE(refused("al!2024-something", {"al"}));
    EXPECT_FALSE(refused("K7#palm-29xQ", {"a", "al"}));
}

TEST(WordSpelling, of_a_number_takes_the_writings_of_numbers) {
    KnownWords words;
    words.add_number("+49 (0)170 1234567");
    for (const char* spelt : {"+4901701234567", "01701234567", "0170/1234567", "1701234567!",
                              "7654321", "o17o-1234567", "+49 170-123 4567", "1234567 1234567"})
        EXPECT_TRUE(is_spelling_of(Secret::copy_of(spelt), words)) << spelt;
    EXPECT_FALSE(is_spelling_of(Secret::copy_of("9836543210246"), words));
    EXPECT_FALSE(is_spelling_of(Secret::copy_of("234567-ab"), words));
}

TEST(WordSpelling, of_no_word_is_nothing) {
    EXPECT_FALSE(refused("alice", {}));
    EXPECT_FALSE(refused("2024!!!!", {"", "..."}));
}

TEST(WordSpelling, judges_any_bytes_of_any_length) {
    KnownWords words;
    words.add_name("alice");
    for (const std::string& text :
         {std::string(1024, 'a'), std::string(1024, '1'), std::string(1024, '!'),
          std::string("\xff\xfe"
                      "alice\xff"),
          std::string("\0alice", 6)})
        EXPECT_EQ(is_spelling_of(Secret::copy_of(text), words),
                  text[0] == '\0' || text[0] == '\xff');
    std::string many;
    while (many.size() < 1000) many += "Alice";
    EXPECT_TRUE(is_spelling_of(Secret::copy_of(many), words));
    EXPECT_FALSE(is_spelling_of(Secret::copy_of(many + "x"), words));
}

}  // namespace
}  // namespace ramauth::policy
