// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/options.h"

#include <gmock/gmock.h>

namespace ramauth::pam {
namespace {

Options parse(std::initializer_list<const char*> arguments) {
    return parse_options({arguments.begin(), arguments.size()});
}

TEST(Options, have_the_defaults_of_the_contract) {
    const Options options = parse({});
    EXPECT_EQ(std::chrono::seconds(10), options.timeout);
    EXPECT_EQ(std::chrono::seconds(20), options.change_timeout());
    EXPECT_EQ(1U, options.min_uid);
    EXPECT_FALSE(options.debug || options.use_first_pass || options.try_first_pass);
    EXPECT_FALSE(options.use_authtok || options.quiet);
    EXPECT_EQ(SecondFactor::as_ramd_says, options.second_factor);
}

TEST(Options, are_all_understood) {
    const Options options = parse({"debug", "timeout=3", "use_first_pass", "try_first_pass",
                                   "use_authtok", "min_uid=0", "mfa=no", "quiet"});
    EXPECT_TRUE(options.debug && options.use_first_pass && options.try_first_pass);
    EXPECT_TRUE(options.use_authtok && options.quiet);
    EXPECT_EQ(std::chrono::seconds(3), options.timeout);
    EXPECT_EQ(0U, options.min_uid);
    EXPECT_EQ(SecondFactor::no, options.second_factor);
    EXPECT_EQ(SecondFactor::only, parse({"mfa=only"}).second_factor);
    EXPECT_TRUE(options.not_understood.empty());
}

TEST(Options, that_are_unknown_or_malformed_are_kept_apart_and_change_nothing) {
    const auto strange = {"",
                          "timeout",
                          "timeout=",
                          "timeout=0",
                          "timeout=601",
                          "timeout=1s",
                          "timeout=-1",
                          "min_uid=0x1",
                          "mfa=maybe",
                          "Debug",
                          "debug=yes",
                          "min_uid=99999999999",
                          "socket=/tmp/x"};
    const Options options = parse(strange);
    EXPECT_EQ(strange.size(), options.not_understood.size());
    EXPECT_EQ(std::chrono::seconds(10), options.timeout);
    EXPECT_EQ(1U, options.min_uid);
    EXPECT_FALSE(options.debug);
}

TEST(Options, survive_a_null_argument) {
    EXPECT_TRUE(parse({nullptr, "debug"}).debug);
}

}  // namespace
}  // namespace ramauth::pam
