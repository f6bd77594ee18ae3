// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/weak_lines.h"

#include <gmock/gmock.h>

namespace ramd {
namespace {

using ramauth::Refusal;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string one = "00000000000000000000000000000000000000Aa";
const std::string two = "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8";

WeakHash hash(const std::string& digits) {
    return ramauth::weak_list::parse_weak_hash(digits).value();
}

std::vector<WeakHash> parsed(const std::string& text) {
    return std::get<std::vector<WeakHash>>(parse_weak_lines(text));
}

TEST(WeakLines, are_hashes_of_either_case_with_either_line_end) {
    EXPECT_THAT(parsed(one + "\n" + two + "\n"), ElementsAre(hash(one), hash(two)));
    EXPECT_THAT(parsed(one + "\r\n" + two), ElementsAre(hash(one), hash(two)));
    EXPECT_THAT(parsed(""), IsEmpty());
}

TEST(WeakLines, P9_a_line_that_is_none_is_named_by_its_number) {
    const std::vector<std::pair<std::string, const char*>> bad{
        {"\n", "line 1 "},
        {one + "\n\n" + two + "\n", "line 2 "},
        {one + "\n" + two.substr(1) + "\n", "line 2 "},
        {one + "\n" + two + "0\n", "line 2 "},
        {one + "\n" + two + ":17\n", "line 2 "},
        {one + " \n", "line 1 "},
        {one + "\r", "line 1 "},
        {one + "\r\r\n", "line 1 "},
        {one + two + "\n", "line 1 "},
        {one + "\n" + two + "\n" + std::string(40, 'g'), "line 3 "},
        {std::string(40, '\0'), "line 1 "},
        {"\xef\xbb\xbf" + one, "line 1 "},
    };
    for (const auto& [text, line] : bad) {
        const auto result = parse_weak_lines(text);
        ASSERT_TRUE(std::holds_alternative<Refusal>(result)) << text;
        const auto& refusal = std::get<Refusal>(result);
        EXPECT_EQ(ramauth::code_text(refusal.code, refusal.field),
                  "InvalidParameter.Hashes.Format");
        EXPECT_THAT(refusal.sentence, HasSubstr(line));
    }
}

TEST(WeakLines, what_was_written_is_read_again_and_a_page_fits) {
    const std::vector<WeakHash> page(most_weak_lines, hash(two));
    const ramauth::Secret text = format_weak_lines(page);
    EXPECT_LE(text.size(), ramauth::max_long_secret);
    EXPECT_EQ(parsed(std::string(text.view())), page);
    EXPECT_TRUE(format_weak_lines({}).empty());
}

TEST(WeakLines, a_marker_is_a_hash_or_nothing) {
    EXPECT_EQ(std::get<std::optional<WeakHash>>(parse_weak_marker("")), std::nullopt);
    EXPECT_EQ(std::get<std::optional<WeakHash>>(parse_weak_marker(two)), hash(two));
    for (const std::string& text : {two + "\n", two.substr(1), std::string("x")})
        EXPECT_EQ(std::get<Refusal>(parse_weak_marker(text)).field, "Marker") << text;
}

}  // namespace
}  // namespace ramd
