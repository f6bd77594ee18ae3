// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/courier/settings.h"

#include <gtest/gtest.h>

namespace ramd::courier {
namespace {

using ramauth::ConfigError;

TEST(CourierSettings, are_two_keys_among_those_of_ramd) {
    const Settings settings = parse_settings(
        "# of ramd\nHashMemory=64\nMailFrom = ramauth@example.org\nSMSCommand=/usr/local/bin/sms\n",
        "f");
    EXPECT_EQ(settings.mail_from, "ramauth@example.org");
    EXPECT_EQ(settings.sms_command, "/usr/local/bin/sms");
}

TEST(CourierSettings, are_nothing_where_nothing_is_said) {
    const Settings settings = parse_settings("ManageRoot=yes\n", "f");
    EXPECT_TRUE(settings.mail_from.empty());
    EXPECT_TRUE(settings.sms_command.empty());
    EXPECT_TRUE(read_settings("/nonexistent/ramd.conf").sms_command.empty());
}

TEST(CourierSettings, O6_that_are_wrong_are_named_with_file_and_line) {
    for (const char* line :
         {"MailFrom=", "MailFrom=ann", "MailFrom=-t@example.org", "MailFrom=a@b c@d",
          "SMSCommand=", "SMSCommand=sms", "SMSCommand=/usr/bin/", "SMSCommand=/usr/bin/s\xc3\xbc",
          "SMSCommand=/a\nSMSCommand=/b"}) {
        try {
            (void)parse_settings(std::string("\n") + line + "\n", "f");
            ADD_FAILURE() << "expected: refused: " << line;
        } catch (const ConfigError& fault) {
            EXPECT_TRUE(std::string_view(fault.what()).starts_with("f:")) << fault.what();
        }
    }
}

TEST(CourierSettings, hold_a_space_in_a_path_as_a_part_of_it) {
    // No shell splits it: it is the name of a file.
    EXPECT_EQ(parse_settings("SMSCommand=/opt/a b\n", "f").sms_command, "/opt/a b");
}

}  // namespace
}  // namespace ramd::courier
