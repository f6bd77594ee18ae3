// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/password_changer.h"

#include <gtest/gtest.h>

#include <boost/asio/detached.hpp>

#include "tests/unit/ramd/login/password_changer_stage.h"

namespace ramd::test {
namespace {

using ramauth::Code;

TEST_F(PasswordChangerTest, the_present_password_proves_a_change) {
    add_ann().failed_attempts = 2;
    now += 1h;
    const auto outcome = change(old_password, new_password);
    ASSERT_TRUE(done(outcome));
    EXPECT_EQ(std::get<PasswordChanged>(outcome).epoch, ann().epoch);
    EXPECT_GT(ann().epoch, 7U);
    EXPECT_EQ(ann().hash, FakeHashingPool::hash_of(new_password));
    EXPECT_EQ(ann().life.changed, now);
    EXPECT_EQ(ann().updated, now);
    EXPECT_EQ(ann().failed_attempts, 0U);
    EXPECT_EQ(ann().last_login, ramauth::never);
    EXPECT_EQ(log.count(EventKind::password_changed), 1U);
    ASSERT_EQ(changes.profiles.size(), 1U);
}

TEST_F(PasswordChangerTest, R1_the_change_and_the_revocation_are_one_transaction) {
    add_ann();
    auto request = module_request();
    request.context.session = "c3";
    ASSERT_TRUE(done(change(old_password, new_password, std::move(request))));
    ASSERT_EQ(store.commits.size(), 1U);
    const auto& commit = store.commits[0];
    EXPECT_TRUE(commit.raise_epoch);
    ASSERT_TRUE(commit.put && commit.revoke);
    EXPECT_EQ(commit.put->hash, FakeHashingPool::hash_of(new_password));
    const auto& revocation = sessions.begun.at(0);
    EXPECT_NE(revocation.id, 0U);
    EXPECT_EQ(revocation.user, name("ann"));
    EXPECT_EQ(revocation.uid.value, ann_uid);
    EXPECT_EQ(revocation.epoch, ann().epoch);
    EXPECT_EQ(revocation.reason, "password-changed");
    EXPECT_EQ(revocation.committed, now);
    EXPECT_EQ(revocation.committed_monotonic_us, 5'000'000U);
    EXPECT_EQ(revocation.boot_id, "boot");
    EXPECT_EQ(revocation.last_session, "c3");
    EXPECT_EQ(sessions.askers.at(0), 4242);
}

TEST_F(PasswordChangerTest, R3_logind_is_asked_where_the_caller_is_not_believed) {
    add_ann();
    auto request = own_request();
    request.context.session = "somebody-elses";
    ASSERT_TRUE(done(change(old_password, new_password, std::move(request))));
    EXPECT_EQ(sessions.begun.at(0).last_session, "session-of-4343");
}

TEST_F(PasswordChangerTest, a_wrong_present_password_is_counted_and_changes_nothing) {
    add_ann();
    EXPECT_EQ(code_of(change("wrong horse", new_password)), Code::old_password_incorrect);
    EXPECT_EQ(code_of(change("", new_password)), Code::old_password_incorrect);
    EXPECT_EQ(ann().failed_attempts, 2U);
    expect_untouched();
    EXPECT_EQ(log.count(EventKind::password_change_refused), 2U);
}

TEST_F(PasswordChangerTest, X3_to_be_root_is_no_proof) {
    add_ann();
    EXPECT_EQ(code_of(change(secret("no ticket"), new_password)), Code::ticket_expired);
    EXPECT_EQ(code_of(change(Secret(), new_password)), Code::ticket_expired);
    expect_untouched();
}

TEST_F(PasswordChangerTest, a_ticket_of_the_purpose_change_proves_it) {
    add_ann();
    EXPECT_TRUE(done(change(ticket(Purpose::change), new_password)));
    EXPECT_EQ(ann().last_login, ramauth::never);
}

TEST_F(PasswordChangerTest, a_ticket_of_a_logon_proves_a_forced_change_alone) {
    auto& profile = add_ann();
    EXPECT_EQ(code_of(change(ticket(Purpose::logon), new_password)), Code::ticket_expired);
    expect_untouched();
    profile.life.reset_required = true;
    EXPECT_TRUE(done(change(ticket(Purpose::logon), new_password)));
}

TEST_F(PasswordChangerTest, P5_a_forced_change_clears_the_flag_with_the_new_hash_and_is_the_logon) {
    auto& profile = add_ann();
    profile.life.initial = profile.life.reset_required = true;
    ASSERT_TRUE(done(change(ticket(Purpose::logon), new_password)));
    EXPECT_EQ(store.commits.size(), 1U);
    EXPECT_FALSE(ann().life.initial);
    EXPECT_FALSE(ann().life.reset_required);
    EXPECT_EQ(ann().last_login, now);
    EXPECT_EQ(ann().last_session, now);
    EXPECT_EQ(ann().last_login_source, "198.51.100.7");
}

TEST_F(PasswordChangerTest, a_committed_change_spends_all_tickets_of_the_user) {
    add_ann().life.reset_required = true;
    const Secret one = ticket(Purpose::logon);
    const Secret two = ticket(Purpose::change);
    ASSERT_TRUE(done(change(one, new_password)));
    EXPECT_EQ(code_of(change(one, "another password")), Code::ticket_expired);
    EXPECT_EQ(code_of(change(two, "another password")), Code::ticket_expired);
}

TEST_F(PasswordChangerTest, P7_a_refused_new_password_does_not_spend_the_ticket) {
    add_ann();
    const Secret by = ticket(Purpose::change);
    EXPECT_EQ(code_of(change(by, "short")), Code::password_too_weak);
    EXPECT_EQ(code_of(change(by, "")), Code::password_malformed);
    EXPECT_EQ(code_of(change(by, old_password)), Code::password_reused);
    expect_untouched();
    EXPECT_TRUE(done(change(by, new_password)));
}

TEST_F(PasswordChangerTest, P7_the_reason_is_told_with_its_numbers_and_not_logged) {
    add_ann();
    store.policy_in_force.minimum_password_length = 14;
    const auto outcome = change(old_password, "ninechars");
    EXPECT_EQ(std::get<ramauth::Refusal>(outcome).sentence, "at least 14 characters; this has 9");
    for (const auto& event : log.events) EXPECT_EQ(event.detail.find("9"), std::string::npos);
    expect_untouched();
}

TEST_F(PasswordChangerTest, outside_the_hard_bounds_is_malformed) {
    add_ann();
    for (const auto& bad : {std::string(), std::string(129, 'a'), std::string("tab\x01tab tab"),
                            std::string("\xff\xff\xff\xff\xff\xff\xff\xff"), std::string(9, '\0')})
        EXPECT_EQ(code_of(change(old_password, bad)), Code::password_malformed);
    expect_untouched();
}

TEST_F(PasswordChangerTest, the_present_password_may_not_come_back_in_any_form) {
    add_ann("caf\u00e9 au lait");
    EXPECT_EQ(code_of(change("caf\u00e9 au lait", "cafe\u0301 au lait")), Code::password_reused);
    const Secret without = ticket(Purpose::change, std::nullopt);
    EXPECT_EQ(code_of(change(without, "cafe\u0301 au lait")), Code::password_reused);
    EXPECT_TRUE(done(change(without, new_password)));
}

TEST_F(PasswordChangerTest, what_only_an_administrator_mends_is_refused_after_the_proof) {
    auto& profile = add_ann();
    store.policy_in_force.max_password_age = 10;
    store.policy_in_force.hard_expire = true;
    EXPECT_EQ(code_of(change(old_password, new_password)), Code::password_hard_expired);
    EXPECT_EQ(code_of(change(ticket(Purpose::logon), new_password)), Code::password_hard_expired);
    profile.life.initial = true;
    EXPECT_EQ(code_of(change(old_password, new_password)), Code::initial_password_expired);
    profile.status = Status::inactive;
    EXPECT_EQ(code_of(change(old_password, new_password)), Code::login_disabled);
    EXPECT_EQ(code_of(change("wrong horse", new_password)), Code::old_password_incorrect);
    expect_untouched();
}

TEST_F(PasswordChangerTest, an_orphaned_profile_cannot_be_changed) {
    add_ann().orphaned = true;
    EXPECT_EQ(code_of(change(old_password, new_password)), Code::temporarily_unmodifiable);
    store.profiles.at("ann").orphaned = false;
    EXPECT_EQ(code_of(change(old_password, new_password, module_request(2002))),
              Code::temporarily_unmodifiable);
    EXPECT_TRUE(ann().orphaned);
}

TEST_F(PasswordChangerTest, no_profile_root_and_damage_are_refusals) {
    EXPECT_EQ(code_of(change(old_password, new_password)), Code::no_login_profile);
    add_ann().uid = Uid{0};
    EXPECT_EQ(code_of(change(old_password, new_password, module_request(0))),
              Code::invalid_user_type);
    store.damaged.insert("ann");
    EXPECT_EQ(code_of(change(old_password, new_password)), Code::service_failure);
}

TEST_F(PasswordChangerTest, P3_a_ticket_of_an_earlier_epoch_loses) {
    add_ann();
    const Secret by = ticket(Purpose::change);
    store.profiles.at("ann").epoch = 8;
    EXPECT_EQ(code_of(change(by, new_password)), Code::concurrent_modification);
    EXPECT_EQ(ann().hash, FakeHashingPool::hash_of(old_password));
}

TEST_F(PasswordChangerTest, P3_of_two_parallel_changes_exactly_one_wins_and_the_loser_is_told) {
    add_ann();
    std::vector<std::optional<ChangeOutcome>> outcomes(2);
    for (std::size_t i = 0; i < 2; ++i)
        boost::asio::co_spawn(
            loop,
            changer.change(name("ann"), PasswordProof{secret(old_password)},
                           secret("new password " + std::to_string(i)), module_request()),
            [&outcomes, i](std::exception_ptr, ChangeOutcome outcome) { outcomes[i] = outcome; });
    loop.run();
    const std::size_t winner = done(*outcomes[0]) ? 0 : 1;
    EXPECT_TRUE(done(*outcomes[winner]));
    EXPECT_EQ(code_of(*outcomes[1 - winner]), Code::concurrent_modification);
    EXPECT_EQ(ann().hash, FakeHashingPool::hash_of("new password " + std::to_string(winner)));
    EXPECT_EQ(store.pending.size(), 1U);
}

TEST_F(PasswordChangerTest, P3_a_write_that_is_no_change_of_the_password_does_no_harm) {
    add_ann();
    pool.meanwhile = [this] {
        store.profiles.at("ann").version = 5;
        store.profiles.at("ann").recovery_email = "ann@example.org";
    };
    EXPECT_TRUE(done(change(old_password, new_password)));
    EXPECT_EQ(ann().recovery_email, "ann@example.org");
}

TEST_F(PasswordChangerTest, a_profile_deleted_meanwhile_is_told) {
    add_ann();
    pool.meanwhile = [this] { store.profiles.clear(); };
    EXPECT_EQ(code_of(change(old_password, new_password)), Code::concurrent_modification);
    EXPECT_TRUE(store.profiles.empty());
}

TEST_F(PasswordChangerTest, S4_where_there_is_no_room_the_old_password_still_works) {
    add_ann();
    store.full = true;
    const auto outcome = change(old_password, new_password);
    EXPECT_EQ(code_of(outcome), Code::service_failure);
    EXPECT_NE(std::get<ramauth::Refusal>(outcome).sentence.find("No room"), std::string::npos);
    store.full = false;
    expect_untouched();
    EXPECT_TRUE(done(change(old_password, new_password)));
}

TEST_F(PasswordChangerTest, H2_trouble_of_the_pool_is_not_counted) {
    add_ann();
    pool.check_answer = CheckAnswer(Busy{});
    EXPECT_EQ(code_of(change(old_password, new_password)), Code::limit_exceeded);
    pool.check_answer = CheckAnswer(HashCheck::no_memory);
    EXPECT_EQ(code_of(change(old_password, new_password)), Code::service_failure);
    pool.check_answer.reset();
    pool.hash_answer = HashAnswer(NoMemory{});
    EXPECT_EQ(code_of(change(old_password, new_password)), Code::service_failure);
    EXPECT_EQ(ann().failed_attempts, 0U);
    expect_untouched();
}

TEST_F(PasswordChangerTest, nothing_is_committed_for_one_who_gave_up) {
    add_ann();
    auto gone = module_request();
    const auto abandoned = gone.abandoned;
    pool.meanwhile = [abandoned] { *abandoned = true; };
    EXPECT_EQ(code_of(change(old_password, new_password, std::move(gone))), Code::limit_exceeded);
    auto late = module_request();
    late.deadline = Deadline::after(0s);
    EXPECT_EQ(code_of(change(old_password, new_password, std::move(late))), Code::limit_exceeded);
    expect_untouched();
}

TEST_F(PasswordChangerTest, P6_the_initial_password_never_works_again) {
    auto& profile = add_ann();
    profile.life = {.initial = true, .reset_required = true, .changed = now};
    ASSERT_TRUE(done(change(old_password, new_password)));
    EXPECT_EQ(code_of(change(old_password, "another password")), Code::old_password_incorrect);
    EXPECT_FALSE(ann().life.initial);
}

}  // namespace
}  // namespace ramd::test
