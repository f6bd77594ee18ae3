// SPDX-License-Identifier: LGPL-2.1-or-later
// The barrier: whatever fails underneath, an entry point answers with a failure.
#include <set>

#include "tests/unit/pam_ramauth/allocation_faults.h"
#include "tests/unit/pam_ramauth/transaction.h"

namespace ramauth::pam::test {
namespace {

struct Step {
    const char* name;
    std::function<int(Transaction&)> run;
};

// Every entry point, after what has to come before it in a transaction.
const std::vector<Step> steps{
    {"authenticate", [](Transaction& t) { return t.authenticate(); }},
    {"setcred", [](Transaction& t) { return t.set_credentials(); }},
    {"account", [](Transaction& t) { return t.account(); }},
    {"prelim", [](Transaction& t) { return t.call(pam_sm_chauthtok, prelim); }},
    {"update", [](Transaction& t) { return t.call(pam_sm_chauthtok, update); }},
    {"open_session", [](Transaction& t) { return t.open_session(); }},
    {"close_session", [](Transaction& t) { return t.close_session(); }},
};

void prepare(Transaction& t, std::size_t step) {
    t.host.caller = Uid{1001};
    t.options = {"debug", "not_an_option"};
    const std::vector<std::string> all{"right", "right", "new password", "new password"};
    t.person().answers.assign(all.begin(), all.end());
    for (std::size_t i = 0; i < step; ++i) (void)steps[i].run(t);
}

const std::set<int> failures{PAM_SYSTEM_ERR,        PAM_AUTH_ERR,        PAM_AUTHINFO_UNAVAIL,
                             PAM_USER_UNKNOWN,      PAM_PERM_DENIED,     PAM_AUTHTOK_ERR,
                             PAM_CONV_ERR,          PAM_SESSION_ERR,     PAM_ACCT_EXPIRED,
                             PAM_AUTHTOK_LOCK_BUSY, PAM_NEW_AUTHTOK_REQD};

TEST(Module, plays_the_whole_transaction_when_nothing_fails) {
    for (std::size_t step = 0; step < steps.size(); ++step) {
        Transaction t;
        prepare(t, step);
        EXPECT_EQ(PAM_SUCCESS, steps[step].run(t)) << steps[step].name;
    }
}

TEST(Module, M8_turns_memory_that_runs_out_at_any_allocation_into_a_failure) {
    for (std::size_t step = 0; step < steps.size(); ++step) {
        bool failed = true;
        long n = 0;
        for (; failed; ++n) {
            Transaction t;
            prepare(t, step);
            const std::size_t changes = t.ramd().asked.size();
            allocations_left = n;
            const int result = steps[step].run(t);
            failed = allocations_left == no_fault;
            allocations_left = no_fault;
            ASSERT_NE(PAM_IGNORE, result);
            if (!failed) continue;
            // A change that ramd has committed stays a success: only the news were lost.
            const bool committed = t.ramd().asked.size() > changes;
            EXPECT_TRUE(result == PAM_SYSTEM_ERR || (result == PAM_SUCCESS && committed))
                << steps[step].name << " answers " << result << " at allocation " << n;
        }
        EXPECT_GT(n, 3) << "the allocations of " << steps[step].name << " were not counted";
    }
}

TEST(Module, F2_turns_every_failing_function_of_libpam_into_a_failure) {
    for (const char* function :
         {"pam_get_item", "pam_set_item", "pam_set_data", "pam_get_data", "pam_putenv"}) {
        for (std::size_t step = 0; step < steps.size(); ++step) {
            Transaction t;
            prepare(t, step);
            const int sane = [&] {
                Transaction other;
                prepare(other, step);
                return steps[step].run(other);
            }();
            ASSERT_EQ(PAM_SUCCESS, sane);
            t.pam.failing = {function};
            const auto before = t.ramd().asked.size();
            const int result = steps[step].run(t);
            // Success only where the function was not needed: then ramd said yes, or none is asked.
            const bool said_yes = t.ramd().asked.size() > before;
            const bool needs_a_yes = std::string("authenticate") == steps[step].name;
            EXPECT_TRUE(failures.contains(result) ||
                        (result == PAM_SUCCESS && (said_yes || !needs_a_yes)))
                << function << ' ' << steps[step].name << " answers " << result;
        }
    }
}

TEST(Module, F2_turns_every_failure_of_the_conversation_into_a_failure) {
    for (const Trouble trouble :
         {Trouble::conversation_error, Trouble::no_response, Trouble::null_answer,
          Trouble::no_conversation, Trouble::null_function}) {
        Transaction t;
        t.person().trouble = trouble;
        EXPECT_EQ(PAM_CONV_ERR, t.authenticate());
        t.host.caller = Uid{1001};
        EXPECT_EQ(PAM_AUTHTOK_ERR, t.call(pam_sm_chauthtok, prelim));
        t.host.caller = Uid{0};
        EXPECT_EQ(PAM_AUTHTOK_ERR, t.change());
    }
}

TEST(Module, F2_answers_every_refusal_in_every_stage_with_a_failure) {
    for (int number = 0; number <= static_cast<int>(Code::service_failure); ++number) {
        const Refusal refusal{static_cast<Code>(number), "Why. (request x)", "Field"};
        for (std::size_t step = 0; step < steps.size(); ++step) {
            Transaction t;
            prepare(t, step);
            t.ramd().on_authenticate = [&](const Asked&) { return refusal; };
            t.ramd().on_check_account = [&](const Asked&) { return refusal; };
            t.ramd().on_change = [&](const Asked&) { return refusal; };
            t.ramd().on_open_session = [&](const Asked&) { return refusal; };
            const auto before = t.ramd().asked.size();
            const int result = steps[step].run(t);
            if (t.ramd().asked.size() == before) continue;  // needs no answer of ramd
            EXPECT_TRUE(failures.contains(result)) << number << ' ' << steps[step].name;
            EXPECT_TRUE(result != PAM_NEW_AUTHTOK_REQD ||
                        std::string("account") == steps[step].name);
        }
    }
}

TEST(Module, M10_never_logs_a_password) {
    Transaction t;
    prepare(t, steps.size());
    t.types({"wrong-Marker"});
    (void)t.authenticate();
    ASSERT_FALSE(t.host.log.empty());
    for (const std::string& line : t.host.log)
        for (const char* secret : {"right", "new password", "wrong-Marker", "TTTT", "alice"})
            EXPECT_THAT(line, testing::Not(HasSubstr(secret)));
}

TEST(Module, M13_never_sets_PAM_USER) {
    Transaction t;
    prepare(t, steps.size());
    EXPECT_THAT(t.pam.items_set, testing::Each(testing::AnyOf(PAM_AUTHTOK, PAM_OLDAUTHTOK)));
}

TEST(Module, M14_asks_or_tells_one_thing_a_call) {
    Transaction t;
    prepare(t, steps.size());
    EXPECT_EQ(1U, t.person().most_messages_a_call);
}

TEST(Module, logs_an_option_that_it_does_not_understand_and_goes_on) {
    Transaction t;
    t.options = {"nullok"};
    t.types({"right"});
    EXPECT_EQ(PAM_SUCCESS, t.authenticate());
    EXPECT_THAT(t.host.log, testing::Contains(HasSubstr("nullok")));
}

TEST(Module, survives_absurd_arguments) {
    EXPECT_EQ(PAM_SYSTEM_ERR, pam_sm_authenticate(nullptr, 0, 0, nullptr));
    pam_handle pam;
    EXPECT_EQ(PAM_SYSTEM_ERR, pam_sm_authenticate(&pam, 0, -1, nullptr));
    EXPECT_EQ(PAM_SYSTEM_ERR, pam_sm_authenticate(&pam, 0, 3, nullptr));
}

TEST(Module, ignores_flags_that_it_does_not_know) {
    Transaction t;
    t.types({"right"});
    EXPECT_EQ(PAM_SUCCESS, t.authenticate(0x01000000));
}

}  // namespace
}  // namespace ramauth::pam::test
