// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gtest/gtest.h>

#include "ramd/login/account_checker.h"
#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;

class SessionGateTest : public testing::Test, protected LoginHouse {
protected:
    static Request with(std::uint64_t epoch) {
        auto request = module_request();
        request.context.epoch = epoch;
        return request;
    }
    auto open(const Request& request) { return run(gate.open(name("ann"), request)); }
    std::optional<Code> reason(const Request& request) {
        const auto answer = std::get<CheckedAccount>(open(request));
        EXPECT_EQ(answer.verdict == Verdict::ok, !answer.reason.has_value());
        return answer.reason;
    }

    SessionGate gate{services};
};

TEST_F(SessionGateTest, the_present_epoch_opens_and_the_leader_is_remembered) {
    const auto& ann = add_ann();
    EXPECT_EQ(reason(with(7)), std::nullopt);
    ASSERT_EQ(sessions.logons.size(), 1U);
    EXPECT_EQ(sessions.logons[0].user, "ann");
    EXPECT_EQ(sessions.logons[0].uid, ann.uid);
    EXPECT_EQ(sessions.logons[0].leader, 4242);
    EXPECT_EQ(sessions.logons[0].epoch, 7U);
    EXPECT_EQ(log.count(EventKind::session_opened), 1U);
}

TEST_F(SessionGateTest, R4_a_logon_that_proved_an_earlier_password_is_stale) {
    add_ann();
    EXPECT_EQ(reason(with(6)), Code::stale_logon);
    EXPECT_EQ(reason(with(0)), Code::stale_logon);
    EXPECT_EQ(log.count(EventKind::session_refused), 2U);
    EXPECT_TRUE(sessions.logons.empty());
}

TEST_F(SessionGateTest, an_epoch_that_was_never_given_is_refused) {
    add_ann();
    EXPECT_EQ(reason(with(8)), Code::stale_logon);
    EXPECT_EQ(reason(with(UINT64_MAX)), Code::stale_logon);
}

TEST_F(SessionGateTest, without_an_epoch_the_account_counts) {
    auto& profile = add_ann();
    EXPECT_EQ(reason(module_request()), std::nullopt);
    ASSERT_EQ(sessions.logons.size(), 1U);
    EXPECT_EQ(sessions.logons[0].epoch, std::nullopt) << "expected: by a key, nothing was proved";
    EXPECT_EQ(sessions.logons[0].service, "sshd");
    profile.status = Status::inactive;
    EXPECT_EQ(reason(module_request()), Code::login_disabled);
    profile.orphaned = true;
    EXPECT_EQ(reason(module_request()), Code::temporarily_unmodifiable);
}

TEST_F(SessionGateTest, R5_a_session_is_opened_when_the_end_of_the_user_manager_was_told) {
    add_ann();
    EXPECT_EQ(reason(with(7)), std::nullopt);
    EXPECT_EQ(sessions.waited_for.size(), 1U);
    EXPECT_EQ(reason(with(6)), Code::stale_logon);
    EXPECT_EQ(sessions.waited_for.size(), 1U) << "expected: who is refused does not wait";
}

TEST_F(SessionGateTest, another_uid_opens_nothing) {
    add_ann();
    EXPECT_EQ(reason(module_request(2002)), Code::temporarily_unmodifiable);
}

TEST_F(SessionGateTest, what_runs_without_a_person_is_not_stopped) {
    add_ann().status = Status::inactive;
    auto request = module_request();
    request.context.service = "cron";
    EXPECT_EQ(reason(request), std::nullopt);
    request.context.epoch = 6;  // a password was proved: no longer without a person
    EXPECT_EQ(reason(request), Code::login_disabled);
}

TEST_F(SessionGateTest, O5_an_own_call_remembers_nobody_and_records_no_session) {
    add_ann();
    auto request = own_request();
    request.context.epoch = 7;
    EXPECT_EQ(reason(request), std::nullopt);
    EXPECT_TRUE(sessions.logons.empty());
    EXPECT_TRUE(log.events.empty());
}

TEST_F(SessionGateTest, no_profile_is_a_refusal) {
    EXPECT_EQ(code_of(open(with(7))), Code::no_login_profile);
}

}  // namespace
}  // namespace ramd::test
