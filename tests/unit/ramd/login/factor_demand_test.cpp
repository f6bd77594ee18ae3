// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/factor_demand.h"

#include <gmock/gmock.h>

#include "ramd/login/account_checker.h"
#include "ramd/login/password_changer.h"
#include "tests/support/factor_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;
using ramauth::policy::MFAOperation;
using testing::ElementsAre;
using testing::IsEmpty;

class FactorDemandTest : public testing::Test, protected FactorHouse {
protected:
    void let_in(const Secret& ticket, Request request = module_request()) {
        request.ticket = ticket.clone();
        const auto checked = checker.check(name("ann"), request);
        EXPECT_EQ(std::get<CheckedAccount>(checked).verdict, Verdict::ok);
    }
    static Request from(std::string remote) {
        auto request = module_request();
        request.context.remote_host = std::move(remote);
        return request;
    }
    ChangeOutcome change(Proof proof, Request request = change_request()) {
        return run(changer.change(name("ann"), std::move(proof), secret("battery staple"),
                                  std::move(request)));
    }

    AccountChecker checker{services};
    PasswordChanger changer{services};
};

TEST_F(FactorDemandTest, a_source_is_a_network_or_a_terminal) {
    LogonContext context = module_request().context;
    EXPECT_EQ(factor_source(context), "198.51.100.0/24");
    context.remote_host = "2001:db8:1:2:3::4";
    EXPECT_EQ(factor_source(context), "2001:db8:1:2::/64");
    context.remote_host = "a-name.example.org";
    EXPECT_EQ(factor_source(context), "") << "a name is nobody's network";
    context.remote_address = "198.51.100.9";
    EXPECT_EQ(factor_source(context), "198.51.100.0/24");
    context.remote_host = context.remote_address = "";
    context.tty = "/dev/tty1";
    EXPECT_EQ(factor_source(context), "tty1");
    context.believed = false;
    EXPECT_EQ(factor_source(context), "");
}

TEST_F(FactorDemandTest, adaptive_asks_for_each_new_source_once) {
    store.preference_in_force.mfa_operation_for_login = MFAOperation::adaptive;
    add_ann_with_device();
    const auto first = pending();
    ASSERT_THAT(first.next, ElementsAre("totp", "recovery-code"));
    ASSERT_FALSE(code_of(verify(first.ticket, code)));
    EXPECT_THAT(pending().next, testing::SizeIs(2)) << "nobody was let in from there yet";
    let_in(first.ticket);
    EXPECT_THAT(ann().factor_sources, ElementsAre("198.51.100.0/24"));
    EXPECT_THAT(pending(from("198.51.100.200")).next, IsEmpty());
    EXPECT_THAT(pending(from("198.51.101.7")).next, testing::SizeIs(2));
}

TEST_F(FactorDemandTest, no_more_sources_are_remembered_than_a_record_holds) {
    Profile& profile = add_ann();
    for (unsigned i = 0; i < 20; ++i)
        remember_factor_source(profile, from("198.51." + std::to_string(i) + ".1").context);
    EXPECT_EQ(profile.factor_sources.size(), 16U);
    EXPECT_EQ(profile.factor_sources.front(), "198.51.19.0/24");
}

TEST_F(FactorDemandTest, mfa_no_and_exempt_services_ask_for_none_where_they_are_believed) {
    add_ann_with_device();
    auto by_line = module_request();
    by_line.context.no_second_factor = true;
    EXPECT_THAT(pending(std::move(by_line)).next, IsEmpty());
    store.preference_in_force.mfa_exempt_services = {"sshd"};
    EXPECT_THAT(pending().next, IsEmpty());
    auto told = own_request();
    told.context.service = "sshd";
    told.context.no_second_factor = true;
    EXPECT_THAT(pending(std::move(told)).next, testing::SizeIs(2));
}

TEST_F(FactorDemandTest, who_must_bind_is_led_there_and_who_may_is_told) {
    add_ann().mfa_bind_required = true;
    EXPECT_THAT(pending().next, ElementsAre("bind"));
    add_ann();
    const auto proved = pending();
    EXPECT_THAT(proved.next, IsEmpty());
    EXPECT_THAT(proved.message, testing::HasSubstr("ramctl mfa bind"));
    EXPECT_EQ(pending(change_request()).message, "");
}

TEST_F(FactorDemandTest, nobody_binds_a_device_to_an_account_that_is_shut) {
    Profile& profile = add_ann();
    profile.mfa_bind_required = true;
    store.preference_in_force.login_network_masks = {"192.0.2.0/24"};
    EXPECT_EQ(code_of(authenticate()), Code::network_not_allowed);
    EXPECT_EQ(code_of(factors.begin(name("ann"), module_request())), Code::network_not_allowed);
    profile.status = Status::inactive;
    EXPECT_EQ(code_of(authenticate()), Code::login_disabled);
}

TEST_F(FactorDemandTest, an_exempt_logon_proves_no_factor) {
    add_ann_with_device().guesses.in_a_row = 4;
    store.preference_in_force.mfa_exempt_services = {"imap"};
    const auto at_imap = [] {
        auto request = module_request();
        request.context.service = "imap";
        return request;
    };
    let_in(pending(at_imap()).ticket, at_imap());
    EXPECT_EQ(ann().guesses.in_a_row, 4U);
    EXPECT_THAT(ann().factor_sources, IsEmpty());
    const auto whole = pending();
    ASSERT_FALSE(code_of(verify(whole.ticket, code)));
    let_in(whole.ticket);
    EXPECT_EQ(ann().guesses.in_a_row, 0U);
    EXPECT_THAT(ann().factor_sources, testing::SizeIs(1));
}

TEST_F(FactorDemandTest, an_account_that_turns_idle_is_refused_with_its_ticket) {
    add_ann();
    const auto proved = pending();
    store.profiles.at("ann").created = now - std::chrono::days(1000);
    auto request = module_request();
    request.ticket = proved.ticket.clone();
    const auto checked = checker.check(name("ann"), request);
    EXPECT_EQ(std::get<CheckedAccount>(checked).reason, Code::login_disabled);
    EXPECT_EQ(ann().status, Status::inactive);
}

TEST_F(FactorDemandTest, a_terminal_in_which_another_user_types_is_no_place) {
    LogonContext context = module_request().context;
    context.remote_host.clear();
    context.tty = "pts/3";
    context.caller_uid = Uid{2000};
    EXPECT_EQ(factor_source(context), "");
    context.caller_uid = Uid{ann_uid};
    EXPECT_EQ(factor_source(context), "pts/3");
    context.caller_uid = Uid{0};
    EXPECT_EQ(factor_source(context), "pts/3");
}

TEST_F(FactorDemandTest, a_forced_change_leads_who_has_no_factor_to_a_device) {
    store.preference_in_force.verify_identity_on_password_change = true;
    add_ann().life.reset_required = true;
    EXPECT_THAT(pending().next, ElementsAre("bind"));
    store.preference_in_force.verification_types = {"email"};
    EXPECT_EQ(code_of(authenticate()), Code::change_not_allowed);
}

TEST_F(FactorDemandTest, a_code_behind_a_key_forgives) {
    add_ann_with_device().guesses.in_a_row = 4;
    const auto begun = std::get<Authenticated>(factors.begin(name("ann"), module_request()));
    ASSERT_FALSE(code_of(verify(begun.ticket, code)));
    let_in(begun.ticket);
    EXPECT_EQ(ann().guesses.in_a_row, 0U);
}

TEST_F(FactorDemandTest, where_no_way_is_left_nobody_gets_in) {
    store.preference_in_force.mfa_operation_for_login = MFAOperation::mandatory;
    store.preference_in_force.verification_types = {"email"};
    add_ann();
    EXPECT_EQ(code_of(authenticate()), Code::change_not_allowed);
    EXPECT_EQ(code_of(factors.begin(name("ann"), module_request())), Code::change_not_allowed);
}

TEST_F(FactorDemandTest, a_change_wants_a_code_where_identity_is_verified) {
    store.preference_in_force.verify_identity_on_password_change = true;
    add_ann_with_device();
    EXPECT_EQ(code_of(change(PasswordProof{secret("correct horse")})), Code::change_not_allowed);
    const auto proved = pending(change_request());
    ASSERT_THAT(proved.next, ElementsAre("totp", "recovery-code"));
    EXPECT_EQ(code_of(change(TicketProof{proved.ticket.clone()})), Code::ticket_expired);
    ASSERT_FALSE(code_of(verify(proved.ticket, code)));
    EXPECT_FALSE(code_of(change(TicketProof{proved.ticket.clone()})));
    EXPECT_EQ(ann().hash, FakeHashingPool::hash_of("battery staple"));
}

TEST_F(FactorDemandTest, nobody_without_a_factor_can_change_where_identity_is_verified) {
    store.preference_in_force.verify_identity_on_password_change = true;
    add_ann();
    EXPECT_EQ(code_of(authenticate(change_request())), Code::change_not_allowed);
    EXPECT_EQ(code_of(change(PasswordProof{secret("correct horse")})), Code::change_not_allowed);
    auto exempt = change_request();
    exempt.context.no_second_factor = true;
    EXPECT_FALSE(code_of(change(PasswordProof{secret("correct horse")}, std::move(exempt))));
}

TEST_F(FactorDemandTest, a_forced_change_wants_what_any_change_wants) {
    store.preference_in_force.verify_identity_on_password_change = true;
    store.preference_in_force.mfa_operation_for_login = MFAOperation::adaptive;
    Profile& profile = add_ann_with_device();
    profile.factor_sources = {"198.51.100.0/24"};
    EXPECT_THAT(pending().next, IsEmpty());
    profile.life.reset_required = true;
    const auto proved = pending();
    ASSERT_THAT(proved.next, testing::SizeIs(2));
    ASSERT_FALSE(code_of(verify(proved.ticket, code)));
    EXPECT_FALSE(code_of(change(TicketProof{proved.ticket.clone()}, module_request())));
}

TEST_F(FactorDemandTest, a_key_proves_no_password) {
    add_ann().life.reset_required = true;
    const auto begun = std::get<Authenticated>(factors.begin(name("ann"), module_request()));
    let_in(begun.ticket);
    EXPECT_EQ(ann().last_login, ramauth::never);
    EXPECT_THAT(ann().factor_sources, ElementsAre("198.51.100.0/24"));
    EXPECT_EQ(code_of(change(TicketProof{begun.ticket.clone()})), Code::ticket_expired);
}

}  // namespace
}  // namespace ramd::test
