// SPDX-License-Identifier: LGPL-2.1-or-later
// What ages, preference and network mean for a logon and for a change, through the use cases.
#include <gtest/gtest.h>

#include "ramd/login/account_checker.h"
#include "ramd/login/authenticator.h"
#include "ramd/login/password_changer.h"
#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;
using std::chrono::days;

class PasswordAgesTest : public testing::Test, protected LoginHouse {
protected:
    PasswordAgesTest() { add_ann(); }

    std::optional<Code> change(std::string_view to) {
        return code_of(run(changer.change(name("ann"), PasswordProof{secret("correct horse")},
                                          secret(to), module_request())));
    }
    std::optional<Code> prove(Purpose purpose) {
        auto request = module_request();
        request.context.purpose = purpose;
        return code_of(run(
            authenticator.authenticate(name("ann"), secret("correct horse"), std::move(request))));
    }
    CheckedAccount by_key(const std::string& from = "198.51.100.7") {
        auto request = module_request();
        request.context.remote_host = from;
        return std::get<CheckedAccount>(checker.check(name("ann"), request));
    }

    Authenticator authenticator{services};
    AccountChecker checker{services};
    SessionGate gate{services};
    PasswordChanger changer{services};
};

TEST_F(PasswordAgesTest, a_young_password_is_not_changed_by_its_user) {
    store.policy_in_force.minimum_password_age = 11 * 24 * 60;
    EXPECT_EQ(prove(Purpose::change), Code::password_too_young);
    EXPECT_EQ(change("another horse"), Code::password_too_young);
    EXPECT_EQ(prove(Purpose::logon), std::nullopt);
    pass(days(1) - 1s);
    EXPECT_EQ(change("another horse"), Code::password_too_young);
    pass(1s);
    EXPECT_EQ(change("another horse"), std::nullopt);
}

TEST_F(PasswordAgesTest, a_forced_change_does_not_ask_for_the_age) {
    store.policy_in_force.minimum_password_age = 11 * 24 * 60;
    store.profiles.at("ann").life.reset_required = true;
    EXPECT_EQ(prove(Purpose::change), std::nullopt);
    EXPECT_EQ(change("another horse"), std::nullopt);
}

TEST_F(PasswordAgesTest, a_change_that_lies_ahead_was_made_by_another_clock) {
    store.policy_in_force.minimum_password_age = 60;
    store.profiles.at("ann").life.changed = now + days(3650);
    EXPECT_EQ(change("another horse"), std::nullopt);
}

TEST_F(PasswordAgesTest, who_may_not_change_is_told_after_the_proof) {
    store.preference_in_force.allow_user_to_change_password = false;
    EXPECT_EQ(prove(Purpose::change), Code::change_not_allowed);
    EXPECT_EQ(change("another horse"), Code::change_not_allowed);
    store.profiles.at("ann").life.reset_required = true;
    EXPECT_EQ(change("another horse"), std::nullopt);
}

TEST_F(PasswordAgesTest, characters_have_to_change_against_the_present_password) {
    store.policy_in_force.minimum_changed_characters = 4;
    EXPECT_EQ(change("correct horsf"), Code::password_too_weak);
    EXPECT_EQ(change("battery staple"), std::nullopt);
}

TEST_F(PasswordAgesTest, P12_expiry_stops_a_key_only_where_the_preference_says_so) {
    store.policy_in_force.max_password_age = 9;
    EXPECT_EQ(by_key().verdict, Verdict::ok);
    store.preference_in_force.expiry_stops_key_logon = true;
    const auto stopped = by_key();
    EXPECT_EQ(stopped.verdict, Verdict::refused);
    EXPECT_EQ(stopped.reason, Code::password_expired);
    EXPECT_FALSE(stopped.change_required);
    store.policy_in_force.hard_expire = true;
    EXPECT_EQ(by_key().reason, Code::password_hard_expired);
}

TEST_F(PasswordAgesTest, P12_a_forced_change_does_not_hide_that_the_password_has_expired) {
    store.preference_in_force.expiry_stops_key_logon = true;
    store.policy_in_force.max_password_age = 9;
    store.profiles.at("ann").life.reset_required = true;
    EXPECT_EQ(by_key().reason, Code::password_expired);
}

TEST_F(PasswordAgesTest, P12_a_forced_change_concerns_the_password_and_no_key) {
    store.preference_in_force.expiry_stops_key_logon = true;
    store.profiles.at("ann").life.reset_required = true;
    EXPECT_EQ(by_key().verdict, Verdict::ok);
}

TEST_F(PasswordAgesTest, P12_inactive_stops_a_key_always) {
    store.profiles.at("ann").status = Status::inactive;
    EXPECT_EQ(by_key().reason, Code::login_disabled);
}

TEST_F(PasswordAgesTest, the_network_is_asked_by_address_of_every_logon) {
    store.preference_in_force.login_network_masks = {"198.51.100.0/24", "2001:db8::/32"};
    EXPECT_EQ(by_key("198.51.100.7").verdict, Verdict::ok);
    EXPECT_EQ(by_key("2001:db8::1").verdict, Verdict::ok);
    EXPECT_EQ(by_key("::ffff:198.51.100.7").verdict, Verdict::ok);
    EXPECT_EQ(by_key("203.0.113.1").reason, Code::network_not_allowed);
    EXPECT_EQ(by_key("host.example").reason, Code::network_not_allowed);
    EXPECT_EQ(by_key("").verdict, Verdict::ok);
}

TEST_F(PasswordAgesTest, a_name_counts_by_the_address_that_came_with_it) {
    store.preference_in_force.login_network_masks = {"198.51.100.0/24"};
    auto request = module_request();
    request.context.remote_host = "host.example";
    request.context.remote_address = "198.51.100.9";
    EXPECT_EQ(std::get<CheckedAccount>(checker.check(name("ann"), request)).verdict, Verdict::ok);
}

TEST_F(PasswordAgesTest, a_session_may_live_as_long_as_the_preference_says) {
    EXPECT_EQ(
        std::get<CheckedAccount>(run(gate.open(name("ann"), module_request()))).session_seconds,
        std::nullopt);
    store.preference_in_force.login_session_duration = 6;
    EXPECT_EQ(
        std::get<CheckedAccount>(run(gate.open(name("ann"), module_request()))).session_seconds,
        6U * 3600U);
    auto cron = module_request();
    cron.context.service = "cron";
    EXPECT_EQ(std::get<CheckedAccount>(run(gate.open(name("ann"), cron))).session_seconds,
              std::nullopt);
}

TEST_F(PasswordAgesTest, programmatic_services_are_those_of_the_preference) {
    store.profiles.at("ann").status = Status::inactive;
    store.preference_in_force.programmatic_services = {"backup"};
    auto request = module_request();
    request.context.service = "cron";
    EXPECT_EQ(std::get<CheckedAccount>(checker.check(name("ann"), request)).verdict,
              Verdict::refused);
    request.context.service = "backup";
    EXPECT_EQ(std::get<CheckedAccount>(checker.check(name("ann"), request)).verdict, Verdict::ok);
}

TEST_F(PasswordAgesTest, the_changing_session_is_kept_and_the_scope_carried_where_asked_for) {
    store.preference_in_force.keep_changing_session = true;
    store.preference_in_force.revoke_scope = ramauth::policy::RevokeScope::user;
    auto request = module_request();
    request.context.session = "c1";
    EXPECT_EQ(code_of(run(changer.change(name("ann"), PasswordProof{secret("correct horse")},
                                         secret("another horse"), std::move(request)))),
              std::nullopt);
    ASSERT_EQ(sessions.begun.size(), 1U);
    EXPECT_TRUE(sessions.begun.at(0).keep_last_session);
    EXPECT_EQ(sessions.begun.at(0).scope, ramauth::policy::RevokeScope::user);
}

TEST_F(PasswordAgesTest, P9_without_a_list_that_is_required_no_password_is_new) {
    store.policy_in_force.weak_list_required = true;
    EXPECT_EQ(change("another horse"), Code::weak_list_unavailable);
    weak.has_list = true;
    EXPECT_EQ(change("another horse"), std::nullopt);
}

}  // namespace
}  // namespace ramd::test
