// SPDX-License-Identifier: LGPL-2.1-or-later
// What ramd says when it asks logind about sessions and there is no bus, no answer of the bus, or
// none of logind: a clear error in bounded time; logons do not notice.
#include <chrono>
#include <csignal>

#include "tests/bus/caller.h"

namespace bustest {
namespace {

using testing::HasSubstr;

// logind is given three seconds to list; without a bus it is not even asked.
constexpr std::chrono::seconds soon{1};
constexpr std::chrono::seconds bounded{6};

class LogindTrouble : public BusTest {
protected:
    void says_so(const char* detail, std::chrono::seconds within) {
        const auto before = std::chrono::steady_clock::now();
        EXPECT_THAT(by_socket(with_user("ListSessions", "ann")), IsRefused("ServiceFailure"));
        EXPECT_LT(std::chrono::steady_clock::now() - before, within);
        EXPECT_THAT(ramd.log(), HasSubstr("logind did not tell the sessions: "))
            << "expected: the journal says who did not answer";
        EXPECT_THAT(ramd.log(), HasSubstr(detail)) << "expected: and why";
        EXPECT_THAT(by_socket(authenticate("ann", password)), IsDone());
    }
};

TEST_F(LogindTrouble, X7_without_a_bus_is_told_at_once) {
    bus.stop();
    says_so("no connection to the system bus", soon);
}

TEST_F(LogindTrouble, X7_a_bus_that_hangs_is_told_in_bounded_time) {
    bus.process().kill(SIGSTOP);
    says_so("no answer in time", bounded);
    bus.process().kill(SIGCONT);
    const Answer after = by_socket(with_user("ListSessions", "ann"));
    EXPECT_THAT(after, IsDone()) << "expected: when the bus goes on, so does this";
}

TEST_F(LogindTrouble, a_logind_that_hangs_is_told_in_bounded_time) {
    logind.process().kill(SIGSTOP);
    says_so("no answer in time", bounded);
    logind.process().kill(SIGCONT);
    EXPECT_THAT(by_socket(with_user("ListSessions", "ann")), IsDone());
}

TEST_F(LogindTrouble, a_logind_that_is_not_there_is_told_at_once) {
    logind.stop();
    says_so("org.freedesktop.login1", soon);
}

TEST_F(LogindTrouble, a_change_is_committed_and_what_is_not_ended_is_outstanding) {
    logind.process().kill(SIGSTOP);
    EXPECT_THAT(by_socket(change_by_password("ann", password, "another long phrase")), IsDone());
    EXPECT_THAT(by_socket(authenticate("ann", "another long phrase")), IsDone());
    const Answer revoked = by_socket(with_user("RevokeSessions", "ann"));
    logind.process().kill(SIGCONT);
    ASSERT_THAT(revoked, IsDone());
    EXPECT_NE(fields(revoked.reply.get())["Outstanding"], "0")
        << "expected: what logind did not say is not called ended";
}

}  // namespace
}  // namespace bustest
