// SPDX-License-Identifier: LGPL-2.1-or-later
#include "shared/settings_file.h"

#include <gmock/gmock.h>

#include <map>

namespace ramauth {
namespace {

using testing::ElementsAre;
using testing::Pair;

std::map<std::string, std::string> parsed(std::string_view text) {
    std::map<std::string, std::string> settings;
    parse_settings(text, "f", [&settings](std::string_view key) -> SettingTaker {
        if (key != "One" && key != "Two") return {};
        return [&settings, key = std::string(key)](std::string_view value) {
            if (value == "bad") throw BadLine("that is bad");
            settings[key] = value;
        };
    });
    return settings;
}

std::string fault_of(std::string_view text) {
    try {
        (void)parsed(text);
    } catch (const ConfigError& fault) {
        return fault.what();
    }
    return "no fault";
}

TEST(SettingsFile, blanks_comments_and_empty_lines_mean_nothing) {
    EXPECT_THAT(parsed("# One=0\n\n \t\n One = a b \t\nTwo=x=y"),
                ElementsAre(Pair("One", "a b"), Pair("Two", "x=y")));
}

TEST(SettingsFile, a_fault_names_file_and_line) {
    EXPECT_EQ(fault_of("One=1\nThree=3\n"), "f:2: there is no key of this name");
    EXPECT_EQ(fault_of("One=1\nOne=1\n"), "f:2: One stands here twice");
    EXPECT_EQ(fault_of("\n\nOne\n"), "f:3: neither Key=Value nor a comment");
    EXPECT_EQ(fault_of("One=bad"), "f:1: that is bad");
    EXPECT_EQ(fault_of("One=1\r\n"), "f:1: a control character; lines end with a line feed alone");
}

TEST(SettingsFile, a_path_is_absolute_and_a_number_within_its_bounds) {
    EXPECT_EQ(absolute_path_setting("/a/b"), "/a/b");
    EXPECT_THROW((void)absolute_path_setting("a/b"), BadLine);
    EXPECT_THROW((void)absolute_path_setting("/a/"), BadLine);
    EXPECT_THROW((void)absolute_path_setting(""), BadLine);
    EXPECT_EQ(number_setting("10", 1, 10), 10U);
    EXPECT_THROW((void)number_setting("11", 1, 10), BadLine);
    EXPECT_THROW((void)number_setting("-1", 0, 10), BadLine);
    EXPECT_THROW((void)number_setting("1 ", 1, 10), BadLine);
}

TEST(SettingsFile, no_file_is_not_a_fault_and_a_folder_is_one) {
    EXPECT_EQ(read_settings_file("/nonexistent/f"), std::nullopt);
    EXPECT_THROW((void)read_settings_file("/tmp"), ConfigError);
}

}  // namespace
}  // namespace ramauth
