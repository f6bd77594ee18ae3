// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/ending_sessions.h"

#include <gmock/gmock.h>

#include "ramd/login/profile_manager.h"
#include "tests/unit/ramd/login/password_changer_stage.h"

namespace ramd::test {
namespace {

using testing::ElementsAre;

class EndingSessionsTest : public PasswordChangerTest {
protected:
    EndingSessionsTest() {
        add_ann();
        sessions.ending = {"c3", "session-of-4343", "1"};
    }
    static Request typed_in(std::string session, std::string nonce = {}) {
        Request request = with_nonce(std::move(nonce));
        request.context.session = std::move(session);
        return request;
    }
    SessionsBefore before(const Request& request) {
        return run(sessions_before(services, Uid{ann_uid}, request));
    }
    EndingSessions told(Request request) {
        const auto outcome = change(old_password, new_password, std::move(request));
        return std::get<PasswordChanged>(outcome).sessions;
    }
    std::optional<EndingSessions> told_of_update(ProfileSettings settings) {
        ProfileManager manager(services);
        auto written = run(manager.update(name("ann"), std::move(settings), manager_request()));
        return std::get<ProfileWritten>(written).sessions;
    }
};

TEST_F(EndingSessionsTest, counts_those_beside_the_one_that_asks) {
    const auto found = before(typed_in("c3"));
    EXPECT_EQ(found.own, "c3");
    EXPECT_EQ(found.ending, (EndingSessions{AskingSession::ends, 2}));
    EXPECT_THAT(sessions.asked_but, testing::UnorderedElementsAre("c3", ""));
}

TEST_F(EndingSessionsTest, a_session_of_somebody_else_is_none_of_the_account) {
    EXPECT_EQ(before(typed_in("of-bob")).ending, (EndingSessions{AskingSession::none, 3}));
}

TEST_F(EndingSessionsTest, without_a_session_all_are_others_and_logind_is_asked_once) {
    EXPECT_EQ(before(typed_in("")).ending, (EndingSessions{AskingSession::none, 3}));
    EXPECT_THAT(sessions.asked_but, ElementsAre(""));
}

TEST_F(EndingSessionsTest, R3_of_a_caller_that_is_not_believed_logind_says_the_session) {
    auto request = own_request();
    request.context.session = "somebody-elses";
    const auto found = before(request);
    EXPECT_EQ(found.own, "session-of-4343");
    EXPECT_EQ(found.ending, (EndingSessions{AskingSession::ends, 2}));
}

TEST_F(EndingSessionsTest, what_logind_does_not_say_is_not_known) {
    sessions.ending.reset();
    EXPECT_EQ(before(typed_in("c3")).ending, (EndingSessions{AskingSession::unknown, {}}));
    EXPECT_EQ(before(typed_in("")).ending, (EndingSessions{AskingSession::none, {}}));
}

TEST_F(EndingSessionsTest, are_asked_for_before_the_hash_and_told_with_the_change) {
    EXPECT_EQ(told(typed_in("c3")), (EndingSessions{AskingSession::ends, 2}));
    EXPECT_EQ(sessions.begun.at(0).last_session, "c3");
}

TEST_F(EndingSessionsTest, P4_a_repeated_nonce_gets_the_same_number) {
    const auto first = told(typed_in("c3", "n1"));
    sessions.ending->clear();
    EXPECT_EQ(told(typed_in("c3", "n1")), first);
}

TEST_F(EndingSessionsTest, P4_after_a_restart_there_is_none) {
    (void)told(typed_in("c3", "n1"));
    PasswordChanger after_restart{services};
    const auto again = run(after_restart.change(name("ann"), PasswordProof{secret(old_password)},
                                                secret(new_password), typed_in("c3", "n1")));
    EXPECT_EQ(std::get<PasswordChanged>(again).sessions, EndingSessions{});
}

TEST_F(EndingSessionsTest, the_asking_one_stays_where_the_preference_spares_it) {
    store.preference_in_force.keep_changing_session = true;
    EXPECT_EQ(told(typed_in("c3")), (EndingSessions{AskingSession::stays, 2}));
    EXPECT_TRUE(sessions.begun.at(0).keep_last_session);
}

TEST_F(EndingSessionsTest, the_preference_spares_none_where_none_asked) {
    store.preference_in_force.keep_changing_session = true;
    EXPECT_EQ(told(typed_in("")), (EndingSessions{AskingSession::none, 3}));
}

TEST_F(EndingSessionsTest, the_preference_is_known_where_logind_is_silent) {
    store.preference_in_force.keep_changing_session = true;
    sessions.ending.reset();
    EXPECT_EQ(told(typed_in("c3")), (EndingSessions{AskingSession::stays, {}}));
}

TEST_F(EndingSessionsTest, a_reset_tells_them_and_spares_none) {
    store.preference_in_force.keep_changing_session = true;
    ProfileSettings settings;
    settings.password = secret(new_password);
    EXPECT_EQ(told_of_update(std::move(settings)), (EndingSessions{AskingSession::ends, 2}));
    EXPECT_FALSE(sessions.begun.at(0).keep_last_session);
}

TEST_F(EndingSessionsTest, P4_a_repeated_reset_gets_the_same_number) {
    ProfileManager manager(services);
    const auto reset = [&] {
        ProfileSettings settings;
        settings.password = secret(new_password);
        settings.nonce = "n1";
        auto written = run(manager.update(name("ann"), std::move(settings), manager_request()));
        return std::get<ProfileWritten>(written).sessions;
    };
    const auto first = reset();
    EXPECT_EQ(first, (EndingSessions{AskingSession::ends, 2}));
    sessions.ending->clear();
    EXPECT_EQ(reset(), first);
}

TEST_F(EndingSessionsTest, an_update_without_a_password_tells_nothing_of_them) {
    ProfileSettings settings;
    settings.status = Status::inactive;
    EXPECT_EQ(told_of_update(std::move(settings)), std::nullopt);
    EXPECT_EQ(sessions.begun.at(0).last_session, "session-of-4343");
}

}  // namespace
}  // namespace ramd::test
