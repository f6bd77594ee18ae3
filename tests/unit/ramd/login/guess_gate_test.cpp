// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/guess_gate.h"

#include <gtest/gtest.h>

#include "ramd/login/account_checker.h"
#include "ramd/login/authenticator.h"
#include "ramd/login/profile_manager.h"
#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;

class GuessGateTest : public testing::Test, protected LoginHouse {
protected:
    GuessGateTest() {
        add_ann();
        store.policy_in_force.max_login_attempts = 3;
        store.policy_in_force.lockout_duration = 15;
    }
    bool lets_in(std::string_view typed, Request request = module_request()) {
        return !code_of(
            run(authenticator.authenticate(name("ann"), secret(typed), std::move(request))));
    }
    void log_on(Request request = module_request()) {
        auto proved =
            run(authenticator.authenticate(name("ann"), secret("correct horse"), module_request()));
        request.ticket = std::move(std::get<Authenticated>(proved).ticket);
        ASSERT_EQ(std::get<CheckedAccount>(accounts_.check(name("ann"), request)).verdict,
                  Verdict::ok);
    }
    void guess_wrong(int times) {
        for (int i = 0; i < times; ++i) EXPECT_FALSE(lets_in("wrong horse"));
    }

    Authenticator authenticator{services};
    AccountChecker accounts_{services};
    ProfileManager manager{services};
};

TEST_F(GuessGateTest, so_many_failures_in_the_window_lock_and_it_is_said) {
    guess_wrong(2);
    EXPECT_EQ(log.count(EventKind::profile_locked), 0U);
    guess_wrong(1);
    EXPECT_EQ(log.count(EventKind::profile_locked), 1U);
    ASSERT_EQ(changes.locks.size(), 1U);
    EXPECT_EQ(changes.locks.at(0).second, now + 15min);
    EXPECT_FALSE(lets_in("correct horse"));
    pass(15min);
    EXPECT_TRUE(lets_in("correct horse"));
}

TEST_F(GuessGateTest, failures_that_are_far_apart_do_not_lock) {
    for (int i = 0; i < 10; ++i) {
        guess_wrong(1);
        pass(31min);
    }
    EXPECT_TRUE(lets_in("correct horse"));
    EXPECT_EQ(ann().guesses.in_a_row, 10U);
}

TEST_F(GuessGateTest, without_a_duration_only_an_administrator_unlocks) {
    store.policy_in_force.lockout_duration = 0;
    guess_wrong(3);
    EXPECT_EQ(changes.locks.at(0).second, Timestamp::max());
    pass(std::chrono::days(400));
    EXPECT_FALSE(lets_in("correct horse"));
    EXPECT_FALSE(manager.unlock(name("ann"), manager_request()));
    EXPECT_TRUE(lets_in("correct horse"));
}

TEST_F(GuessGateTest, L4_a_logon_that_is_let_in_clears_the_count_and_needs_no_disk) {
    guess_wrong(2);
    store.full = true;
    log_on();
    EXPECT_EQ(ann().guesses.in_a_row, 2U);
    guess_wrong(2);
    EXPECT_TRUE(lets_in("correct horse"));
    store.full = false;
    log_on();
    EXPECT_EQ(ann().guesses.in_a_row, 0U);
    EXPECT_TRUE(guesses.unwritten.empty());
}

TEST_F(GuessGateTest, a_right_password_alone_clears_nothing) {
    guess_wrong(2);
    EXPECT_TRUE(lets_in("correct horse"));
    guess_wrong(1);
    EXPECT_FALSE(lets_in("correct horse"));
}

TEST_F(GuessGateTest, L4_what_the_disk_does_not_take_is_counted_in_memory_and_said) {
    store.full = true;
    guess_wrong(3);
    EXPECT_EQ(ann().guesses.in_a_row, 0U);
    EXPECT_EQ(log.count(EventKind::service_fault), 3U);
    EXPECT_EQ(log.count(EventKind::profile_locked), 1U);
    EXPECT_FALSE(lets_in("correct horse"));
    EXPECT_EQ(std::get<ProfileView>(manager.get(name("ann"))).failed_attempts, 3U);
    EXPECT_EQ(std::get<ProfileView>(manager.get(name("ann"))).locked_until, now + 15min);
}

TEST_F(GuessGateTest, L1_of_parallel_guesses_no_more_than_the_threshold_can_be_right) {
    std::vector<std::optional<ramauth::Code>> answers;
    const auto ask = [&](std::string_view typed) {
        boost::asio::co_spawn(
            loop, authenticator.authenticate(name("ann"), secret(typed), module_request()),
            [&answers](const std::exception_ptr&, auto outcome) {
                answers.push_back(code_of(outcome));
            });
    };
    for (int i = 0; i < 1000; ++i) ask("wrong horse");
    ask("correct horse");
    loop.restart();
    loop.run();
    ASSERT_EQ(answers.size(), 1001U);
    for (const auto& code : answers) EXPECT_EQ(code, Code::authentication_failed);
    EXPECT_EQ(ann().guesses.in_a_row, 3U);
    EXPECT_TRUE(guesses.under_way.empty());
}

TEST_F(GuessGateTest, L1_a_right_one_among_the_first_is_let_in_however_many_follow) {
    std::optional<bool> right;
    boost::asio::co_spawn(
        loop, authenticator.authenticate(name("ann"), secret("correct horse"), module_request()),
        [&right](const std::exception_ptr&, auto outcome) { right = !code_of(outcome); });
    for (int i = 0; i < 100; ++i)
        boost::asio::co_spawn(
            loop, authenticator.authenticate(name("ann"), secret("wrong horse"), module_request()),
            [](const std::exception_ptr&, const auto&) {});
    loop.restart();
    loop.run();
    EXPECT_EQ(right, true);
}

TEST_F(GuessGateTest, many_logons_at_once_with_the_right_password_all_get_in) {
    unsigned let_in = 0;
    for (int i = 0; i < 100; ++i)
        boost::asio::co_spawn(
            loop,
            authenticator.authenticate(name("ann"), secret("correct horse"), module_request()),
            [&let_in](const std::exception_ptr&, auto outcome) { let_in += !code_of(outcome); });
    loop.restart();
    loop.run();
    EXPECT_EQ(let_in, 100U);
    EXPECT_TRUE(guesses.waiting.empty());
    EXPECT_TRUE(guesses.under_way.empty());
}

TEST_F(GuessGateTest, who_waits_too_long_for_a_place_is_told_that_it_is_busy) {
    std::optional<Code> late;
    pool.meanwhile = [&] {
        auto hurried = module_request();
        hurried.deadline = Deadline::after(0s);
        boost::asio::co_spawn(
            loop,
            authenticator.authenticate(name("ann"), secret("correct horse"), std::move(hurried)),
            [&late](const std::exception_ptr&, auto outcome) { late = code_of(outcome); });
        loop.poll();
    };
    store.policy_in_force.max_login_attempts = 1;
    EXPECT_TRUE(lets_in("correct horse"));
    EXPECT_EQ(late, Code::limit_exceeded);
    EXPECT_TRUE(guesses.waiting.empty());
}

TEST_F(GuessGateTest, H2_a_guess_of_which_nothing_came_gives_its_place_back) {
    pool.check_answer = Busy{};
    for (int i = 0; i < 10; ++i) EXPECT_FALSE(lets_in("correct horse"));
    pool.check_answer.reset();
    EXPECT_TRUE(lets_in("correct horse"));
    EXPECT_EQ(ann().guesses.in_a_row, 0U);
}

TEST_F(GuessGateTest, L5_root_is_slowed_down_and_never_locked) {
    services.settings.manage_root = true;
    store.profiles.at("ann").uid = Uid{0};
    store.policy_in_force.max_consecutive_failures = 3;
    for (int i = 0; i < 9; ++i) EXPECT_FALSE(lets_in("\b\n\r\177INCORRECT", module_request(0)));
    EXPECT_EQ(log.count(EventKind::profile_locked), 0U);
    EXPECT_TRUE(lets_in("correct horse", module_request(0)));
}

TEST_F(GuessGateTest, with_the_lock_off_the_pauses_bound_a_source) {
    store.policy_in_force.max_login_attempts = 0;
    guess_wrong(10);
    EXPECT_FALSE(lets_in("correct horse"));
    auto elsewhere = module_request();
    elsewhere.context.remote_host = "203.0.113.9";
    EXPECT_TRUE(lets_in("correct horse", std::move(elsewhere)));
    pass(1s);
    EXPECT_TRUE(lets_in("correct horse"));
}

TEST_F(GuessGateTest, a_stranger_does_not_keep_the_owner_out_who_comes_from_where_they_were) {
    store.policy_in_force.max_login_attempts = 0;
    auto home = module_request();
    home.context.remote_host = "203.0.113.9";
    log_on(std::move(home));
    // A logon at the console in between changes nothing.
    auto console = module_request();
    console.context.remote_host.clear();
    console.context.tty = "tty1";
    log_on(std::move(console));
    for (int i = 0; i < 60; ++i) {
        auto from = module_request();
        from.context.remote_host = "192.0.2." + std::to_string(i);
        (void)lets_in("wrong horse", std::move(from));
    }
    auto elsewhere = module_request();
    elsewhere.context.remote_host = "192.0.2.200";
    EXPECT_FALSE(lets_in("correct horse", std::move(elsewhere)));
    auto again = module_request();
    again.context.remote_host = "203.0.113.9";
    EXPECT_TRUE(lets_in("correct horse", std::move(again)));
}

TEST_F(GuessGateTest, H4_every_no_writes_as_much_as_a_counted_failure) {
    guess_wrong(3);
    store.commits.clear();
    EXPECT_FALSE(lets_in("correct horse"));
    EXPECT_EQ(store.commits.size(), 1U) << "locked";
    store.profiles.at("ann").orphaned = true;
    EXPECT_FALSE(lets_in("correct horse"));
    EXPECT_EQ(store.commits.size(), 2U) << "orphaned";
    EXPECT_EQ(ann().guesses.in_a_row, 3U);
}

TEST_F(GuessGateTest, a_reset_while_a_guess_waits_is_not_taken_for_a_failure) {
    store.policy_in_force.max_login_attempts = 1;
    std::optional<Code> waited;
    pool.meanwhile = [&] {
        boost::asio::co_spawn(
            loop, authenticator.authenticate(name("ann"), secret("new horse"), module_request()),
            [&waited](const std::exception_ptr&, auto outcome) { waited = code_of(outcome); });
        loop.poll();
        auto& profile = store.profiles.at("ann");
        profile.hash = FakeHashingPool::hash_of("new horse");
        ++profile.epoch;
    };
    EXPECT_TRUE(lets_in("correct horse"));
    EXPECT_EQ(waited, Code::limit_exceeded);
    EXPECT_EQ(ann().guesses.in_a_row, 0U);
}

TEST_F(GuessGateTest, another_users_su_does_not_slow_the_owners_console_down) {
    store.policy_in_force.max_login_attempts = 0;
    auto su = module_request();
    su.context.remote_host.clear();
    su.context.caller_uid = Uid{2002};
    su.context.tty = "pts/3";
    for (int i = 0; i < 60; ++i) {
        Request next = {.id = su.id, .caller = su.caller, .context = {}, .deadline = su.deadline};
        next.context.believed = true;
        next.context.uid = Uid{ann_uid};
        next.context.caller_uid = Uid{2002};
        EXPECT_FALSE(lets_in("wrong horse", std::move(next)));
        pass(2s);
    }
    auto console = module_request();
    console.context.remote_host.clear();
    console.context.tty = "tty1";
    EXPECT_TRUE(lets_in("correct horse", std::move(console)));
}

TEST_F(GuessGateTest, L6_nobody_is_told_of_a_lock_by_the_dialogue) {
    guess_wrong(3);
    const auto locked =
        run(authenticator.authenticate(name("ann"), secret("correct horse"), module_request()));
    pass(15min);
    const auto wrong =
        run(authenticator.authenticate(name("ann"), secret("wrong horse"), module_request()));
    EXPECT_EQ(std::get<ramauth::Refusal>(locked).sentence,
              std::get<ramauth::Refusal>(wrong).sentence);
    EXPECT_EQ(code_of(locked), code_of(wrong));
}

TEST_F(GuessGateTest, L7_a_clock_that_jumps_neither_unlocks_nor_locks_for_years) {
    guess_wrong(3);
    now += std::chrono::days(3650);
    EXPECT_FALSE(lets_in("correct horse"));
    now -= std::chrono::days(7300);
    pass(14min);
    EXPECT_FALSE(lets_in("correct horse"));
    pass(1min);
    EXPECT_TRUE(lets_in("correct horse"));
}

}  // namespace
}  // namespace ramd::test
