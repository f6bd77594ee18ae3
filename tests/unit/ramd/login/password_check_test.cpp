// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/password_check.h"

#include <gtest/gtest.h>

#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;

class PasswordCheckTest : public testing::Test, protected LoginHouse {
protected:
    PasswordAnswer check(std::string_view typed, Request request = module_request()) {
        const Profile profile = ann();
        const Secret password = secret(typed);
        return run(check_typed_password(services, profile, password, request));
    }
    void expect_wrong(std::string_view typed, Request request = module_request()) {
        const auto checks = pool.checked.size();
        EXPECT_TRUE(std::holds_alternative<WrongPassword>(check(typed, std::move(request))));
        // One hash at the cost of the stored one, whatever was typed.
        ASSERT_EQ(pool.checked.size(), checks + 1);
        EXPECT_EQ(pool.checked.back(), ann().hash);
    }
};

TEST_F(PasswordCheckTest, gives_back_the_normal_form_of_the_right_password) {
    add_ann("caf\u00e9 au lait");
    const auto answer = check("cafe\u0301 au lait");
    ASSERT_TRUE(std::holds_alternative<RightPassword>(answer));
    EXPECT_EQ(std::get<RightPassword>(answer).normalised.view(), "caf\u00e9 au lait");
}

TEST_F(PasswordCheckTest, H4_everything_wrong_costs_one_hash_of_the_stored_cost) {
    add_ann().hash = FakeHashingPool::hash_of("correct horse", {.memory_mib = 19, .passes = 3});
    expect_wrong("wrong horse");
    expect_wrong("");
    expect_wrong(std::string(513, 'a'));
    expect_wrong(std::string_view("correct horse\0", 14));
    expect_wrong("\xff\xfe");
    expect_wrong("\b\n\r\177INCORRECT");
    expect_wrong("correct horse", module_request(2002));
}

TEST_F(PasswordCheckTest, F7_the_text_that_stands_in_for_malformed_input_is_no_password) {
    // Even where it happens to be the stored one.
    add_ann("-");
    EXPECT_TRUE(std::holds_alternative<WrongPassword>(check("")));
    EXPECT_TRUE(std::holds_alternative<WrongPassword>(check("\xff")));
    EXPECT_TRUE(std::holds_alternative<RightPassword>(check("-")));
}

TEST_F(PasswordCheckTest, F7_nothing_matches_an_empty_record) {
    add_ann().hash = PasswordHash{};
    for (const char* typed : {"", "x", "\xff"})
        EXPECT_EQ(code_of(check(typed)), Code::service_failure);
}

TEST_F(PasswordCheckTest, a_lock_that_is_set_holds_until_its_moment) {
    add_ann().guesses.lock = {present(), 1};
    expect_wrong("correct horse");
    pass(59s);
    expect_wrong("correct horse");
    pass(1s);
    EXPECT_TRUE(std::holds_alternative<RightPassword>(check("correct horse")));
}

TEST_F(PasswordCheckTest, H2_trouble_of_the_pool_is_never_a_wrong_password) {
    add_ann();
    const std::vector<std::pair<CheckAnswer, Code>> troubles{
        {Busy{}, Code::limit_exceeded},
        {Abandoned{}, Code::limit_exceeded},
        {HashCheck::no_memory, Code::service_failure},
        {HashCheck::malformed, Code::service_failure}};
    for (const auto& [answer, code] : troubles) {
        pool.check_answer = answer;
        EXPECT_EQ(code_of(check("wrong horse")), code);
        EXPECT_EQ(code_of(check("")), code);
    }
    EXPECT_TRUE(store.commits.empty());
}

TEST_F(PasswordCheckTest, only_a_confirmed_wrong_password_is_counted) {
    auto& profile = add_ann();
    expect_wrong("wrong horse");
    expect_wrong("\xff");
    EXPECT_EQ(ann().guesses.in_a_row, 2U);
    profile.orphaned = true;
    expect_wrong("wrong horse");
    profile.orphaned = false;
    EXPECT_TRUE(std::holds_alternative<RightPassword>(check("correct horse")));
    EXPECT_EQ(ann().guesses.in_a_row, 2U);
}

}  // namespace
}  // namespace ramd::test
