// SPDX-License-Identifier: LGPL-2.1-or-later
// P4: a change that is asked for again, because its answer was lost.
#include "ramd/login/password_changer.h"

#include <gtest/gtest.h>

#include "tests/unit/ramd/login/password_changer_stage.h"

namespace ramd::test {
namespace {

using ramauth::Code;

TEST_F(PasswordChangerTest, P4_a_repeated_nonce_learns_that_the_change_was_made) {
    add_ann();
    const auto first = change(old_password, new_password, with_nonce("n1"));
    ASSERT_TRUE(done(first));
    const auto again = change(old_password, new_password, with_nonce("n1"));
    ASSERT_TRUE(done(again));
    EXPECT_EQ(std::get<PasswordChanged>(again).epoch, std::get<PasswordChanged>(first).epoch);
    EXPECT_EQ(store.commits.size(), 1U);
    EXPECT_EQ(log.count(EventKind::password_changed), 1U);
    EXPECT_EQ(code_of(change(old_password, new_password, with_nonce("n2"))),
              Code::old_password_incorrect);
}

TEST_F(PasswordChangerTest, P4_also_after_a_restart) {
    add_ann();
    ASSERT_TRUE(done(change(old_password, new_password, with_nonce("n1"))));
    PasswordChanger after_restart{services};
    const auto again = run(after_restart.change(name("ann"), PasswordProof{secret(old_password)},
                                                secret(new_password), with_nonce("n1")));
    ASSERT_TRUE(done(again));
    EXPECT_EQ(std::get<PasswordChanged>(again).epoch, ann().epoch);
    EXPECT_EQ(store.commits.size(), 1U);
}

TEST_F(PasswordChangerTest, P4_a_refusal_is_repeated_as_well) {
    add_ann();
    EXPECT_EQ(code_of(change(old_password, "short", with_nonce("n1"))), Code::password_too_weak);
    EXPECT_EQ(code_of(change(old_password, new_password, with_nonce("n1"))),
              Code::password_too_weak);
    EXPECT_TRUE(done(change(old_password, new_password, with_nonce("n2"))));
}

TEST_F(PasswordChangerTest, P4_where_nothing_was_decided_the_same_nonce_may_try_again) {
    add_ann();
    pool.check_answer = CheckAnswer(Busy{});
    EXPECT_EQ(code_of(change(old_password, new_password, with_nonce("n1"))), Code::limit_exceeded);
    pool.check_answer.reset();
    EXPECT_TRUE(done(change(old_password, new_password, with_nonce("n1"))));
}

TEST_F(PasswordChangerTest, P4_a_fault_leaves_the_nonce_usable) {
    add_ann();
    store.broken = true;
    EXPECT_THROW((void)change(old_password, new_password, with_nonce("n1")), StoreFault);
    store.broken = false;
    EXPECT_TRUE(done(change(old_password, new_password, with_nonce("n1"))));
}

TEST_F(PasswordChangerTest, another_caller_learns_nothing_by_a_nonce) {
    add_ann();
    ASSERT_TRUE(done(change(old_password, new_password, with_nonce("n1"))));
    auto other = own_request();
    other.context.nonce = "n1";
    EXPECT_EQ(code_of(change(old_password, new_password, std::move(other))),
              Code::old_password_incorrect);
}

TEST_F(PasswordChangerTest, a_nonce_has_a_bounded_length) {
    add_ann();
    EXPECT_EQ(code_of(change(old_password, new_password, with_nonce(std::string(129, 'n')))),
              Code::parameter_format);
    expect_untouched();
}

}  // namespace
}  // namespace ramd::test
