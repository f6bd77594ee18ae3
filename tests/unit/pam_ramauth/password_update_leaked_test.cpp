// SPDX-License-Identifier: LGPL-2.1-or-later
// A password change that is refused because the password has leaked.
#include "tests/unit/pam_ramauth/transaction.h"

namespace ramauth::pam::test {
namespace {

struct LeakedPassword : testing::Test {
    Transaction t;
    LeakedPassword() { t.host.caller = Uid{1001}; }
};

TEST_F(LeakedPassword, P9_is_refused_with_its_reason_and_another_one_is_asked_for) {
    bool first = true;
    t.ramd().on_change = [&first](const Asked&) -> Answer<PasswordChanged> {
        if (std::exchange(first, false))
            return Refusal{Code::weak_password, "It has leaked: choose another one.", {}};
        return PasswordChanged{8};
    };
    t.types({"right", "password1", "password1", "b", "b"});
    EXPECT_EQ(PAM_SUCCESS, t.change());
    EXPECT_THAT(t.person().heard_of('!'), ElementsAre("It has leaked: choose another one."));
}

}  // namespace
}  // namespace ramauth::pam::test
