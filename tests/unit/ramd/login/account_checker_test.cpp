// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/account_checker.h"

#include <gtest/gtest.h>

#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;
using std::chrono::days;
using Answer = std::variant<CheckedAccount, ramauth::Refusal>;

class AccountCheckerTest : public testing::Test, protected LoginHouse {
protected:
    Secret proved(Purpose purpose = Purpose::logon) {
        return tickets.issue({.user = name("ann"),
                              .purpose = purpose,
                              .epoch = ann().epoch,
                              .password = std::nullopt});
    }
    static Request with(const Secret& ticket, Purpose purpose = Purpose::logon) {
        auto request = module_request();
        request.ticket = ticket.clone();
        request.context.purpose = purpose;
        return request;
    }
    Answer check(const Request& request) { return checker.check(name("ann"), request); }
    CheckedAccount checked(const Request& request) {
        return std::get<CheckedAccount>(check(request));
    }
    void expect(const Request& request, Verdict verdict, std::optional<Code> reason) {
        const auto answer = checked(request);
        EXPECT_EQ(answer.verdict, verdict);
        EXPECT_EQ(answer.reason, reason);
        EXPECT_EQ(answer.message.empty(), !reason.has_value());
        EXPECT_EQ(answer.change_required, verdict == Verdict::change_required);
        EXPECT_EQ(answer.epoch, ann().epoch);
    }

    AccountChecker checker{services};
};

TEST_F(AccountCheckerTest, ok_with_a_ticket_is_the_successful_password_logon) {
    auto& profile = add_ann();
    profile.life.initial = true;
    profile.guesses.in_a_row = 4;
    now += 1h;
    expect(with(proved()), Verdict::ok, std::nullopt);
    EXPECT_EQ(ann().last_login, now);
    EXPECT_EQ(ann().last_session, now);
    EXPECT_EQ(ann().last_login_source, "198.51.100.7");
    EXPECT_FALSE(ann().life.initial);
    EXPECT_EQ(ann().guesses.in_a_row, 0U);
    EXPECT_EQ(ann().epoch, 7U);
    EXPECT_EQ(log.count(EventKind::logon_allowed), 1U);
}

TEST_F(AccountCheckerTest, a_second_check_of_one_ticket_records_no_second_logon) {
    add_ann();
    const Secret ticket = proved();
    (void)checked(with(ticket));
    const auto first = ann().last_login;
    now += 1s;
    expect(with(ticket), Verdict::ok, std::nullopt);
    EXPECT_EQ(ann().last_login, first);
    EXPECT_EQ(log.count(EventKind::logon_allowed), 1U);
}

TEST_F(AccountCheckerTest, S4_a_full_disk_keeps_nobody_out) {
    add_ann();
    store.full = true;
    expect(with(proved()), Verdict::ok, std::nullopt);
    expect(module_request(), Verdict::ok, std::nullopt);
    store.full = false;
    store.broken = true;
    expect(with(proved()), Verdict::ok, std::nullopt);
}

TEST_F(AccountCheckerTest, P6_an_initial_password_is_refused_from_its_second_on) {
    auto& profile = add_ann();
    profile.life = {.initial = true, .reset_required = true, .changed = now};
    const auto set_at = now;
    now = set_at + days(14) - 1s;
    expect(with(proved()), Verdict::change_required, Code::password_reset_required);
    now = set_at + days(14);
    expect(with(proved()), Verdict::refused, Code::initial_password_expired);
    now = set_at + days(14) + 1s;
    expect(with(proved()), Verdict::refused, Code::initial_password_expired);
    EXPECT_TRUE(ann().life.initial);
}

TEST_F(AccountCheckerTest, a_forced_change_that_is_not_made_changes_nothing) {
    auto& profile = add_ann();
    profile.life.initial = profile.life.reset_required = true;
    expect(with(proved()), Verdict::change_required, Code::password_reset_required);
    EXPECT_TRUE(store.commits.empty());
    EXPECT_TRUE(ann().life.initial);
}

TEST_F(AccountCheckerTest, an_expired_password_is_changed_or_left_to_an_administrator) {
    add_ann();  // ten days old
    store.policy_in_force.max_password_age = 10;
    expect(with(proved()), Verdict::change_required, Code::password_expired);
    store.policy_in_force.hard_expire = true;
    expect(with(proved()), Verdict::refused, Code::password_hard_expired);
}

TEST_F(AccountCheckerTest, reasons_come_in_their_order) {
    auto& profile = add_ann();
    store.policy_in_force.max_password_age = 10;
    profile.life.reset_required = true;
    expect(with(proved()), Verdict::change_required, Code::password_reset_required);
    store.policy_in_force.hard_expire = true;
    expect(with(proved()), Verdict::refused, Code::password_hard_expired);
    profile.life.initial = true;
    expect(with(proved()), Verdict::refused, Code::initial_password_expired);
    profile.status = Status::inactive;
    expect(with(proved()), Verdict::refused, Code::login_disabled);
    profile.orphaned = true;
    expect(with(proved()), Verdict::refused, Code::temporarily_unmodifiable);
}

TEST_F(AccountCheckerTest, R4_a_ticket_of_an_earlier_epoch_is_stale) {
    add_ann();
    const Secret ticket = proved();
    store.profiles.at("ann").epoch = 8;
    expect(with(ticket), Verdict::refused, Code::stale_logon);
}

TEST_F(AccountCheckerTest, P12_without_a_ticket_only_the_account_counts) {
    auto& profile = add_ann();
    profile.life = {.initial = true, .reset_required = true, .changed = ramauth::never};
    store.policy_in_force.hard_expire = true;
    expect(module_request(), Verdict::ok, std::nullopt);
    EXPECT_EQ(ann().last_session, now);
    EXPECT_EQ(ann().last_login, ramauth::never);
    EXPECT_TRUE(ann().life.initial);
    store.profiles.at("ann").status = Status::inactive;
    expect(module_request(), Verdict::refused, Code::login_disabled);
}

TEST_F(AccountCheckerTest, what_runs_without_a_person_is_not_stopped) {
    auto& profile = add_ann();
    profile.status = Status::inactive;
    profile.orphaned = true;
    for (const char* service : {"cron", "atd", "systemd-user"}) {
        auto request = module_request();
        request.context.service = service;
        expect(request, Verdict::ok, std::nullopt);
    }
    EXPECT_EQ(ann().last_session, ramauth::never);
    auto claimed = own_request();
    claimed.context.service = "cron";
    expect(claimed, Verdict::refused, Code::temporarily_unmodifiable);
}

TEST_F(AccountCheckerTest, another_uid_is_refused_and_orphans_the_profile) {
    add_ann();
    EXPECT_EQ(checked(module_request(2002)).reason, Code::temporarily_unmodifiable);
    EXPECT_TRUE(ann().orphaned);
    expect(module_request(), Verdict::refused, Code::temporarily_unmodifiable);
}

TEST_F(AccountCheckerTest, to_ask_about_oneself_is_not_a_logon) {
    add_ann();
    expect(own_request(), Verdict::ok, std::nullopt);
    EXPECT_TRUE(store.commits.empty());
    EXPECT_TRUE(log.events.empty());
}

TEST_F(AccountCheckerTest, an_unknown_ticket_is_refused_as_expired) {
    add_ann();
    EXPECT_EQ(code_of(check(with(secret("no ticket")))), Code::ticket_expired);
    EXPECT_EQ(code_of(check(with(proved(Purpose::change)))), Code::ticket_expired);
    EXPECT_EQ(code_of(check(with(proved(), Purpose::change))), Code::ticket_expired);
    const Secret bobs = tickets.issue({.user = name("bob"), .epoch = 7, .password = std::nullopt});
    EXPECT_EQ(code_of(check(with(bobs))), Code::ticket_expired);
    EXPECT_EQ(ann().guesses.in_a_row, 0U);
}

TEST_F(AccountCheckerTest, no_profile_root_and_damage_are_refusals) {
    EXPECT_EQ(code_of(check(module_request())), Code::no_login_profile);
    add_ann().uid = Uid{0};
    EXPECT_EQ(code_of(check(module_request(0))), Code::invalid_user_type);
    store.damaged.insert("ann");
    EXPECT_EQ(code_of(check(module_request())), Code::service_failure);
}

TEST_F(AccountCheckerTest, news_tell_that_the_password_expires_soon) {
    add_ann();  // ten days old
    store.policy_in_force.max_password_age = 13;
    EXPECT_EQ(checked(with(proved())).message, "Your password expires in 3 days.");
    store.policy_in_force.max_password_age = 11;
    EXPECT_EQ(checked(with(proved())).message, "Your password expires in 1 day.");
    now += 1h;
    EXPECT_EQ(checked(with(proved())).message, "Your password expires in less than a day.");
    EXPECT_TRUE(checked(module_request()).message.empty());
}

TEST_F(AccountCheckerTest, an_initial_password_that_was_used_in_time_expires_no_more) {
    add_ann().life.initial = true;
    EXPECT_TRUE(checked(with(proved())).message.empty());
    EXPECT_FALSE(ann().life.initial);
}

TEST_F(AccountCheckerTest, the_purpose_change_records_no_logon) {
    add_ann();
    expect(with(proved(Purpose::change), Purpose::change), Verdict::ok, std::nullopt);
    EXPECT_TRUE(store.commits.empty());
    EXPECT_EQ(log.count(EventKind::logon_allowed), 0U);
}

TEST_F(AccountCheckerTest, P11_passwd_k_learns_whether_a_change_is_due_without_a_ticket) {
    auto& profile = add_ann();
    auto request = module_request();
    request.context.purpose = Purpose::change;
    EXPECT_FALSE(checked(request).change_required);
    profile.life.reset_required = true;
    EXPECT_TRUE(checked(request).change_required);
    profile.life.reset_required = false;
    store.policy_in_force.max_password_age = 10;
    EXPECT_TRUE(checked(request).change_required);
    EXPECT_EQ(checked(request).verdict, Verdict::ok);
    EXPECT_TRUE(store.commits.empty());
}

}  // namespace
}  // namespace ramd::test
