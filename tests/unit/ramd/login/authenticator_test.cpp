// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/authenticator.h"

#include <gtest/gtest.h>

#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;
using Answer = std::variant<Authenticated, ramauth::Refusal>;

class AuthenticatorTest : public testing::Test, protected LoginHouse {
protected:
    Answer authenticate(std::string_view typed, Request request = module_request(),
                        std::string_view user = "ann") {
        return run(authenticator.authenticate(name(user), secret(typed), std::move(request)));
    }
    const Ticket* ticket_of(const Answer& answer) {
        return tickets.find(std::get<Authenticated>(answer).ticket, name("ann"));
    }

    Authenticator authenticator{services};
};

TEST_F(AuthenticatorTest, the_right_password_gives_a_ticket_of_its_epoch) {
    add_ann();
    const auto answer = authenticate("correct horse");
    ASSERT_TRUE(std::holds_alternative<Authenticated>(answer));
    EXPECT_TRUE(std::get<Authenticated>(answer).next.empty());
    const auto* ticket = ticket_of(answer);
    ASSERT_NE(ticket, nullptr);
    EXPECT_EQ(ticket->epoch, 7U);
    EXPECT_EQ(ticket->purpose, Purpose::logon);
}

TEST_F(AuthenticatorTest, H5_the_right_password_needs_no_write) {
    add_ann().guesses.in_a_row = 3;
    for (const bool broken : {false, true}) {
        store.full = true;
        store.broken = broken;
        EXPECT_TRUE(std::holds_alternative<Authenticated>(authenticate("correct horse")));
    }
    EXPECT_TRUE(store.commits.empty());
}

TEST_F(AuthenticatorTest, H7_a_ticket_keeps_the_password_only_where_a_change_may_follow) {
    auto& profile = add_ann();
    EXPECT_FALSE(ticket_of(authenticate("correct horse"))->password);
    auto change = module_request();
    change.context.purpose = Purpose::change;
    const auto proved = authenticate("correct horse", std::move(change));
    EXPECT_EQ(ticket_of(proved)->purpose, Purpose::change);
    EXPECT_EQ(ticket_of(proved)->password->view(), "correct horse");
    profile.life.reset_required = true;
    EXPECT_EQ(ticket_of(authenticate("correct horse"))->password->view(), "correct horse");
    profile.life.reset_required = false;
    store.policy_in_force.max_password_age = 10;
    EXPECT_TRUE(ticket_of(authenticate("correct horse"))->password);
    store.policy_in_force.hard_expire = true;
    EXPECT_FALSE(ticket_of(authenticate("correct horse"))->password);
}

TEST_F(AuthenticatorTest, F3_wrong_malformed_locked_and_orphaned_are_one_answer) {
    auto& profile = add_ann();
    const auto expect_one_answer = [](const Answer& answer) {
        const auto* refusal = std::get_if<ramauth::Refusal>(&answer);
        ASSERT_NE(refusal, nullptr);
        EXPECT_EQ(refusal->code, Code::authentication_failed);
        EXPECT_EQ(refusal->sentence, "Authentication failed.");
    };
    expect_one_answer(authenticate("wrong horse"));
    expect_one_answer(authenticate(""));
    expect_one_answer(authenticate("\xff"));
    expect_one_answer(authenticate(std::string(600, 'a')));
    profile.guesses.lock = {present(), 60};
    expect_one_answer(authenticate("correct horse"));
    profile.guesses.lock.reset();
    profile.orphaned = true;
    expect_one_answer(authenticate("correct horse"));
    profile.orphaned = false;
    expect_one_answer(authenticate("correct horse", module_request(2002)));
    EXPECT_EQ(pool.checked.size(), 7U);
    // Confirmed ones count; what nobody could have got right does not.
    EXPECT_EQ(ann().guesses.in_a_row, 4U);
    EXPECT_EQ(log.count(EventKind::logon_refused), 7U);
}

TEST_F(AuthenticatorTest, a_name_that_stands_for_another_uid_orphans_the_profile) {
    add_ann();
    EXPECT_EQ(code_of(authenticate("correct horse", module_request(2002))),
              Code::authentication_failed);
    EXPECT_TRUE(ann().orphaned);
    EXPECT_GT(ann().epoch, 7U);
    EXPECT_TRUE(sessions.begun.empty()) << "expected: the uid may be anybody's by now";
    EXPECT_EQ(log.count(EventKind::profile_orphaned), 1U);
    // Nor does the first owner come back by himself.
    EXPECT_EQ(code_of(authenticate("correct horse")), Code::authentication_failed);
    EXPECT_EQ(log.count(EventKind::profile_orphaned), 1U);
}

TEST_F(AuthenticatorTest, a_program_of_root_that_names_no_uid_says_nothing_about_the_account) {
    add_ann();
    auto silent = module_request();
    silent.context.uid.reset();
    EXPECT_TRUE(
        std::holds_alternative<Authenticated>(authenticate("correct horse", std::move(silent))));
    EXPECT_FALSE(ann().orphaned);
}

TEST_F(AuthenticatorTest, a_user_who_asks_over_the_bus_needs_to_name_no_uid) {
    add_ann();
    EXPECT_TRUE(
        std::holds_alternative<Authenticated>(authenticate("correct horse", own_request())));
}

TEST_F(AuthenticatorTest, no_profile_is_told_at_once) {
    EXPECT_EQ(code_of(authenticate("correct horse")), Code::no_login_profile);
    EXPECT_TRUE(pool.checked.empty());
    ASSERT_EQ(log.events.size(), 1U);
    EXPECT_TRUE(log.events[0].user.empty());  // what was typed as a name may be a password
}

TEST_F(AuthenticatorTest, root_is_not_ours_unless_configured) {
    add_ann().uid = Uid{0};
    EXPECT_EQ(code_of(authenticate("correct horse", module_request(0))), Code::invalid_user_type);
    services.settings.manage_root = true;
    EXPECT_TRUE(
        std::holds_alternative<Authenticated>(authenticate("correct horse", module_request(0))));
}

TEST_F(AuthenticatorTest, M_none_a_damaged_record_is_unavailable_and_nobody_else_is) {
    add_ann();
    auto bob = ann();
    bob.user = name("bob");
    store.profiles.insert_or_assign("bob", bob);
    store.damaged.insert("ann");
    EXPECT_EQ(code_of(authenticate("correct horse")), Code::service_failure);
    EXPECT_EQ(log.count(EventKind::record_damaged), 1U);
    EXPECT_TRUE(std::holds_alternative<Authenticated>(
        authenticate("correct horse", module_request(), "bob")));
}

TEST_F(AuthenticatorTest, H2_trouble_of_the_pool_is_not_counted) {
    add_ann();
    const std::vector<CheckAnswer> troubles{Busy{}, Abandoned{}, HashCheck::no_memory,
                                            HashCheck::malformed};
    for (const auto& trouble : troubles) {
        pool.check_answer = trouble;
        const auto code = code_of(authenticate("wrong horse"));
        EXPECT_TRUE(code == Code::limit_exceeded || code == Code::service_failure);
    }
    EXPECT_EQ(ann().guesses.in_a_row, 0U);
    EXPECT_TRUE(store.commits.empty());
}

TEST_F(AuthenticatorTest, a_wrong_password_is_stored_before_it_is_answered) {
    add_ann();
    (void)authenticate("wrong horse");
    ASSERT_EQ(store.commits.size(), 1U);
    EXPECT_EQ(ann().guesses.in_a_row, 1U);
    EXPECT_EQ(ann().epoch, 7U);
    EXPECT_EQ(ann().updated, now);
}

TEST_F(AuthenticatorTest, L4_a_wrong_password_is_wrong_where_the_disk_is_full) {
    add_ann();
    store.full = true;
    EXPECT_EQ(code_of(authenticate("wrong horse")), Code::authentication_failed);
}

TEST_F(AuthenticatorTest, R4_a_password_that_changed_while_it_was_hashed_is_of_the_old_epoch) {
    add_ann();
    pool.meanwhile = [this] { store.profiles.at("ann").epoch = 8; };
    const auto answer = authenticate("correct horse");
    EXPECT_EQ(ticket_of(answer)->epoch, 7U);
}

TEST_F(AuthenticatorTest, a_profile_that_went_away_meanwhile_lets_nobody_in) {
    add_ann();
    pool.meanwhile = [this] { store.profiles.clear(); };
    EXPECT_EQ(code_of(authenticate("correct horse")), Code::authentication_failed);
}

TEST_F(AuthenticatorTest, no_password_stands_in_the_log) {
    add_ann();
    (void)authenticate("correct horse");
    (void)authenticate("wrong horse");
    for (const auto& event : log.events) EXPECT_EQ(event.detail.find("horse"), std::string::npos);
}

}  // namespace
}  // namespace ramd::test
