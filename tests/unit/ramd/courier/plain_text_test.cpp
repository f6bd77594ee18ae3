// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/courier/plain_text.h"

#include <gtest/gtest.h>

#include <string>

namespace ramd::courier {
namespace {

TEST(PlainText, is_lines_of_utf8) {
    for (const char* text : {"", "a", "a\n", "\n\n", ".\n", "gr\xc3\xbc\xc3\x9f", "\xe2\x82\xac",
                             "\xf0\x9f\x94\x91", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf", "\xc2\xa0"})
        EXPECT_TRUE(is_plain_text(text)) << text;
}

TEST(PlainText, has_no_control_character_but_the_line_feed) {
    for (const std::string& text :
         {std::string("a\r\n"), std::string("\t"), std::string("a\0b", 3), std::string("\x1b[2J"),
          std::string("\x7f"), std::string("\xc2\x80"), std::string("\xc2\x9f")})
        EXPECT_FALSE(is_plain_text(text));
}

TEST(PlainText, is_no_other_encoding) {
    for (const char* text : {"\xe4", "\x80", "\xc0\xaf", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80",
                             "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xc3",
                             "\xe2\x82", "\xf0\x9f\x94", "\xe2\x28\xac", "\xe2\x82\x28"})
        EXPECT_FALSE(is_plain_text(text)) << text;
}

TEST(PlainText, has_lines_that_every_mail_system_takes) {
    const std::string line(900, 'a');
    EXPECT_TRUE(is_plain_text(line + "\n" + line));
    EXPECT_FALSE(is_plain_text(line + "a\n"));
}

TEST(AsciiLine, is_printable_and_one) {
    EXPECT_TRUE(is_ascii_line("Your code for build.example.org: ~"));
    for (const char* text : {"a\nb", "\t", "\x7f", "\xc3\xbc"}) EXPECT_FALSE(is_ascii_line(text));
    EXPECT_TRUE(is_ascii("a\nb"));
    EXPECT_FALSE(is_ascii("gr\xc3\xbc\xc3\x9f"));
}

}  // namespace
}  // namespace ramd::courier
