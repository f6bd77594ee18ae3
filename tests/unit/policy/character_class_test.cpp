// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/character_class.h"

#include <gtest/gtest.h>

#include <string_view>

namespace ramauth::policy {
namespace {

void expect_all(std::u32string_view characters, CharacterClass expected) {
    for (const char32_t c : characters)
        EXPECT_EQ(class_of(c), expected) << "U+" << std::hex << static_cast<unsigned>(c);
}

TEST(CharacterClass, goes_by_the_general_category) {
    expect_all(U"az\u00e4\u03b1\u0436", CharacterClass::lowercase);
    expect_all(U"AZ\u00c4\u0391\u0416\u01c5", CharacterClass::uppercase);  // the last is titlecase
    expect_all(U"09\u0660\u0966\uff10", CharacterClass::number);
    expect_all(U" !~_\t\u20ac\u4e2d\u05d0\U0001F600\u0301\u00bd\u2164", CharacterClass::symbol);
}

TEST(CharacterClass, knows_a_class_for_whatever_is_no_character) {
    EXPECT_EQ(class_of(0xFFFD), CharacterClass::symbol);
    EXPECT_EQ(class_of(0x10FFFF), CharacterClass::symbol);
    EXPECT_EQ(class_of(0x110000), CharacterClass::symbol);
    EXPECT_EQ(class_of(0xFFFFFFFF), CharacterClass::symbol);
}

}  // namespace
}  // namespace ramauth::policy
