// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/factor_ways.h"

#include <gtest/gtest.h>

#include <map>

namespace ramauth::pam {
namespace {

using Next = std::vector<std::string>;

TEST(FactorWays, says_what_is_open_in_a_sentence) {
    const std::map<Next, std::string> sentences{
        {{"totp"}, "the code that your authenticator app shows."},
        {{"recovery-code"}, "a recovery code."},
        {{"email"}, "a code by mail."},
        {{"sms"}, "a code by SMS."},
        {{"sms", "email"}, "a code by mail or SMS."},
        {{"email", "recovery-code"}, "a code by mail or a recovery code."},
        {{"totp", "email"},
         "the code that your authenticator app shows or a code by mail (press Enter to get one)."},
        {{"totp", "email", "sms", "recovery-code"},
         "the code that your authenticator app shows, a code by mail or SMS (press Enter to get "
         "one) or a recovery code."},
    };
    for (const auto& [next, rest] : sentences)
        EXPECT_EQ("A second factor is needed: " + rest, FactorWays::of(next)->sentence());
}

TEST(FactorWays, knows_what_has_to_be_sent_first_and_what_is_at_hand) {
    const auto all = FactorWays::of({"totp", "email", "recovery-code"});
    EXPECT_TRUE(all->can_be_sent());
    EXPECT_FALSE(all->must_be_sent());
    EXPECT_EQ("the code that your authenticator app shows or a recovery code", all->at_hand());
    const auto mail = FactorWays::of({"email"});
    EXPECT_TRUE(mail->must_be_sent());
    EXPECT_EQ("", mail->at_hand());
    EXPECT_FALSE(FactorWays::of({"recovery-code"})->must_be_sent());
}

TEST(FactorWays, leaves_ways_of_a_newer_ramd_out) {
    EXPECT_EQ(FactorWays::of({"totp"})->sentence(),
              FactorWays::of({"webauthn", "totp"})->sentence());
}

TEST(FactorWays, F1_are_none_where_no_way_is_known_or_a_binding_is_not_alone) {
    for (const Next& next : {Next{}, Next{""}, Next{"webauthn"}, Next{"Totp"}, Next{"bind", "totp"},
                             Next{"recovery-code", "bind"}})
        EXPECT_FALSE(FactorWays::of(next));
    EXPECT_TRUE(FactorWays::of({"bind"})->bind);
}

}  // namespace
}  // namespace ramauth::pam
