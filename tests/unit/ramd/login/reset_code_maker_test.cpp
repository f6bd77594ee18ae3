// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/reset_code_maker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ramd/login/profile_manager.h"
#include "tests/support/fake_courier.h"
#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;
using testing::HasSubstr;

class ResetCodeMakerTest : public testing::Test, protected LoginHouse {
protected:
    ResetCodeMakerTest() { add_ann().recovery_email = "ann@example.org"; }
    ResetCodeMaker::Made make(bool mail = false) {
        return run(maker.make(name("ann"), {.mail = mail}, manager_request()));
    }
    void expect_nothing_changed() {
        EXPECT_TRUE(store.commits.empty());
        EXPECT_TRUE(sessions.begun.empty());
        EXPECT_EQ(ann().hash, FakeHashingPool::hash_of("correct horse"));
        EXPECT_EQ(log.count(EventKind::manager_refused), 1U);
        EXPECT_TRUE(changes.profiles.empty());
    }
    static PasswordHash hash_of_code(std::string code) {
        std::erase(code, '-');
        return FakeHashingPool::hash_of(code);
    }

    FakeCourier courier;
    ResetCodeMaker maker{services};
};

TEST_F(ResetCodeMakerTest, R1_the_code_is_the_credential_and_the_password_is_void_in_one_step) {
    store.policy_in_force.password_reuse_prevention = 3;
    auto& profile = store.profiles.at("ann");
    profile.guesses.in_a_row = 3;
    profile.last_change_nonce = "0:n1";
    profile.factor_sources = {"192.0.2.0/24"};
    const auto answer = make();
    const auto& made = std::get<ResetCodeMade>(answer);
    EXPECT_EQ(made.valid_until, now + 1h);
    EXPECT_TRUE(made.sent_to.empty());
    ASSERT_TRUE(made.code);
    EXPECT_THAT(text_in(*made.code), testing::MatchesRegex("([A-Z2-7]{4}-){3}[A-Z2-7]{4}"));
    ASSERT_EQ(store.commits.size(), 1U);
    EXPECT_EQ(ann().hash, hash_of_code(text_in(*made.code)));
    EXPECT_EQ(ann().reset_code_until, now + 1h);
    EXPECT_EQ(ann().history, std::vector{FakeHashingPool::hash_of("correct horse")});
    EXPECT_TRUE(ann().life.reset_required);
    EXPECT_EQ(ann().life.changed, now);
    EXPECT_EQ(ann().guesses.in_a_row, 0U);
    EXPECT_TRUE(ann().last_change_nonce.empty());
    EXPECT_TRUE(ann().factor_sources.empty());
    EXPECT_GT(ann().epoch, 7U);
    EXPECT_EQ(store.pending.at(0).reason, "password-reset");
    EXPECT_EQ(sessions.begun.at(0).last_session, "session-of-4343");
    EXPECT_EQ(log.count(EventKind::profile_updated), 1U);
    EXPECT_THAT(changes.profiles.at(0).second, testing::Contains("ResetCodeValidUntil"));
}

TEST_F(ResetCodeMakerTest, a_second_code_takes_the_place_of_the_first_which_leaves_nothing) {
    (void)make();
    const auto first = ann().hash;
    now += 10min;
    const auto second = make();
    EXPECT_EQ(ann().hash, hash_of_code(text_in(*std::get<ResetCodeMade>(second).code)));
    EXPECT_NE(ann().hash, first);
    EXPECT_EQ(ann().history, std::vector{FakeHashingPool::hash_of("correct horse")})
        << "also where the policy remembers nothing";
    EXPECT_EQ(ann().reset_code_until, now + 1h);
}

TEST_F(ResetCodeMakerTest, an_initial_password_stays_initial) {
    store.profiles.at("ann").life.initial = true;
    ASSERT_FALSE(code_of(make()));
    EXPECT_TRUE(ann().life.initial);
}

TEST_F(ResetCodeMakerTest, a_mailed_code_is_not_shown) {
    services.courier = &courier;
    const auto answer = make(true);
    const auto& made = std::get<ResetCodeMade>(answer);
    EXPECT_FALSE(made.code);
    EXPECT_EQ(made.sent_to, "a***@example.org");
    ASSERT_EQ(courier.messages.size(), 1U);
    EXPECT_EQ(courier.messages[0].way, CourierWay::email);
    EXPECT_EQ(courier.messages[0].to, "ann@example.org");
    EXPECT_THAT(courier.messages[0].subject, HasSubstr("gate.example.org"));
    EXPECT_THAT(courier.text(), HasSubstr("2030-05-17 01:00 UTC"));
    EXPECT_EQ(ann().hash, hash_of_code(courier.credential()));
}

TEST_F(ResetCodeMakerTest, a_mail_that_is_not_taken_over_changes_nothing) {
    services.courier = &courier;
    courier.takes = false;
    EXPECT_EQ(code_of(make(true)), Code::service_failure);
    expect_nothing_changed();
}

TEST_F(ResetCodeMakerTest, a_mail_without_anybody_who_mails_changes_nothing) {
    EXPECT_EQ(code_of(make(true)), Code::service_failure);
    expect_nothing_changed();
}

TEST_F(ResetCodeMakerTest, a_mail_without_an_address_changes_nothing) {
    services.courier = &courier;
    store.profiles.at("ann").recovery_email.clear();
    const auto answer = make(true);
    EXPECT_EQ(code_of(answer), Code::parameter_format);
    EXPECT_EQ(std::get<ramauth::Refusal>(answer).field, "Mail");
    EXPECT_TRUE(courier.messages.empty());
    expect_nothing_changed();
}

TEST_F(ResetCodeMakerTest, a_commit_that_fails_after_the_mail_leaves_the_password_as_it_was) {
    services.courier = &courier;
    courier.meanwhile = [this] { store.full = true; };
    EXPECT_EQ(code_of(make(true)), Code::service_failure);
    expect_nothing_changed();
}

TEST_F(ResetCodeMakerTest, a_password_that_was_set_during_the_mail_stays) {
    services.courier = &courier;
    courier.meanwhile = [this] { store.profiles.at("ann").epoch = 8; };
    EXPECT_EQ(code_of(make(true)), Code::concurrent_modification);
    expect_nothing_changed();
}

TEST_F(ResetCodeMakerTest, nothing_is_committed_for_one_who_gave_up) {
    auto gone = manager_request();
    const auto abandoned = gone.abandoned;
    pool.meanwhile = [abandoned] { *abandoned = true; };
    EXPECT_EQ(code_of(run(maker.make(name("ann"), {}, std::move(gone)))), Code::limit_exceeded);
    expect_nothing_changed();
}

TEST_F(ResetCodeMakerTest, a_busy_pool_and_an_orphaned_or_missing_profile_refuse) {
    pool.hash_answer = HashAnswer(Busy{});
    EXPECT_EQ(code_of(make()), Code::limit_exceeded);
    expect_nothing_changed();
    store.profiles.at("ann").orphaned = true;
    EXPECT_EQ(code_of(make()), Code::temporarily_unmodifiable);
    store.profiles.clear();
    EXPECT_EQ(code_of(make()), Code::no_login_profile);
}

TEST_F(ResetCodeMakerTest, O8_a_code_that_could_not_be_told_is_not_committed) {
    ASSERT_FALSE(code_of(make()));
    const NoDescriptorsLeft none;
    EXPECT_THROW((void)make(), std::system_error);
    EXPECT_EQ(store.commits.size(), 1U);
}

TEST_F(ResetCodeMakerTest, an_administrators_reset_ends_the_code_and_its_change_is_not_waived) {
    (void)make();
    ProfileManager manager{services};
    ProfileSettings waive;
    waive.password_reset_required = false;
    EXPECT_EQ(code_of(run(manager.update(name("ann"), std::move(waive), manager_request()))),
              Code::parameter_format);
    EXPECT_TRUE(ann().life.reset_required);
    ProfileSettings reset;
    reset.password = secret("battery staple");
    reset.password_reset_required = false;
    ASSERT_FALSE(code_of(run(manager.update(name("ann"), std::move(reset), manager_request()))));
    EXPECT_EQ(ann().reset_code_until, ramauth::never);
    EXPECT_FALSE(ann().life.reset_required);
    EXPECT_TRUE(ann().history.empty()) << "the code is no password that is remembered";
}

}  // namespace
}  // namespace ramd::test
