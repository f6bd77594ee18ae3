// SPDX-License-Identifier: LGPL-2.1-or-later
// What a change of the password tells of the sessions that end because of it, and what is listed of
// those that do not.
#include <chrono>
#include <csignal>

#include "tests/bus/caller.h"

namespace bustest {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using testing::HasSubstr;

constexpr const char* second = "another long phrase";

Call spare_the_changing_session() {
    return {"org.ramauth1.Manager", "SetSecurityPreference", [](sd_bus_message* m) {
                return sd_bus_message_append(m, "a{sv}", 1, "KeepChangingSession", "b", 1);
            }};
}

// As the module asks in that session.
Call change_in(const char* session, const std::string& before, const std::string& after) {
    return {"org.ramauth1.Login", "ChangePassword",
            [session, old = std::make_shared<ramauth::UniqueFd>(secret(before)),
             fd = std::make_shared<ramauth::UniqueFd>(secret(after))](sd_bus_message* m) {
                return sd_bus_message_append(m, "sshha{sv}", "ann", "password", old->get(),
                                             fd->get(), 3, "Uid", "u", ann, "Session", "s", session,
                                             "Nonce", "s", "n1");
            }};
}

class EndingSessions : public BusTest {
protected:
    using Facts = std::map<std::string, std::string>;

    EndingSessions() { logind.restart(sessions); }

    Facts told(const Call& what) const {
        const Answer answer = by_socket(what);
        EXPECT_THAT(answer, IsDone());
        return answer.ok() ? fields(answer.reply.get()) : Facts{};
    }
    static void expect(Facts facts, const char* others, const char* asking) {
        EXPECT_EQ(facts["OtherSessions"], others);
        EXPECT_EQ(facts["ThisSession"], asking);
    }
    std::vector<Facts> listed() const {
        const Answer answer = by_socket(without_arguments("ListRevocations"));
        EXPECT_THAT(answer, IsDone());
        std::vector<Facts> all;
        if (!answer.ok() || sd_bus_message_enter_container(answer.reply.get(), 'a', "a{sv}") <= 0)
            return all;
        while (sd_bus_message_at_end(answer.reply.get(), 0) == 0)
            all.push_back(fields(answer.reply.get()));
        return all;
    }
    // Looks until `holds`, for ten seconds at most.
    template <class Condition>
    std::vector<Facts> listed_until(Condition holds) const {
        const auto until = Clock::now() + 10s;
        auto all = listed();
        while (!holds(all) && Clock::now() < until) all = listed();
        return all;
    }
    template <class Body>
    static Clock::duration timed(Body body) {
        const auto began = Clock::now();
        body();
        return Clock::now() - began;
    }

    // Of ann 1, 2 and 3 end.
    const std::vector<FakeSession> sessions{
        {"1", ann}, {"2", ann}, {"3", ann}, {"4", bob}, {"5", ann, "greeter"}};
};

TEST_F(EndingSessions, are_counted_beside_the_one_in_which_the_change_was_asked_for) {
    expect(told(change_in("1", password, second)), "2", "ends");
}

TEST_F(EndingSessions, are_all_others_where_it_was_asked_for_in_none_of_the_account) {
    expect(told(change_in("4", password, second)), "3", "none");
    expect(told(change_by_password("ann", second, password)), "3", "none");
}

TEST_F(EndingSessions, leave_out_the_one_that_the_preference_spares) {
    ASSERT_THAT(by_socket(spare_the_changing_session()), IsDone());
    expect(told(change_in("1", password, second)), "2", "stays");
}

TEST_F(EndingSessions, P4_are_told_again_as_the_first_time_and_not_after_a_restart) {
    expect(told(change_in("1", password, second)), "2", "ends");
    logind.restart({});
    expect(told(change_in("1", password, second)), "2", "ends");
    ASSERT_EQ(ramd.stop(), 0);
    ramd.start();
    auto after = told(change_in("1", password, second));
    EXPECT_TRUE(after.contains("Epoch"));
    EXPECT_FALSE(after.contains("OtherSessions"));
    EXPECT_FALSE(after.contains("ThisSession"));
}

TEST_F(EndingSessions, are_told_by_a_reset_and_by_no_other_update) {
    expect(told(reset("ann", second)), "3", "none");
    logind.restart(sessions, "2");
    expect(told(reset("ann", password)), "2", "ends");
    EXPECT_FALSE(told(deactivate("ann")).contains("OtherSessions"));
}

TEST_F(EndingSessions, M1_a_logind_that_hangs_is_waited_for_once_and_a_second_at_most) {
    const auto by_ann = [&](const char* before, const char* after) {
        EXPECT_THAT(by_bus(ann, change_by_password("ann", before, after)), IsDone());
    };
    const auto usual = timed([&] { by_ann(password, second); });
    logind.process().kill(SIGSTOP);
    Facts facts;
    const auto by_module = timed([&] { facts = told(change_in("1", second, password)); });
    const auto over_the_bus = timed([&] { by_ann(password, second); });
    logind.process().kill(SIGCONT);
    EXPECT_FALSE(facts.contains("OtherSessions"));
    EXPECT_FALSE(facts.contains("ThisSession"));
    EXPECT_LT(by_module, usual + 1900ms);
    EXPECT_LT(over_the_bus, usual + 1900ms);
}

TEST_F(EndingSessions, R6_that_polkit_does_not_let_end_are_listed_with_the_reason) {
    ASSERT_THAT(by_socket(change_in("1", password, second)), IsDone());
    const auto all =
        listed_until([](const auto& found) { return !found.empty() && found[0].at("Why") != ""; });
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].at("UserName"), "ann");
    EXPECT_EQ(all[0].at("Uid"), std::to_string(ann));
    EXPECT_EQ(all[0].at("Reason"), "password-changed");
    EXPECT_EQ(all[0].at("Scope"), "sessions");
    EXPECT_EQ(all[0].at("Outstanding"), "3");
    EXPECT_NE(all[0].at("Committed"), "0");
    EXPECT_THAT(all[0].at("Why"), HasSubstr("AccessDenied"));
}

TEST_F(EndingSessions, that_were_seen_to_be_gone_are_listed_no_more) {
    logind.restart({});
    ASSERT_THAT(by_socket(change_in("1", password, second)), IsDone());
    EXPECT_TRUE(listed_until([](const auto& found) { return found.empty(); }).empty());
}

}  // namespace
}  // namespace bustest
