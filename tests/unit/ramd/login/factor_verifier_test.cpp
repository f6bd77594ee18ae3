// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/factor_verifier.h"

#include <gmock/gmock.h>

#include "ramd/factor/masked.h"
#include "tests/support/factor_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;
using testing::ElementsAre;
using testing::HasSubstr;

class FactorVerifierTest : public testing::Test, protected FactorHouse {};

TEST_F(FactorVerifierTest, a_ticket_that_wants_a_code_is_good_for_nothing_else) {
    add_ann_with_device();
    const auto proved = pending();
    EXPECT_THAT(proved.next, ElementsAre("totp", "recovery-code"));
    EXPECT_FALSE(is_complete(proved.ticket));
    ASSERT_FALSE(code_of(verify(proved.ticket, code)));
    EXPECT_TRUE(is_complete(proved.ticket));
    EXPECT_EQ(code_of(verify(proved.ticket, code)), Code::ticket_expired) << "it wants nothing";
}

TEST_F(FactorVerifierTest, a_code_works_once_whatever_the_ticket) {
    add_ann_with_device();
    const auto first = pending();
    const auto second = pending();
    ASSERT_FALSE(code_of(verify(first.ticket, code)));
    EXPECT_EQ(code_of(verify(second.ticket, code)), Code::authentication_failed);
    EXPECT_EQ(code_of(verify(second.ticket, earlier_code)), Code::authentication_failed)
        << "what is older than a used one is void";
    EXPECT_EQ(ann().device->last_step, static_cast<std::uint64_t>(code_time) / 30);
    EXPECT_THAT(log.events.back().detail, HasSubstr("used already"));
}

TEST_F(FactorVerifierTest, a_recovery_code_works_once) {
    add_ann_with_device();
    ASSERT_FALSE(code_of(verify(pending().ticket, recovery_code)));
    EXPECT_TRUE(ann().device->recovery_codes.empty());
    EXPECT_EQ(code_of(verify(pending().ticket, recovery_code)), Code::authentication_failed);
}

TEST_F(FactorVerifierTest, wrong_codes_have_one_answer_and_count_as_failures) {
    add_ann_with_device();
    const auto proved = pending();
    unsigned counted = 0;
    for (const char* wrong : {"12345", "1234567", "abcdef", "", "000000", "correct horse"}) {
        EXPECT_EQ(code_of(verify(proved.ticket, wrong)), Code::authentication_failed) << wrong;
        EXPECT_EQ(ann().guesses.in_a_row, ++counted) << wrong;
        pass(2h);
        now = Timestamp(std::chrono::seconds(code_time));
    }
    EXPECT_FALSE(is_complete(proved.ticket));
}

TEST_F(FactorVerifierTest, the_journal_says_how_far_off_the_clock_of_the_device_is) {
    add_ann_with_device();
    const auto proved = pending();
    now += 2min;
    EXPECT_EQ(code_of(verify(proved.ticket, code)), Code::authentication_failed);
    EXPECT_THAT(log.events.back().detail, HasSubstr("120 s behind"));
}

TEST_F(FactorVerifierTest, a_locked_profile_takes_no_code) {
    add_ann_with_device();
    const auto proved = pending();
    store.policy_in_force.max_login_attempts = 2;
    (void)verify(proved.ticket, "000000");
    (void)verify(proved.ticket, "000001");
    EXPECT_EQ(code_of(verify(proved.ticket, code)), Code::authentication_failed);
    EXPECT_EQ(ann().device->last_step, 0U);
}

TEST_F(FactorVerifierTest, L4_a_full_disk_locks_nobody_out_and_lets_no_code_in_twice) {
    add_ann_with_device();
    const auto proved = pending();
    store.full = true;
    for (const std::string& once : {std::string(code), recovery_code}) {
        EXPECT_FALSE(code_of(verify(pending().ticket, once))) << once;
        EXPECT_EQ(code_of(verify(proved.ticket, once)), Code::authentication_failed) << once;
    }
    store.full = false;
    EXPECT_EQ(code_of(verify(proved.ticket, recovery_code)), Code::authentication_failed);
}

TEST_F(FactorVerifierTest, a_ticket_is_its_holders) {
    add_ann_with_device();
    const auto proved = pending();
    EXPECT_EQ(code_of(verify(proved.ticket, code, "", ann_uid)), Code::ticket_expired);
    EXPECT_FALSE(code_of(verify(proved.ticket, code)));
}

TEST_F(FactorVerifierTest, a_way_that_the_ticket_does_not_list_is_refused) {
    add_ann_with_device();
    const auto proved = pending();
    EXPECT_EQ(code_of(verify(proved.ticket, code, "email")), Code::parameter_format);
    EXPECT_EQ(code_of(verify(proved.ticket, code, "recovery-code")), Code::authentication_failed)
        << "a code of the device is no recovery code";
    EXPECT_FALSE(code_of(verify(proved.ticket, code, "totp")));
}

TEST_F(FactorVerifierTest, behind_a_key_the_code_is_the_only_step) {
    add_ann_with_device();
    const auto begun = std::get<Authenticated>(factors.begin(name("ann"), module_request()));
    EXPECT_THAT(begun.next, ElementsAre("totp", "recovery-code"));
    ASSERT_FALSE(code_of(verify(begun.ticket, code)));
    const auto* ticket = tickets.find(begun.ticket, name("ann"));
    ASSERT_NE(ticket, nullptr);
    EXPECT_TRUE(ticket->by_key);
    add_ann();
    const auto free = std::get<Authenticated>(factors.begin(name("ann"), module_request()));
    EXPECT_TRUE(free.next.empty());
    EXPECT_TRUE(is_complete(free.ticket));
}

class SentFactorTest : public FactorVerifierTest {
protected:
    SentFactorTest() {
        store.preference_in_force.verification_types = {"totp", "email", "sms"};
        store.preference_in_force.mfa_operation_for_login =
            ramauth::policy::MFAOperation::mandatory;
        Profile& profile = add_ann();
        profile.recovery_email = "ann@example.org";
        profile.recovery_mobile = "+4915112345678";
    }
};

TEST_F(SentFactorTest, a_code_is_sent_and_good_once) {
    const auto proved = pending();
    EXPECT_THAT(proved.next, ElementsAre("email", "sms"));
    const auto sent = std::get<SentCode>(send(proved.ticket));
    EXPECT_EQ(sent.to, "a***@example.org");
    ASSERT_EQ(courier.messages.size(), 1U);
    EXPECT_EQ(courier.messages[0].way, CourierWay::email);
    EXPECT_EQ(courier.messages[0].to, "ann@example.org");
    ASSERT_FALSE(code_of(verify(proved.ticket, sent_code())));
    EXPECT_TRUE(is_complete(proved.ticket));
    EXPECT_EQ(code_of(verify(pending().ticket, sent_code())), Code::authentication_failed);
}

TEST_F(SentFactorTest, a_code_is_its_users_and_outlives_the_ticket_it_was_sent_for) {
    const auto dropped = pending();
    (void)send(dropped.ticket);
    tickets.spend(dropped.ticket);
    EXPECT_FALSE(code_of(verify(pending().ticket, sent_code())));
}

TEST_F(SentFactorTest, no_more_than_one_a_minute_is_sent) {
    const auto proved = pending();
    (void)send(proved.ticket);
    clock += 20s;
    const auto again = std::get<SentCode>(send(proved.ticket, "sms"));
    EXPECT_EQ(again.to, "");
    EXPECT_EQ(again.wait, 40U);
    EXPECT_EQ(courier.messages.size(), 1U);
    clock += 40s;
    EXPECT_NE(std::get<SentCode>(send(proved.ticket, "sms")).to, "");
    EXPECT_EQ(courier.messages.back().way, CourierWay::sms);
    EXPECT_EQ(courier.messages.back().to, "+4915112345678");
}

TEST_F(SentFactorTest, what_could_not_be_sent_is_good_for_nothing) {
    courier.takes = false;
    const auto proved = pending();
    EXPECT_EQ(code_of(send(proved.ticket)), Code::service_failure);
    EXPECT_EQ(code_of(send(proved.ticket)), Code::limit_exceeded) << "within the minute";
    EXPECT_EQ(code_of(verify(proved.ticket, sent_code())), Code::authentication_failed);
    EXPECT_EQ(log.count(EventKind::code_not_sent), 1U);
    EXPECT_EQ(courier.messages.size(), 2U) << "mail, and then SMS";
}

TEST_F(SentFactorTest, where_mail_does_not_work_SMS_is_tried) {
    courier.takes = false;
    courier.meanwhile = [this] { courier.meanwhile = [this] { courier.takes = true; }; };
    EXPECT_EQ(std::get<SentCode>(send(pending().ticket)).to,
              masked(CourierWay::sms, "+4915112345678"));
    EXPECT_FALSE(code_of(verify(pending().ticket, sent_code())));
}

TEST_F(SentFactorTest, a_code_stays_good_where_another_one_cannot_be_sent) {
    (void)send(pending().ticket);
    const std::string first = sent_code();
    clock += 61s;
    courier.takes = false;
    EXPECT_EQ(code_of(send(pending().ticket)), Code::service_failure);
    EXPECT_FALSE(code_of(verify(pending().ticket, first)));
}

TEST_F(SentFactorTest, after_a_code_was_used_up_the_next_one_takes_its_minute) {
    (void)send(pending().ticket);
    (void)verify(pending().ticket, sent_code());
    const auto answer = send(pending().ticket);
    EXPECT_EQ(code_of(answer), Code::limit_exceeded);
    EXPECT_THAT(std::get<ramauth::Refusal>(answer).sentence, HasSubstr("in 60 seconds"));
    EXPECT_EQ(log.count(EventKind::code_not_sent), 0U);
}

TEST_F(SentFactorTest, without_a_courier_nothing_is_sent) {
    services.courier = nullptr;
    EXPECT_EQ(code_of(send(pending().ticket)), Code::service_failure);
}

TEST_F(SentFactorTest, only_the_ways_that_are_sent_can_be_asked_for) {
    EXPECT_EQ(code_of(send(pending().ticket, "totp")), Code::parameter_format);
    store.preference_in_force.verification_types = {"totp"};
    add_ann_with_device();
    EXPECT_EQ(code_of(send(pending().ticket)), Code::parameter_format);
}

}  // namespace
}  // namespace ramd::test
