// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/change_news.h"

#include "tests/unit/pam_ramauth/transaction.h"

namespace ramauth::pam::test {
namespace {

std::string told(ChangeKind kind, AskingSession asking, std::optional<std::uint32_t> others) {
    return change_news(kind, {asking, others});
}

TEST(ChangeNews, of_ones_own_change_counts_the_others_and_names_this_one) {
    constexpr auto kind = ChangeKind::voluntary;
    constexpr auto asking = AskingSession::ends;
    EXPECT_EQ(told(kind, asking, 0), "The password was changed. This session ends now.");
    EXPECT_EQ(told(kind, asking, 1),
              "The password was changed. 1 other session of this account is being ended, this one "
              "last.");
    EXPECT_EQ(told(kind, asking, 12),
              "The password was changed. 12 other sessions of this account are being ended, this "
              "one last.");
}

TEST(ChangeNews, does_not_say_that_a_session_ends_which_stays) {
    constexpr auto kind = ChangeKind::voluntary;
    constexpr auto asking = AskingSession::stays;
    EXPECT_EQ(told(kind, asking, 0), "The password was changed.");
    EXPECT_EQ(told(kind, asking, 1),
              "The password was changed. 1 other session of this account is being ended.");
    EXPECT_EQ(told(kind, asking, 2),
              "The password was changed. 2 other sessions of this account are being ended.");
    EXPECT_EQ(told(kind, asking, std::nullopt),
              "The password was changed. Other sessions of this account are being ended.");
}

TEST(ChangeNews, from_outside_the_accounts_sessions_does_not_speak_of_this_one) {
    constexpr auto kind = ChangeKind::voluntary;
    constexpr auto asking = AskingSession::none;
    EXPECT_EQ(told(kind, asking, 0), "The password was changed.");
    EXPECT_EQ(told(kind, asking, 1),
              "The password was changed. 1 session of this account is being ended.");
    EXPECT_EQ(told(kind, asking, 2),
              "The password was changed. 2 sessions of this account are being ended.");
    EXPECT_EQ(told(kind, asking, std::nullopt),
              "The password was changed. All sessions of this account are being ended.");
}

TEST(ChangeNews, of_a_forced_change_counts_the_others_only) {
    constexpr auto kind = ChangeKind::forced;
    constexpr auto asking = AskingSession::none;
    EXPECT_EQ(told(kind, asking, 0), "The password was changed.");
    EXPECT_EQ(told(kind, asking, 1),
              "The password was changed. 1 other session of this account is being ended.");
    EXPECT_EQ(told(kind, asking, 3),
              "The password was changed. 3 other sessions of this account are being ended.");
}

TEST(ChangeNews, of_a_reset_counts_all_and_names_this_one_where_it_is_among_them) {
    constexpr auto kind = ChangeKind::reset;
    EXPECT_EQ(told(kind, AskingSession::none, 0), "The password was set.");
    EXPECT_EQ(told(kind, AskingSession::none, 1),
              "The password was set. 1 session of this account is being ended.");
    EXPECT_EQ(told(kind, AskingSession::none, 2),
              "The password was set. 2 sessions of this account are being ended.");
    EXPECT_EQ(told(kind, AskingSession::ends, 0), "The password was set. This session ends now.");
    EXPECT_EQ(told(kind, AskingSession::ends, 2),
              "The password was set. 2 other sessions of this account are being ended, this one "
              "last.");
}

TEST(ChangeNews, R6_says_that_sessions_do_not_end_where_ramd_may_not_end_them) {
    for (const auto others : {std::optional(1U), std::optional(2U), std::optional<unsigned>()}) {
        EXPECT_EQ(change_news(ChangeKind::voluntary, {AskingSession::ends, others, true}),
                  "The password was changed. Sessions of this account are not ended: ramd has no "
                  "permission to. Tell your administrator.");
    }
}

TEST(ChangeNews, names_no_number_where_ramd_names_none) {
    constexpr auto unknown = AskingSession::unknown;
    EXPECT_EQ(told(ChangeKind::voluntary, unknown, std::nullopt),
              "The password was changed. All sessions of this account are being ended, this one "
              "last.");
    EXPECT_EQ(told(ChangeKind::forced, unknown, std::nullopt),
              "The password was changed. Other sessions of this account are being ended.");
    EXPECT_EQ(told(ChangeKind::reset, unknown, std::nullopt),
              "The password was set. All sessions of this account are being ended.");
    EXPECT_EQ(told(ChangeKind::nothing_to_do, unknown, 1), "");
}

TEST(ChangeNews, is_told_after_ones_own_change) {
    Transaction t;
    t.host.caller = Uid{1001};
    t.ramd().ending = {AskingSession::ends, 1};
    t.types({"right", "new password", "new password"});
    ASSERT_EQ(PAM_SUCCESS, t.change());
    EXPECT_THAT(t.person().heard_of('i'),
                ElementsAre(told(ChangeKind::voluntary, AskingSession::ends, 1)));
}

TEST(ChangeNews, is_told_after_a_forced_change) {
    Transaction t;
    t.ramd().demand_change();
    t.log_on();
    t.ramd().ending = {AskingSession::none, 2};
    t.types({"new password", "new password"});
    ASSERT_EQ(PAM_SUCCESS, t.change(expired_only));
    EXPECT_THAT(t.person().heard_of('i'),
                ElementsAre(told(ChangeKind::forced, AskingSession::none, 2)));
}

}  // namespace
}  // namespace ramauth::pam::test
