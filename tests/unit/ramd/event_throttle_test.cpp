// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/event_throttle.h"

#include <gmock/gmock.h>

#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class EventThrottleTest : public testing::Test {
protected:
    void refuse(unsigned uid, unsigned times, ramauth::Code code = ramauth::Code::limit_exceeded) {
        const Request request{"id", {Uid{uid}, 1}, {}, Deadline::after(1h)};
        Event event;
        event.kind = EventKind::logon_refused;
        event.code = code;
        event.request = &request;
        for (unsigned i = 0; i < times; ++i) throttle.record(event);
    }

    KeptLog log;
    std::chrono::steady_clock::time_point now{};
    EventThrottle throttle{log, [this] { return now; }};
};

TEST_F(EventThrottleTest, O5_what_costs_a_user_nothing_is_counted_after_the_first_ones) {
    refuse(1001, 500);
    EXPECT_EQ(log.events.size(), EventThrottle::single_records);
    now += EventThrottle::window;
    throttle.settle();
    ASSERT_EQ(log.events.size(), EventThrottle::single_records + 1);
    EXPECT_THAT(log.events.back().detail, HasSubstr("490 more refusals"));
    EXPECT_THAT(log.events.back().detail, HasSubstr("uid 1001"));
    refuse(1001, 1);
    EXPECT_EQ(log.events.size(), EventThrottle::single_records + 2) << "a new window has begun";
}

TEST_F(EventThrottleTest, O5_others_and_root_and_wrong_passwords_are_recorded_one_by_one) {
    refuse(1001, 500);
    const auto before = log.events.size();
    refuse(1002, 1);
    refuse(0, 100);
    refuse(1001, 100, ramauth::Code::authentication_failed);
    EXPECT_EQ(log.events.size(), before + 201);
}

TEST_F(EventThrottleTest, O5_every_refusal_that_took_no_hash_is_counted) {
    using ramauth::Code;
    refuse(1001, EventThrottle::single_records);
    const auto before = log.events.size();
    for (const auto code : {Code::ticket_expired, Code::login_disabled, Code::password_too_weak,
                            Code::password_reused, Code::service_failure, Code::no_permission,
                            Code::secret_malformed})
        refuse(1001, 1, code);
    EXPECT_EQ(log.events.size(), before);
    refuse(1001, 1, Code::old_password_incorrect);
    EXPECT_EQ(log.events.size(), before + 1);
}

TEST_F(EventThrottleTest, O5_what_was_done_is_recorded_one_by_one) {
    const Request request{"id", {Uid{1001}, 1}, {}, Deadline::after(1h)};
    for (int i = 0; i < 100; ++i)
        throttle.record({EventKind::password_changed, "ann", std::nullopt, {}, &request});
    EXPECT_EQ(log.events.size(), 100U);
}

TEST_F(EventThrottleTest, remembers_a_bounded_number_of_users) {
    for (unsigned uid = 1; uid <= 3 * EventThrottle::most_users; ++uid) refuse(uid, 1);
    EXPECT_EQ(log.events.size(), EventThrottle::most_users + EventThrottle::single_records)
        << "the users past the bound share one count";
    now += EventThrottle::window;
    throttle.settle();
    EXPECT_THAT(log.events.back().detail, HasSubstr("several users"));
}

}  // namespace
}  // namespace ramd::test
