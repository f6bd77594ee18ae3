// SPDX-License-Identifier: LGPL-2.1-or-later
// Who may call what [X1, X2]: every member as uid 0, as the account itself, for another account and
// as nobody, with polkit absent, saying no and saying yes.
#include "tests/bus/caller.h"
#include "tests/bus/raw_caller.h"
#include "tests/support/weak_list_file.h"

namespace bustest {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

constexpr const char* password = "correct horse battery";

struct Member {
    Call call;
    bool own;            // the account itself may
    bool everybody;      // everybody may
    const char* action;  // what polkit is asked; null: it is not
};

Call add_no_passwords() {
    return {"org.ramauth1.Manager", "AddWeakPasswords",
            [fd = std::make_shared<ramauth::UniqueFd>(secret(""))](sd_bus_message* m) {
                return sd_bus_message_append(m, "h", fd->get());
            }};
}

Call make_reset_code(const std::string& user) {
    return {"org.ramauth1.Manager", "CreateResetCode", [user](sd_bus_message* m) {
                return sd_bus_message_append(m, "sa{sv}", user.c_str(), 0);
            }};
}

// About ann's profile. None of them needs another to have gone before.
std::vector<Member> members() {
    constexpr const char* manage = "org.ramauth1.manage-login-profiles";
    constexpr const char* view = "org.ramauth1.view-login-profiles";
    constexpr const char* resets = "org.ramauth1.reset-passwords";
    constexpr const char* devices = "org.ramauth1.manage-mfa-devices";
    std::vector<Member> all;
    all.push_back({authenticate("ann", password), true, false, nullptr});
    all.push_back({check_account("ann"), true, false, nullptr});
    all.push_back({open_session("ann"), true, false, nullptr});
    all.push_back({with_user("GetLoginProfile", "ann"), true, false, view});
    all.push_back({with_user("ListSessions", "ann"), true, false, view});
    all.push_back({without_arguments("ListRevocations"), false, false, view});
    all.push_back({with_user("GetMFAInfo", "ann"), true, false, view});
    all.push_back({with_user("CreateVirtualMFADevice", "ann"), true, false, devices});
    all.push_back({make_device("ann", "SHA256"), true, false, devices});
    all.push_back({without_arguments("GetPasswordPolicy"), true, true, nullptr});
    all.push_back({without_arguments("GetSecurityPreference"), true, true, nullptr});
    all.push_back({check_password("ann", "short"), true, false, resets});
    all.push_back({list_profiles(), false, false, view});
    all.push_back({create("carl", password), false, false, manage});
    all.push_back({deactivate("ann"), false, false, manage});
    all.push_back({reset("ann", "another long phrase"), false, false, resets});
    all.push_back({with_user("UnlockLoginProfile", "ann"), false, false, resets});
    all.push_back({make_reset_code("ann"), false, false, resets});
    all.push_back(
        {set_policy("MinimumPasswordLength", 10), false, false, "org.ramauth1.manage-policy"});
    all.push_back(
        {set_preference("LoginSessionDuration", 8), false, false, "org.ramauth1.manage-policy"});
    all.push_back(
        {with_user("RevokeSessions", "ann"), false, false, "org.ramauth1.revoke-sessions"});
    all.push_back({without_arguments("GetWeakListInfo"), true, true, nullptr});
    all.push_back({add_no_passwords(), false, false, "org.ramauth1.manage-policy"});
    all.push_back(
        {with_user("ListAddedWeakPasswords", ""), false, false, "org.ramauth1.manage-policy"});
    all.push_back(
        {without_arguments("ReloadWeakList"), false, false, "org.ramauth1.manage-policy"});
    all.push_back({with_user("DeleteLoginProfile", "ann"), false, false, manage});
    return all;
}

class Permission : public BusTest {
protected:
    Permission() {
        ramauth::test::make_weak_list(directory.path("weak/passwords.weak"), {"iloveyou"});
    }
};

TEST_F(Permission, X1_without_polkit_an_account_may_what_is_its_own_and_no_more) {
    for (const Member& member : members()) {
        SCOPED_TRACE(member.call.member);
        const Answer answer = by_bus(ann, member.call);
        if (member.own) {
            EXPECT_THAT(answer, IsDone());
        } else {
            EXPECT_THAT(answer, IsRefused("NoPermission"));
        }
    }
}

TEST_F(Permission, X1_others_are_refused_without_polkit) {
    for (const unsigned uid : {bob, nobody}) {
        for (const Member& member : members()) {
            SCOPED_TRACE(member.call.member);
            if (member.everybody) {
                EXPECT_THAT(by_bus(uid, member.call), IsDone());
            } else {
                EXPECT_THAT(by_bus(uid, member.call), IsRefused("NoPermission"));
            }
        }
    }
}

TEST_F(Permission, X1_where_polkit_says_no_it_was_asked_for_the_right_action) {
    FakePolkit polkit(bus, PolkitSays::no);
    for (const Member& member : members()) {
        SCOPED_TRACE(member.call.member);
        if (member.everybody) continue;
        EXPECT_THAT(by_bus(bob, member.call), IsRefused("NoPermission"));
        if (member.action == nullptr) {
            EXPECT_THAT(polkit.questions(), IsEmpty());
        } else {
            EXPECT_THAT(polkit.questions(), ElementsAre(StartsWith(member.action)));
        }
    }
}

TEST_F(Permission, X1_where_polkit_says_yes_managing_is_allowed_and_logging_on_is_not) {
    const FakePolkit polkit(bus, PolkitSays::yes);
    for (const Member& member : members()) {
        SCOPED_TRACE(member.call.member);
        if (member.action != nullptr || member.everybody) {
            EXPECT_THAT(by_bus(bob, member.call), IsDone());
        } else {
            EXPECT_THAT(by_bus(bob, member.call), IsRefused("NoPermission"));
        }
    }
}

TEST_F(Permission, X1_uid_0_is_allowed_everything_on_both_ways_and_polkit_is_not_asked) {
    FakePolkit polkit(bus, PolkitSays::no);
    for (const Member& member : members()) {
        SCOPED_TRACE(member.call.member);
        EXPECT_THAT(by_bus(0, member.call), IsDone());
    }
    EXPECT_THAT(by_socket(create("ann", password)), IsDone());
    EXPECT_THAT(polkit.questions(), IsEmpty());
}

TEST_F(Permission, X1_permission_comes_before_existence) {
    for (const char* user : {"ann", "bob", "ghost", "a/b"}) {
        SCOPED_TRACE(user);
        EXPECT_THAT(by_bus(nobody, with_user("GetLoginProfile", user)), IsRefused("NoPermission"));
        EXPECT_THAT(by_bus(nobody, authenticate(user, password)), IsRefused("NoPermission"));
        EXPECT_THAT(by_bus(nobody, with_user("DeleteLoginProfile", user)),
                    IsRefused("NoPermission"));
    }
}

TEST_F(Permission, X1_a_reset_that_changes_more_is_managing) {
    FakePolkit polkit(bus, PolkitSays::no);
    const auto fd = std::make_shared<ramauth::UniqueFd>(secret("another long phrase"));
    const Call more{"org.ramauth1.Manager", "UpdateLoginProfile", [fd](sd_bus_message* m) {
                        return sd_bus_message_append(m, "sa{sv}", "ann", 2, "Password", "h",
                                                     fd->get(), "Status", "s", "Active");
                    }};
    EXPECT_THAT(by_bus(bob, more), IsRefused("NoPermission"));
    EXPECT_THAT(polkit.questions(), ElementsAre("org.ramauth1.manage-login-profiles ann 0"));
}

TEST_F(Permission, X3_polkit_may_ask_the_person_only_where_the_caller_lets_it) {
    FakePolkit polkit(bus, PolkitSays::no);
    Call interactive = with_user("GetLoginProfile", "ann");
    EXPECT_THAT(by_bus(bob, interactive), IsRefused("NoPermission"));
    EXPECT_THAT(polkit.questions(), ElementsAre("org.ramauth1.view-login-profiles ann 0"));
    interactive.interactive = true;
    EXPECT_THAT(by_bus(bob, interactive), IsRefused("NoPermission"));
    EXPECT_THAT(polkit.questions(), ElementsAre("org.ramauth1.view-login-profiles ann 1"));
}

TEST_F(Permission, X4_while_polkit_hangs_logons_go_on) {
    FakePolkit polkit(bus, PolkitSays::nothing);
    ChildProcess waiting([&] {
        return by_bus(bob, with_user("GetLoginProfile", "ann")).code == "NoPermission" ? 0 : 1;
    });
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsDone());
    EXPECT_THAT(by_bus(ann, with_user("GetLoginProfile", "ann")), IsDone());
    EXPECT_EQ(waiting.wait(), 0);
}

TEST_F(Permission, X2_a_sender_that_has_vanished_is_nobody) {
    const FakePolkit polkit(bus, PolkitSays::yes);
    for (int turn = 0; turn < 200; ++turn) {
        const auto connection = bus.connect();
        sd_bus_message* raw = nullptr;
        ASSERT_GE(
            sd_bus_message_new_method_call(connection.get(), &raw, "org.ramauth1", "/org/ramauth1",
                                           "org.ramauth1.Manager", "DeleteLoginProfile"),
            0);
        const ramauth::MessageHandle message(raw);
        ASSERT_GE(sd_bus_message_append(raw, "s", "nosuch"), 0);
        ASSERT_GE(sd_bus_send(connection.get(), raw, nullptr), 0);
        sd_bus_flush(connection.get());
    }
    EXPECT_THAT(by_bus(ann, with_user("GetLoginProfile", "ann")), IsDone());
}

// Settings whose Password is a descriptor that did not come along.
RawValues settings_without_descriptor() {
    RawValues password;
    password.text("Password").signature("h").number(7);
    RawValues values;
    values.text("ann").number(static_cast<std::uint32_t>(password.bytes().size()));
    return values.append(password);
}

std::size_t count(const std::string& text, const std::string& wanted) {
    std::size_t found = 0;
    for (auto at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1))
        ++found;
    return found;
}

TEST_F(Permission, X6_a_message_that_cannot_be_read_is_its_senders_fault) {
    ChildProcess rude([&] {
        become(bob);
        for (int turn = 0; turn < 12; ++turn) {
            RawCaller one(bus.address());
            one.send("UpdateLoginProfile", "sa{sv}", settings_without_descriptor());
            if (!one.hears("org.ramauth1.Error.InvalidParameter.Message.Format")) return 1;
        }
        return 0;
    });
    EXPECT_EQ(rude.wait(), 0);
    EXPECT_EQ(count(ramd.log(), "Fault"), 0U) << ramd.log();
    EXPECT_EQ(count(ramd.log(), "Request refused: UpdateLoginProfile"), 10U)
        << "counted by the throttle";
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsDone());
}

TEST_F(Permission, X1_members_that_are_not_in_the_contract_are_refused_by_the_bus) {
    for (const char* member : {"ImportPasswordHash", "Nonsense"}) {
        EXPECT_THAT(by_bus(bob, with_user(member, "ann")).text,
                    testing::HasSubstr("org.freedesktop.DBus.Error.AccessDenied"));
    }
}

}  // namespace
}  // namespace bustest
