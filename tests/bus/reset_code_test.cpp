// SPDX-License-Identifier: LGPL-2.1-or-later
// A code that stands in for a forgotten password, over the wire, with real hashes.
#include "tests/bus/caller.h"

namespace bustest {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* new_password = "another long phrase";

Call make_code(const std::string& user, const char* option = nullptr, const char* type = "b") {
    return {"org.ramauth1.Manager", "CreateResetCode", [=](sd_bus_message* m) {
                if (option == nullptr) return sd_bus_message_append(m, "sa{sv}", user.c_str(), 0);
                return sd_bus_message_append(m, "sa{sv}", user.c_str(), 1, option, type, 1);
            }};
}

Call generate(const char* option) {
    return {"org.ramauth1.Manager", "UpdateLoginProfile", [=](sd_bus_message* m) {
                return sd_bus_message_append(m, "sa{sv}", "ann", 2, "GeneratePassword", "b", 1,
                                             option, "b", 1);
            }};
}

class ResetCode : public BusTest {
protected:
    // The code of the reply, whose only other field is its end.
    static std::string code_of(const Answer& answer) {
        sd_bus_message* m = answer.reply.get();
        std::string code;
        if (m == nullptr || sd_bus_message_enter_container(m, 'a', "{sv}") < 0) return code;
        while (sd_bus_message_enter_container(m, 'e', "sv") > 0) {
            const char* key = nullptr;
            int fd = -1;
            std::uint64_t until = 0;
            sd_bus_message_read(m, "s", &key);
            if (std::string_view(key) == "Code" && sd_bus_message_read(m, "v", "h", &fd) >= 0) {
                char text[512];
                const ssize_t size = ::pread(fd, text, sizeof text, 0);
                code.assign(text, size < 0 ? 0 : static_cast<std::size_t>(size));
            } else {
                EXPECT_STREQ(key, "ValidUntil");
                EXPECT_GE(sd_bus_message_read(m, "v", "t", &until), 0);
                EXPECT_GT(until, 0U);
            }
            sd_bus_message_exit_container(m);
        }
        return code;
    }
};

TEST_F(ResetCode, P2_it_stands_in_for_the_password_until_the_change) {
    const Answer made = by_socket(make_code("ann"));
    ASSERT_THAT(made, IsDone());
    const std::string code = code_of(made);
    ASSERT_EQ(code.size(), 19U);
    EXPECT_NE(profile("ann")["ResetCodeValidUntil"], "0");
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsRefused("AuthenticationFailed"));
    // A ticket's descriptor is read once: each use has a logon of its own.
    const Answer first = by_socket(authenticate("ann", code));
    EXPECT_EQ(verdict_of(by_socket(check_account("ann", ticket_of(first)))), "change-required");
    const Answer second = by_socket(authenticate("ann", code));
    EXPECT_THAT(by_socket(change_by_ticket("ann", ticket_of(second), password)),
                IsRefused("InvalidParameter.NewPassword.ReusePrevention"));
    const Answer third = by_socket(authenticate("ann", code));
    EXPECT_THAT(by_socket(change_by_ticket("ann", ticket_of(third), new_password)), IsDone());
    EXPECT_EQ(profile("ann")["ResetCodeValidUntil"], "0");
    EXPECT_THAT(by_socket(authenticate("ann", new_password)), IsDone());
    EXPECT_THAT(by_socket(authenticate("ann", code)), IsRefused("AuthenticationFailed"));
    EXPECT_THAT(ramd.log(), Not(HasSubstr(code)));
}

TEST_F(ResetCode, it_outlives_a_restart) {
    const Answer made = by_socket(make_code("ann"));
    const std::string code = code_of(made);
    ASSERT_EQ(ramd.stop(), 0);
    ramd.start();
    EXPECT_THAT(by_socket(authenticate("ann", code)), IsDone());
}

TEST_F(ResetCode, what_is_not_understood_or_cannot_be_mailed_changes_nothing) {
    const auto before = profile("ann");
    EXPECT_THAT(by_socket(make_code("ann", "Fax")), IsRefused("InvalidParameter.Fax.Format"));
    EXPECT_THAT(by_socket(make_code("ann", "Mail", "u")),
                IsRefused("InvalidParameter.Mail.Format"));
    EXPECT_THAT(by_socket(make_code("ann", "Mail")), IsRefused("InvalidParameter.Mail.Format"))
        << "there is no address";
    EXPECT_THAT(by_socket(generate("Mail")), IsRefused("InvalidParameter.Mail.Format"));
    EXPECT_THAT(by_socket(make_code("ghost")), IsRefused("EntityNotExist.User.LoginProfile"));
    EXPECT_THAT(by_socket(make_code("a/b")), IsRefused("EntityNotExist.User"));
    EXPECT_EQ(profile("ann"), before);
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsDone());
}

TEST_F(ResetCode, X1_who_may_reset_passwords_may_have_one_made) {
    EXPECT_THAT(by_bus(ann, make_code("ann")), IsRefused("NoPermission"));
    FakePolkit polkit(bus, PolkitSays::yes);
    EXPECT_THAT(by_bus(bob, make_code("ann")), IsDone());
    EXPECT_THAT(polkit.questions(),
                testing::ElementsAre(testing::StartsWith("org.ramauth1.reset-passwords")));
}

}  // namespace
}  // namespace bustest
