// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/sessions_to_end.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

#include "tests/unit/ramd/session/revoker_stage.h"

namespace ramd::test {
namespace {

const ProgrammaticServices programmatic{"cron", "atd", "systemd-user"};

bool must_end(const LogindSession& session, const Revocation& revocation, const LogonBook& logons) {
    return ramd::must_end(session, revocation, logons, programmatic);
}

LogindSession opened(double started, pid_t leader = 4000) {
    return session("5", alice, started, leader).session;
}

LogonBook nobody() {
    return {nullptr, [](pid_t) { return true; }};
}

LogonBook book(pid_t leader, std::uint64_t epoch, double accepted) {
    LogonBook result = nobody();
    result.remember({"alice", alice, leader, epoch, opened(accepted).started_monotonic_us, "sshd"});
    return result;
}

TEST(SessionsToEnd, A_session_that_stood_at_the_commit_ends_and_a_later_one_does_not) {
    EXPECT_TRUE(must_end(opened(-3600), revocation(), nobody()));
    EXPECT_TRUE(must_end(opened(0), revocation(), nobody()));
    EXPECT_FALSE(must_end(opened(0.000001), revocation(), nobody()));
}

TEST(SessionsToEnd, R4_a_late_session_of_a_logon_with_the_old_password_ends) {
    EXPECT_TRUE(must_end(opened(100), revocation(), book(4000, epoch_of_change - 1, -1)));
    EXPECT_FALSE(must_end(opened(100, 4001), revocation(), book(4000, epoch_of_change - 1, -1)));
}

TEST(SessionsToEnd, R4_the_session_of_the_logon_that_was_forced_to_change_is_spared) {
    EXPECT_FALSE(must_end(opened(2), revocation(), book(4000, epoch_of_change, 1)));
    EXPECT_FALSE(must_end(opened(-1), revocation(), book(4000, epoch_of_change, 1)));
}

TEST(SessionsToEnd, A_revocation_that_changed_no_password_still_ends_earlier_logons) {
    EXPECT_TRUE(must_end(opened(-59), revocation(), book(4000, epoch_of_change, -60)));
    EXPECT_TRUE(must_end(opened(3), revocation(), book(4000, epoch_of_change, -1)));
}

TEST(SessionsToEnd, A_pid_that_is_used_again_is_not_taken_for_the_logon_of_old) {
    EXPECT_FALSE(must_end(opened(600), revocation(), book(4000, epoch_of_change - 1, -1)));
    EXPECT_TRUE(must_end(opened(-600), revocation(), book(4000, epoch_of_change, 1)));
}

TEST(SessionsToEnd, R5_greeters_and_lock_screens_are_not_meant) {
    for (const char* kind : {"greeter", "lock-screen", "manager", ""}) {
        auto other = opened(-10);
        other.session_class = kind;
        EXPECT_FALSE(must_end(other, revocation(), nobody())) << kind;
    }
}

TEST(SessionsToEnd, A_logon_without_a_terminal_ends_and_a_job_that_nobody_started_does_not) {
    auto background = opened(-10);
    background.session_class = "background";
    background.service = "vsftpd";
    EXPECT_TRUE(must_end(background, revocation(), nobody()));
    for (const char* service : {"cron", "atd", "systemd-user"}) {
        background.service = service;
        EXPECT_FALSE(must_end(background, revocation(), nobody())) << service;
    }
}

TEST(SessionsToEnd, Which_services_are_programmatic_is_what_the_preference_says_now) {
    auto job = opened(-10);
    job.service = "backup";
    EXPECT_TRUE(ramd::must_end(job, revocation(), nobody(), programmatic));
    EXPECT_FALSE(ramd::must_end(job, revocation(), nobody(), {"backup"}));
    job.service = "cron";
    EXPECT_TRUE(ramd::must_end(job, revocation(), nobody(), {"backup"}));
    EXPECT_TRUE(ramd::must_end(job, revocation(), nobody(), {}));
}

TEST(SessionsToEnd, R3_the_session_that_is_kept_is_that_very_one_and_stood_at_the_commit) {
    auto kept = revocation();
    kept.last_session = "5";
    EXPECT_TRUE(must_end(opened(-10), kept, nobody())) << "it is the last one, and nobody keeps it";
    kept.keep_last_session = true;
    EXPECT_FALSE(must_end(opened(-10), kept, nobody()));
    EXPECT_FALSE(must_end(opened(-10), kept, book(4000, epoch_of_change - 1, -11)));
    auto other = opened(-10);
    other.id = "6";
    EXPECT_TRUE(must_end(other, kept, nobody()));
    // Somebody logged on late with the old password, and the id was given again.
    EXPECT_TRUE(must_end(opened(20), kept, book(4000, epoch_of_change - 1, -1)));
    kept.last_session.clear();
    EXPECT_TRUE(must_end(opened(-10), kept, nobody())) << "no session is known to be the one";
}

TEST(SessionsToEnd, R5_sessions_of_other_users_are_never_meant_whatever_the_table) {
    std::mt19937 random(20240229);
    const auto any = [&](int low, int high) {
        return std::uniform_int_distribution(low, high)(random);
    };
    const std::array<const char*, 4> states = {"opening", "online", "active", "closing"};
    for (int round = 0; round < 20'000; ++round) {
        auto candidate =
            session(std::to_string(any(1, 5)), ramauth::Uid{static_cast<unsigned>(any(1000, 1003))},
                    any(-200, 200), any(100, 104))
                .session;
        candidate.state = states[static_cast<std::size_t>(any(0, 3))];
        LogonBook logons = nobody();
        for (int i = any(0, 6); i > 0; --i) {
            logons.remember({any(0, 3) == 0 ? "zoe" : "alice",
                             ramauth::Uid{static_cast<unsigned>(any(1000, 1003))}, any(100, 104),
                             static_cast<std::uint64_t>(any(5, 9)), at_second(any(0, 100)),
                             "sshd"});
        }
        const auto logon = logons.of(candidate);
        const bool ends = must_end(candidate, revocation(), logons);
        if (candidate.uid != alice) {
            ASSERT_FALSE(ends);
        } else if (logon && logon->user != "alice") {
            ASSERT_FALSE(ends);
        } else if (logon) {
            ASSERT_EQ(ends, logon->epoch < epoch_of_change);
        } else {
            ASSERT_EQ(ends, candidate.started_monotonic_us <= commit_us);
        }
    }
}

}  // namespace
}  // namespace ramd::test
