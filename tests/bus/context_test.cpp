// SPDX-License-Identifier: LGPL-2.1-or-later
// An empty context, on both ways in: it says nothing, so nothing is taken from it and nothing is
// amiss.
#include "tests/bus/caller.h"

namespace bustest {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* new_password = "a different long phrase";

Call login(const char* member, ramauth::AppendArguments append) {
    return {"org.ramauth1.Login", member, std::move(append)};
}

// The members of Login with the context `{}`.
Call authenticate_bare(const std::string& password) {
    return login("Authenticate",
                 [fd = std::make_shared<ramauth::UniqueFd>(secret(password))](sd_bus_message* m) {
                     return sd_bus_message_append(m, "sha{sv}", "ann", fd->get(), 0);
                 });
}
Call check_bare() {
    return login("CheckAccount",
                 [](sd_bus_message* m) { return sd_bus_message_append(m, "sa{sv}", "ann", 0); });
}
Call open_bare() {
    return login("OpenSession",
                 [](sd_bus_message* m) { return sd_bus_message_append(m, "sa{sv}", "ann", 0); });
}
Call change_bare(const std::string& before, const std::string& after) {
    return login("ChangePassword", [proof = std::make_shared<ramauth::UniqueFd>(secret(before)),
                                    fd = std::make_shared<ramauth::UniqueFd>(secret(after))](
                                       sd_bus_message* m) {
        return sd_bus_message_append(m, "sshha{sv}", "ann", "password", proof->get(), fd->get(), 0);
    });
}

class EmptyContext : public BusTest {
protected:
    // uid 0 on one of the ways in: every member, in the order of a logon.
    void logs_on_and_changes(const ramauth::RamdAddress& way) {
        EXPECT_THAT(call(way, authenticate_bare("wrong")), IsRefused("AuthenticationFailed"));
        const Answer proved = call(way, authenticate_bare(password));
        ASSERT_THAT(proved, IsDone());
        const int ticket = ticket_of(proved);
        ASSERT_GE(ticket, 0) << "expected: a ticket in the answer";
        EXPECT_EQ(verdict_of(call(way, check_account("ann", ticket))), "ok")
            << "expected: the ticket of a bare Authenticate is as good as any";
        EXPECT_EQ(verdict_of(call(way, check_bare())), "ok");
        EXPECT_EQ(verdict_of(call(way, open_bare())), "ok");
        EXPECT_THAT(call(way, change_bare("wrong", new_password)),
                    IsRefused("InvalidParameter.OldPassword.Incorrect"));
        EXPECT_THAT(call(way, change_bare(password, new_password)), IsDone());
        EXPECT_THAT(call(way, authenticate_bare(password)), IsRefused("AuthenticationFailed"));
        EXPECT_THAT(call(way, authenticate_bare(new_password)), IsDone());
    }
};

TEST_F(EmptyContext, is_enough_for_uid_0_on_the_private_socket) {
    logs_on_and_changes(ramd.by_socket());
}

TEST_F(EmptyContext, is_enough_for_uid_0_on_the_bus) {
    logs_on_and_changes(ramd.by_bus());
}

TEST_F(EmptyContext, is_enough_for_an_account_that_asks_about_itself) {
    EXPECT_THAT(by_bus(ann, authenticate_bare("wrong")), IsRefused("AuthenticationFailed"));
    EXPECT_THAT(by_bus(ann, authenticate_bare(password)), IsDone());
    EXPECT_THAT(by_bus(ann, check_bare()), IsDone());
    EXPECT_THAT(by_bus(ann, open_bare()), IsDone());
    EXPECT_THAT(by_bus(ann, change_bare(password, new_password)), IsDone());
    EXPECT_THAT(by_socket(authenticate_bare(new_password)), IsDone());
}

TEST_F(EmptyContext, X1_opens_nothing_to_another_account) {
    for (const unsigned uid : {bob, nobody}) {
        EXPECT_THAT(by_bus(uid, authenticate_bare(password)), IsRefused("NoPermission"));
        EXPECT_THAT(by_bus(uid, check_bare()), IsRefused("NoPermission"));
        EXPECT_THAT(by_bus(uid, open_bare()), IsRefused("NoPermission"));
        EXPECT_THAT(by_bus(uid, change_bare(password, new_password)), IsRefused("NoPermission"));
    }
    EXPECT_THAT(by_socket(authenticate_bare(password)), IsDone());
}

TEST_F(EmptyContext, orphans_no_profile) {
    (void)by_socket(authenticate_bare("wrong"));
    (void)by_socket(authenticate_bare(password));
    (void)by_socket(check_bare());
    EXPECT_EQ(profile("ann")["Orphaned"], "no")
        << "expected: who names no uid does not say that the account is another";
}

TEST_F(EmptyContext, of_an_inactive_profile_is_refused_as_any) {
    ASSERT_THAT(by_socket(deactivate("ann")), IsDone());
    for (const auto& way : {ramd.by_socket(), ramd.by_bus()}) {
        EXPECT_EQ(verdict_of(call(way, check_bare())), "refused");
        EXPECT_EQ(verdict_of(call(way, open_bare())), "refused");
    }
}

TEST_F(EmptyContext, M10_leaves_no_password_in_the_log) {
    logs_on_and_changes(ramd.by_socket());
    EXPECT_THAT(ramd.log(), Not(HasSubstr(password)));
    EXPECT_THAT(ramd.log(), Not(HasSubstr(new_password)));
}

}  // namespace
}  // namespace bustest
