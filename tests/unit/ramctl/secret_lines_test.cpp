// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/secret_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <system_error>
#include <vector>

#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "NUMBER:LINE" each, or "NUMBER!" for one that is too long.
std::vector<std::string> lines_of(const std::string& text) {
    const testing::InputFile file(text);
    SecretLines lines(file.fd());
    std::vector<std::string> all;
    for (;;) {
        const auto next = lines.next();
        if (next == SecretLines::Next::end) return all;
        const std::string number = std::to_string(lines.number());
        all.push_back(next == SecretLines::Next::too_long
                          ? number + "!"
                          : number + ":" + std::string(lines.line()));
    }
}

TEST(SecretLines, a_line_has_neither_its_line_feed_nor_the_return_before_it) {
    EXPECT_THAT(lines_of(""), IsEmpty());
    EXPECT_THAT(lines_of("one\ntwo\r\n\nfour"), ElementsAre("1:one", "2:two", "3:", "4:four"));
    EXPECT_THAT(lines_of("a\rb\r\r\n"), ElementsAre("1:a\rb\r"));
    EXPECT_THAT(lines_of("end\r"), ElementsAre("1:end"));
}

TEST(SecretLines, nul_bytes_are_bytes) {
    EXPECT_THAT(lines_of(std::string("a\0b\nc", 5)),
                ElementsAre("1:" + std::string("a\0b", 3), "2:c"));
}

TEST(SecretLines, what_is_longer_than_any_password_is_passed_over) {
    const std::string longest(Secret::max_size, 'x');
    EXPECT_THAT(lines_of(longest + "\r\n" + longest + "\n" + longest),
                ElementsAre("1:" + longest, "2:" + longest, "3:" + longest));
    EXPECT_THAT(lines_of(longest + "y\nb\n"), ElementsAre("1!", "2:b"));
    EXPECT_THAT(lines_of("a\n" + std::string(10 << 20, 'x') + "\nb\n" + std::string(70000, 'y')),
                ElementsAre("1:a", "2!", "3:b", "4!"));
}

TEST(SecretLines, lines_across_the_pieces_that_are_read_stay_whole) {
    std::string text;
    std::vector<std::string> wanted;
    for (unsigned i = 1; i <= 5000; ++i) {
        const std::string line(i % 97, static_cast<char>('a' + i % 26));
        text += line + "\n";
        wanted.push_back(std::to_string(i) + ":" + line);
    }
    EXPECT_EQ(lines_of(text), wanted);
}

TEST(SecretLines, what_cannot_be_read_is_a_fault) {
    SecretLines lines(-1);
    EXPECT_THROW((void)lines.next(), std::system_error);
}

}  // namespace
}  // namespace ramctl
