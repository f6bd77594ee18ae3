// SPDX-License-Identifier: LGPL-2.1-or-later
// What an account that is not ours gets in the password stage.
#include "tests/unit/pam_ramauth/transaction.h"

namespace ramauth::pam::test {
namespace {

struct Unmanaged : testing::Test {
    Transaction t;
    Unmanaged() { t.host.marker = Managed::no; }
};

TEST_F(Unmanaged, M13_first_in_the_stack_gets_the_new_password_for_the_modules_behind) {
    t.types({"new one", "new one"});
    EXPECT_EQ(PAM_USER_UNKNOWN, t.call(pam_sm_chauthtok, prelim));
    EXPECT_THAT(t.person().heard, IsEmpty());
    EXPECT_EQ(PAM_USER_UNKNOWN, t.call(pam_sm_chauthtok, update));
    EXPECT_THAT(t.person().heard, ElementsAre("? New password: ", "? Retype new password: "));
    EXPECT_EQ("new one", t.pam.items[PAM_AUTHTOK]);
    EXPECT_THAT(t.ramd().asked, IsEmpty());
}

TEST_F(Unmanaged, M13_is_left_untouched_behind_another_module) {
    t.options = {"use_authtok"};
    EXPECT_EQ(PAM_USER_UNKNOWN, t.change());
    t.options = {};
    t.pam.items[PAM_AUTHTOK] = "given";
    EXPECT_EQ(PAM_USER_UNKNOWN, t.change());
    EXPECT_THAT(t.person().heard, IsEmpty());
    EXPECT_EQ("given", t.pam.items[PAM_AUTHTOK]);
}

TEST_F(Unmanaged, is_asked_again_when_the_two_do_not_match_three_times_in_all) {
    t.types({"a", "b", "c", "c"});
    EXPECT_EQ(PAM_USER_UNKNOWN, t.change());
    EXPECT_EQ("c", t.pam.items[PAM_AUTHTOK]);
    EXPECT_THAT(t.person().heard_of('!'), ElementsAre("Sorry, passwords do not match."));

    t.pam.items.erase(PAM_AUTHTOK);
    t.types({"a", "b", "a", "b", "a", "b", "c", "c"});
    EXPECT_EQ(PAM_AUTHTOK_ERR, t.change());
    EXPECT_FALSE(t.has_item(PAM_AUTHTOK));
}

TEST_F(Unmanaged, fails_where_nobody_answers) {
    EXPECT_EQ(PAM_AUTHTOK_ERR, t.change());
    t.types({"a"});
    EXPECT_EQ(PAM_AUTHTOK_ERR, t.change());
}

}  // namespace
}  // namespace ramauth::pam::test
