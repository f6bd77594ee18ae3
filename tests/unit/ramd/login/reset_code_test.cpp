// SPDX-License-Identifier: LGPL-2.1-or-later
// What a code can do that stands in for a password.
#include "ramd/login/reset_code.h"

#include <gtest/gtest.h>

#include "ramd/login/account_checker.h"
#include "ramd/login/authenticator.h"
#include "ramd/login/password_changer.h"
#include "ramd/login/reset_code_maker.h"
#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;

class ResetCodeTest : public testing::Test, protected LoginHouse {
protected:
    ResetCodeTest() {
        add_ann();
        const auto made = run(maker.make(name("ann"), {}, manager_request()));
        code = text_in(*std::get<ResetCodeMade>(made).code);
    }
    // Nothing where it was refused.
    std::optional<Secret> log_on(std::string_view typed) {
        auto answer = run(authenticator.authenticate(name("ann"), secret(typed), module_request()));
        auto* proved = std::get_if<Authenticated>(&answer);
        if (proved == nullptr) {
            EXPECT_EQ(code_of(answer), Code::authentication_failed);
            return std::nullopt;
        }
        return std::move(proved->ticket);
    }
    Verdict verdict_of(const Secret& ticket) {
        auto request = module_request();
        request.ticket = ticket.clone();
        return std::get<CheckedAccount>(accounts_stage.check(name("ann"), request)).verdict;
    }
    std::optional<Code> change(const Secret& ticket, std::string_view to) {
        return code_of(run(changer.change(name("ann"), TicketProof{ticket.clone()}, secret(to),
                                          module_request())));
    }
    std::optional<Code> change_by(std::string_view proof, std::string_view to) {
        return code_of(run(
            changer.change(name("ann"), PasswordProof{secret(proof)}, secret(to), own_request())));
    }

    std::string code;
    ResetCodeMaker maker{services};
    Authenticator authenticator{services};
    AccountChecker accounts_stage{services};
    PasswordChanger changer{services};
};

TEST_F(ResetCodeTest, it_lets_its_owner_to_a_change_and_no_further) {
    for (int logon = 0; logon < 2; ++logon) {
        const auto ticket = log_on(code);
        ASSERT_TRUE(ticket) << "as often as wanted, until the change";
        EXPECT_EQ(verdict_of(*ticket), Verdict::change_required);
    }
    const auto ticket = log_on(code);
    ASSERT_TRUE(ticket);
    EXPECT_EQ(change(*ticket, "battery staple"), std::nullopt);
    EXPECT_EQ(ann().hash, FakeHashingPool::hash_of("battery staple"));
    EXPECT_EQ(ann().reset_code_until, ramauth::never);
    EXPECT_FALSE(ann().life.reset_required);
    EXPECT_FALSE(log_on(code));
    const auto after = log_on("battery staple");
    ASSERT_TRUE(after);
    EXPECT_EQ(verdict_of(*after), Verdict::ok);
}

TEST_F(ResetCodeTest, it_may_be_typed_in_any_case_with_blanks_or_without_dashes) {
    std::string bare = code;
    std::erase(bare, '-');
    std::string small = code;
    for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    std::string blanks = code;
    std::replace(blanks.begin(), blanks.end(), '-', ' ');
    for (const auto& typed : {bare, small, blanks, " " + code + " "})
        EXPECT_TRUE(log_on(typed)) << typed;
}

TEST_F(ResetCodeTest, wrong_ones_and_the_old_password_count_as_guesses_at_the_same_cost) {
    std::string other = code;
    other[0] = other[0] == 'A' ? 'B' : 'A';
    pool.checked.clear();
    unsigned guesses = 0;
    for (const auto& typed : {other, std::string("correct horse"), std::string("----"),
                              code.substr(0, 18), code + "A", std::string("a\x01")}) {
        EXPECT_FALSE(log_on(typed)) << typed;
        EXPECT_EQ(pool.checked.size(), ++guesses);
        EXPECT_EQ(guesses_of(services, ann()).in_a_row, guesses);
        pass(1h / 60);
        store.profiles.at("ann").guesses = guesses_of(services, ann());
        services.guesses = GuessBook();
    }
}

TEST_F(ResetCodeTest, after_an_hour_it_is_a_wrong_password_and_the_journal_says_why) {
    pass(1h - 1s);
    EXPECT_TRUE(log_on(code));
    pass(1s);
    pool.checked.clear();
    EXPECT_FALSE(log_on(code));
    EXPECT_EQ(pool.checked.size(), 1U);
    EXPECT_EQ(guesses_of(services, ann()).in_a_row, 1U);
    EXPECT_EQ(log.events.back().kind, EventKind::logon_refused);
    EXPECT_EQ(log.events.back().detail, "the reset code has expired");
    EXPECT_EQ(change_by(code, "battery staple"), Code::old_password_incorrect);
}

TEST_F(ResetCodeTest, a_clock_that_is_set_back_does_not_lengthen_its_life) {
    now -= 2h;
    EXPECT_FALSE(log_on(code));
}

TEST_F(ResetCodeTest, a_logon_within_the_hour_may_be_finished_after_it) {
    pass(1h - 1s);
    const auto ticket = log_on(code);
    pass(1min);
    ASSERT_TRUE(ticket);
    EXPECT_EQ(change(*ticket, "battery staple"), std::nullopt);
}

TEST_F(ResetCodeTest, P10_the_new_password_is_neither_the_code_nor_the_one_before) {
    std::string small = code;
    for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    for (const auto& wanted : {code, small, std::string("correct horse")}) {
        const auto ticket = log_on(code);
        ASSERT_TRUE(ticket);
        EXPECT_EQ(change(*ticket, wanted), Code::password_reused) << wanted;
    }
    EXPECT_EQ(change_by(code, "correct horse"), Code::password_reused);
    EXPECT_TRUE(log_on(code)) << "a refused change does not spend it";
}

TEST_F(ResetCodeTest, P10_the_new_password_need_not_differ_from_the_code_in_characters) {
    store.policy_in_force.minimum_changed_characters = 16;
    const auto ticket = log_on(code);
    ASSERT_TRUE(ticket);
    EXPECT_EQ(change(*ticket, code.substr(0, 15) + "xyz!"), std::nullopt);
}

TEST_F(ResetCodeTest, it_proves_a_change_of_the_users_own_too_and_is_not_remembered) {
    store.policy_in_force.password_reuse_prevention = 5;
    EXPECT_EQ(change_by(code, "battery staple"), std::nullopt);
    EXPECT_EQ(ann().history, std::vector{FakeHashingPool::hash_of("correct horse")});
    EXPECT_EQ(change_by("battery staple", code), std::nullopt)
        << "it is a text like any other from then on";
}

}  // namespace
}  // namespace ramd::test
