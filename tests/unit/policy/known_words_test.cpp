// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/known_words.h"

#include <gmock/gmock.h>

#include "policy/common_words.h"

namespace ramauth::policy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::u32string> texts(const KnownWords& words) {
    std::vector<std::u32string> all;
    for (const auto& word : words.all()) all.push_back(word.text);
    return all;
}
std::vector<std::u32string> of_name(std::string_view name) {
    KnownWords words;
    words.add_name(name);
    return texts(words);
}
std::vector<std::u32string> of_address(std::string_view address) {
    KnownWords words;
    words.add_address(address);
    return texts(words);
}
std::vector<std::u32string> of_number(std::string_view number) {
    KnownWords words;
    words.add_number(number);
    return texts(words);
}

TEST(KnownWords, of_a_name_are_itself_and_its_parts_of_three_letters) {
    EXPECT_THAT(of_name("Alice"), ElementsAre(U"alice"));
    EXPECT_THAT(of_name("ann-marie.o_b"), ElementsAre(U"annmarieob", U"ann", U"marie"));
    EXPECT_THAT(of_name("web01.example.org"),
                ElementsAre(U"web01exampleorg", U"web01", U"example", U"org", U"web"));
    EXPECT_THAT(of_name("r2d2"), ElementsAre(U"r2d2"));
    EXPECT_THAT(of_name("a"), ElementsAre(U"a"));
}

TEST(KnownWords, of_an_address_have_its_local_part_however_short) {
    EXPECT_THAT(of_address("al@ex-it.de"), ElementsAre(U"alexitde", U"al"));
    EXPECT_THAT(
        of_address("Alice.B@mail.example.com"),
        ElementsAre(U"alicebmailexamplecom", U"alice", U"mail", U"example", U"com", U"aliceb"));
    EXPECT_THAT(of_address("no address"), ElementsAre(U"noaddress", U"address"));
}

TEST(KnownWords, of_a_number_are_its_endings_of_seven_digits_or_more) {
    EXPECT_THAT(of_number("+49 170/123-45"),
                ElementsAre(U"4917012345", U"917012345", U"17012345", U"7012345"));
    EXPECT_THAT(of_number("tel:110"), ElementsAre(U"110"));
    EXPECT_THAT(of_number("0123456789012345678"), SizeIs(9)) << "no number has more than 15";
    KnownWords words;
    words.add_number("0170 1234567");
    EXPECT_TRUE(words.all().front().of_digits);
}

TEST(KnownWords, of_nothing_are_none) {
    for (const char* nothing : {"", " ", "@", "...", "\xcc\x81", "\xff\xfe"}) {
        EXPECT_THAT(of_name(nothing), IsEmpty());
        EXPECT_THAT(of_address(nothing), IsEmpty());
        EXPECT_THAT(of_number(nothing), IsEmpty());
    }
}

TEST(KnownWords, stand_there_once) {
    KnownWords words;
    words.add_name("gate");
    words.add_name("GATE.gate");
    words.add_address("gate@gate");
    EXPECT_THAT(texts(words), ElementsAre(U"gate", U"gategate"));
}

TEST(KnownWords, that_everybody_takes_are_letters_and_long_enough_to_be_a_word) {
    KnownWords words;
    words.add_common();
    EXPECT_THAT(texts(words), SizeIs(common_words().size())) << "each stands there once";
    for (const std::string_view word : common_words()) {
        EXPECT_GE(word.size(), KnownWords::shortest_part) << word;
        EXPECT_THAT(of_name(word), ElementsAre(std::u32string(word.begin(), word.end())));
    }
}

TEST(KnownWords, have_bounds) {
    KnownWords words;
    words.add_name(std::string(KnownWords::most_text + 1, 'a'));
    EXPECT_THAT(words.all(), IsEmpty());
    for (unsigned i = 0; i < 2 * KnownWords::most_text; ++i)
        words.add_name(std::to_string(1'000'000 + i));
    EXPECT_THAT(words.all(), SizeIs(KnownWords::most_text / 7));
}

}  // namespace
}  // namespace ramauth::policy
