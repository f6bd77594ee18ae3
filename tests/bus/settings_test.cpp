// SPDX-License-Identifier: LGPL-2.1-or-later
// Arguments that are not of the agreed form refuse the whole and change nothing.
#include "tests/bus/caller.h"

namespace bustest {
namespace {

using testing::HasSubstr;

struct Setting {
    const char* key;
    const char* type;
    const char* text;
    int number;
    const char* answer;
};

int append(sd_bus_message* m, const Setting& setting) {
    if (setting.type[0] == 's')
        return sd_bus_message_append(m, "{sv}", setting.key, "s", setting.text);
    return sd_bus_message_append(m, "{sv}", setting.key, setting.type, setting.number);
}

// A setting that would do something, and then the bad one.
Call update_with(const Setting& bad) {
    return {"org.ramauth1.Manager", "UpdateLoginProfile", [bad](sd_bus_message* m) {
                int r = sd_bus_message_append(m, "s", "ann");
                if (r >= 0) r = sd_bus_message_open_container(m, 'a', "{sv}");
                if (r >= 0) r = append(m, {"RecoveryEmail", "s", "ann@example.org", 0, ""});
                if (r >= 0) r = append(m, bad);
                return r < 0 ? r : sd_bus_message_close_container(m);
            }};
}

class Arguments : public BusTest {};

TEST_F(Arguments, of_settings_that_are_not_understood_nothing_is_done) {
    const Setting settings[] = {
        {"Colour", "s", "red", 0, "InvalidParameter.Colour.Format"},
        {"password", "s", "secret", 0, "InvalidParameter.password.Format"},
        {"Password", "s", "secret", 0, "InvalidParameter.Password.Format"},
        {"Status", "s", "Sleeping", 0, "InvalidParameter.Status.Format"},
        {"Status", "b", "", 1, "InvalidParameter.Status.Format"},
        {"MFABindRequired", "s", "yes", 0, "InvalidParameter.MFABindRequired.Format"},
        {"MFABindRequired", "i", "", 1, "InvalidParameter.MFABindRequired.Format"},
        {"ShadowKept", "u", "", 1, "InvalidParameter.ShadowKept.Format"},
        {"RecoveryEmail", "s", "twice@example.org", 0, "InvalidParameter.RecoveryEmail.Format"},
        {"no name for an error", "s", "x", 0, "InvalidParameter.Key.Format"},
        {"", "s", "x", 0, "InvalidParameter.Key.Format"},
    };
    const auto before = profile("ann");
    for (const Setting& bad : settings) {
        SCOPED_TRACE(std::string(bad.key) + " " + bad.type);
        EXPECT_THAT(by_socket(update_with(bad)), IsRefused(bad.answer));
    }
    EXPECT_EQ(profile("ann"), before);
}

Call reset_with_nonce(const char* nonce) {
    const auto fd = std::make_shared<ramauth::UniqueFd>(secret("another long phrase"));
    return {"org.ramauth1.Manager", "UpdateLoginProfile", [nonce, fd](sd_bus_message* m) {
                return sd_bus_message_append(m, "sa{sv}", "ann", 3, "Password", "h", fd->get(),
                                             "Interactive", "b", 1, "Nonce", "s", nonce);
            }};
}

TEST_F(Arguments, P4_a_reset_that_is_asked_for_again_is_made_once) {
    EXPECT_THAT(by_socket(reset_with_nonce("one")), IsDone());
    const auto after = profile("ann");
    EXPECT_THAT(by_socket(reset_with_nonce("one")), IsDone());
    EXPECT_EQ(profile("ann"), after);
    EXPECT_THAT(by_socket(reset_with_nonce("two")),
                IsRefused("InvalidParameter.NewPassword.ReusePrevention"));
    ramd.stop();
    ramd.start();
    EXPECT_THAT(by_socket(reset_with_nonce("one")), IsDone());
}

Call policy_with(const char* field, const char* type, int value) {
    return {"org.ramauth1.Manager", "SetPasswordPolicy", [=](sd_bus_message* m) {
                return sd_bus_message_append(m, "a{sv}", 2, "MaxPasswordAge", "u", 90U, field, type,
                                             value);
            }};
}

TEST_F(Arguments, of_a_policy_that_is_not_understood_nothing_is_set) {
    EXPECT_THAT(by_socket(policy_with("Colour", "u", 1)),
                IsRefused("InvalidParameter.Colour.Format"));
    EXPECT_THAT(by_socket(policy_with("HardExpire", "u", 1)),
                IsRefused("InvalidParameter.HardExpire.Format"));
    EXPECT_THAT(by_socket(policy_with("MinimumPasswordLength", "i", 12)),
                IsRefused("InvalidParameter.MinimumPasswordLength.Format"));
    EXPECT_THAT(by_socket(policy_with("MinimumPasswordLength", "u", 7)),
                IsRefused("InvalidParameter.MinimumPasswordLength.Range"));
    EXPECT_THAT(by_socket(policy_with("MaxPasswordAge", "u", 91)),
                IsRefused("InvalidParameter.MaxPasswordAge.Format"));
    const Answer policy = by_socket(without_arguments("GetPasswordPolicy"));
    EXPECT_EQ(fields(policy.reply.get())["MaxPasswordAge"], "0");
}

TEST_F(Arguments, of_a_context_what_is_not_known_is_ignored) {
    const auto fd = secret(password);
    const Call newer{"org.ramauth1.Login", "Authenticate", [&](sd_bus_message* m) {
                         return sd_bus_message_append(m, "sha{sv}", "ann", fd.get(), 3, "Uid", "u",
                                                      ann, "Moon", "s", "full", "Tide", "u", 3U);
                     }};
    EXPECT_THAT(by_socket(newer), IsDone());
}

TEST_F(Arguments, of_a_context_from_another_uid_only_nonce_and_ticket_are_believed) {
    const auto fd = secret(password);
    const Call liar{"org.ramauth1.Login", "Authenticate", [&](sd_bus_message* m) {
                        return sd_bus_message_append(m, "sha{sv}", "ann", fd.get(), 3, "Uid", "u",
                                                     0U, "RemoteHost", "s", "192.0.2.1", "Service",
                                                     "s", "cron");
                    }};
    EXPECT_THAT(by_bus(ann, liar), IsDone());
    EXPECT_THAT(ramd.log(), testing::Not(HasSubstr("192.0.2.1")));
}

TEST_F(Arguments, of_another_signature_are_refused_before_they_are_read) {
    const Call wrong{"org.ramauth1.Manager", "GetLoginProfile",
                     [](sd_bus_message* m) { return sd_bus_message_append(m, "u", 1U); }};
    EXPECT_THAT(by_socket(wrong).text, HasSubstr("org.freedesktop.DBus.Error.InvalidArgs"));
    EXPECT_THAT(by_socket(with_user("NoSuchMember", "ann")).text,
                HasSubstr("org.freedesktop.DBus.Error.UnknownMethod"));
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsDone());
}

TEST_F(Arguments, of_an_unknown_kind_of_proof_are_refused) {
    const auto fd = secret(password);
    const Call odd{"org.ramauth1.Login", "ChangePassword", [&](sd_bus_message* m) {
                       return sd_bus_message_append(m, "sshha{sv}", "ann", "oath", fd.get(),
                                                    fd.get(), 0);
                   }};
    EXPECT_THAT(by_socket(odd), IsRefused("InvalidParameter.ProofKind.Format"));
}

}  // namespace
}  // namespace bustest
