// SPDX-License-Identifier: LGPL-2.1-or-later
// A logon from end to end, as the module and an administrator make it.
#include <fcntl.h>
#include <sys/stat.h>

#include "tests/bus/caller.h"

namespace bustest {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Pair;

constexpr const char* new_password = "a different long phrase";

TEST_F(BusTest, an_initial_password_opens_nothing_before_it_was_changed_where_that_is_demanded) {
    const Call demand{"org.ramauth1.Manager", "UpdateLoginProfile", [](sd_bus_message* m) {
                          return sd_bus_message_append(m, "sa{sv}", "ann", 1,
                                                       "PasswordResetRequired", "b", 1);
                      }};
    ASSERT_THAT(by_socket(demand), IsDone());
    const Answer proved = by_socket(authenticate("ann", password));
    ASSERT_THAT(proved, IsDone());
    const int ticket = ticket_of(proved);
    EXPECT_EQ(verdict_of(by_socket(check_account("ann", ticket))), "change-required");
}

TEST_F(BusTest, a_right_password_with_a_ticket_is_let_in) {
    const Answer proved = by_socket(authenticate("ann", password));
    ASSERT_THAT(proved, IsDone());
    EXPECT_EQ(verdict_of(by_socket(check_account("ann", ticket_of(proved)))), "ok");
    EXPECT_EQ(profile("ann")["PasswordStatus"], "NotInitial");
    EXPECT_EQ(verdict_of(by_socket(open_session("ann"))), "ok");
}

TEST_F(BusTest, a_wrong_password_is_refused_and_counted) {
    EXPECT_THAT(by_socket(authenticate("ann", "wrong")), IsRefused("AuthenticationFailed"));
    EXPECT_EQ(profile("ann")["FailedLoginAttempts"], "1");
}

TEST_F(BusTest, X3_a_change_needs_the_old_password_also_from_uid_0) {
    EXPECT_THAT(by_socket(change_by_password("ann", "guess", new_password)),
                IsRefused("InvalidParameter.OldPassword.Incorrect"));
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsDone());
    EXPECT_THAT(by_socket(change_by_password("ann", password, new_password)), IsDone());
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsRefused("AuthenticationFailed"));
    EXPECT_THAT(by_socket(authenticate("ann", new_password)), IsDone());
}

TEST_F(BusTest, X3_a_ticket_that_was_never_given_out_proves_nothing) {
    const auto invented = secret(std::string(32, 'x'));
    EXPECT_THAT(by_socket(change_by_ticket("ann", invented.get(), new_password)),
                IsRefused("TicketExpired"));
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsDone());
}

TEST_F(BusTest, an_account_changes_its_own_password_over_the_bus) {
    EXPECT_THAT(by_bus(ann, change_by_password("ann", password, new_password)), IsDone());
    EXPECT_THAT(by_socket(authenticate("ann", new_password)), IsDone());
}

TEST_F(BusTest, a_name_that_cannot_be_an_accounts_is_no_user) {
    for (const char* name : {"", "-root", "..", "a/b", "a@b", "1000"}) {
        EXPECT_THAT(by_socket(authenticate(name, password)), IsRefused("EntityNotExist.User"));
        EXPECT_THAT(by_socket(with_user("GetLoginProfile", name)),
                    IsRefused("EntityNotExist.User"));
    }
}

TEST_F(BusTest, what_was_written_is_there_after_a_restart) {
    ASSERT_EQ(ramd.stop(), 0) << ramd.log();
    ramd.start();
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsDone());
}

TEST_F(BusTest, the_journal_names_the_request_that_the_error_names) {
    EXPECT_THAT(by_bus(bob, with_user("GetLoginProfile", "ann")), IsRefused("NoPermission"));
    EXPECT_THAT(ramd.log(), HasSubstr("Request refused"));
}

TEST_F(BusTest, M10_no_password_reaches_the_log) {
    (void)by_socket(authenticate("ann", "marker-of-a-wrong-one"));
    (void)by_socket(authenticate("marker-typed-as-a-name", "x"));
    (void)by_socket(change_by_password("ann", password, "marker-of-a-new-one"));
    EXPECT_THAT(ramd.log(),
                AllOf(testing::Not(HasSubstr("marker")), testing::Not(HasSubstr(password))));
}

TEST_F(BusTest, a_removed_account_orphans_its_profile) {
    ASSERT_EQ(ramd.stop(), 0);
    write_file(ramd.path("removed/ann"), "");
    ramd.start();
    EXPECT_EQ(profile("ann")["Orphaned"], "yes");
    EXPECT_NE(::access(ramd.path("removed/ann").c_str(), F_OK), 0);
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsRefused("AuthenticationFailed"));
}

TEST_F(BusTest, a_change_is_told_to_the_bus) {
    const auto listener = bus.connect();
    ASSERT_GE(sd_bus_add_match(listener.get(), nullptr,
                               "type='signal',interface='org.ramauth1.Manager'", nullptr, nullptr),
              0);
    ASSERT_THAT(by_socket(set_policy("MinimumPasswordLength", 9)), IsDone());
    for (int turn = 0; turn < 100; ++turn) {
        sd_bus_message* raw = nullptr;
        const int done = sd_bus_process(listener.get(), &raw);
        const ramauth::MessageHandle signal(raw);
        if (raw != nullptr && sd_bus_message_is_signal(raw, nullptr, "PolicyChanged") > 0) {
            const char* field = nullptr;
            ASSERT_GT(sd_bus_message_enter_container(raw, 'a', "s"), 0);
            ASSERT_GT(sd_bus_message_read(raw, "s", &field), 0);
            EXPECT_STREQ(field, "MinimumPasswordLength");
            return;
        }
        if (done == 0) sd_bus_wait(listener.get(), 5'000'000);
    }
    FAIL() << "no signal came";
}

}  // namespace
}  // namespace bustest
