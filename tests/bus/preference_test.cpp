// SPDX-License-Identifier: LGPL-2.1-or-later
// The security preference and what follows from it, and CheckPassword.
#include <unistd.h>

#include "tests/bus/caller.h"
#include "tests/bus/signal_listener.h"

namespace bustest {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Entries = std::vector<std::string>;

class Preference : public BusTest {
protected:
    [[nodiscard]] std::map<std::string, std::string> now() const {
        const Answer answer = by_socket(without_arguments("GetSecurityPreference"));
        return answer.ok() ? fields(answer.reply.get()) : std::map<std::string, std::string>{};
    }
};

TEST_F(Preference, is_the_defaults_of_the_model_at_first) {
    const std::map<std::string, std::string> defaults{
        {"AllowUserToChangePassword", "yes"},
        {"AllowUserToManageMFADevices", "yes"},
        {"LoginSessionDuration", "0"},
        {"LoginNetworkMasks", ""},
        {"MFAOperationForLogin", "independent"},
        {"VerificationTypes", "totp"},
        {"MFAExemptServices", "cron atd systemd-user"},
        {"VerifyIdentityOnPasswordChange", "no"},
        {"MaxIdleDaysForUsers", "730"},
        {"ExpiryStopsKeyLogon", "no"},
        {"KeepChangingSession", "no"},
        {"RevokeScope", "sessions"},
        {"ProgrammaticServices", "cron atd systemd-user"}};
    EXPECT_EQ(now(), defaults);
}

TEST_F(Preference, what_is_set_is_there_and_told_to_the_bus_and_kept) {
    SignalListener listener(bus);
    ASSERT_THAT(
        by_socket(set_preference("LoginNetworkMasks", Entries{"192.0.2.0/24", "2001:db8::/32"})),
        IsDone());
    EXPECT_EQ(listener.next("PolicyChanged"), "LoginNetworkMasks");
    ASSERT_EQ(ramd.stop(), 0);
    ramd.start();
    EXPECT_EQ(now()["LoginNetworkMasks"], "192.0.2.0/24 2001:db8::/32");
    EXPECT_EQ(now()["MaxIdleDaysForUsers"], "730");
    ASSERT_THAT(by_socket(set_preference("LoginNetworkMasks", Entries{})), IsDone());
    EXPECT_EQ(now()["LoginNetworkMasks"], "");
}

Entries masks(unsigned count) {
    Entries all;
    for (unsigned i = 0; i < count; ++i) all.push_back("10.0." + std::to_string(i) + ".0/24");
    return all;
}

struct BadChange {
    Call call;
    const char* code;
    const char* part;  // of the sentence
};

// A change that would do something, and then the bad one.
Call with_good(const char* field, const char* type, int value) {
    return {"org.ramauth1.Manager", "SetSecurityPreference", [=](sd_bus_message* m) {
                return sd_bus_message_append(m, "a{sv}", 2, "KeepChangingSession", "b", 1, field,
                                             type, value);
            }};
}

Call scope(const char* text) {
    return {"org.ramauth1.Manager", "SetSecurityPreference", [text](sd_bus_message* m) {
                return sd_bus_message_append(m, "a{sv}", 2, "KeepChangingSession", "b", 1,
                                             "RevokeScope", "s", text);
            }};
}

Call nothing(const char* member) {
    return {"org.ramauth1.Manager", member,
            [](sd_bus_message* m) { return sd_bus_message_append(m, "a{sv}", 0); }};
}

std::vector<BadChange> bad_changes() {
    constexpr const char* of_masks = "InvalidParameter.LoginNetworkMasks.Format";
    constexpr const char* of_services = "InvalidParameter.ProgrammaticServices.Format";
    std::vector<BadChange> all{
        {with_good("Colour", "u", 1), "InvalidParameter.Colour.Format", "Colour"},
        {with_good("LoginSessionDuration", "u", 25), "InvalidParameter.LoginSessionDuration.Range",
         "between 0 and 24"},
        {with_good("LoginSessionDuration", "i", 8), "InvalidParameter.LoginSessionDuration.Format",
         "number"},
        {with_good("MaxIdleDaysForUsers", "u", 1096), "InvalidParameter.MaxIdleDaysForUsers.Range",
         "between 0 and 1095"},
        {with_good("ExpiryStopsKeyLogon", "u", 1), "InvalidParameter.ExpiryStopsKeyLogon.Format",
         "ExpiryStopsKeyLogon"},
        {with_good("KeepChangingSession", "b", 0), "InvalidParameter.KeepChangingSession.Format",
         "twice"},
        {with_good("LoginNetworkMasks", "u", 1), of_masks, "list"},
        {scope("everything"), "InvalidParameter.RevokeScope.Format", "user"},
        {nothing("SetSecurityPreference"), "InvalidParameter.Changes.Format", ""},
        {set_preference("LoginNetworkMasks", masks(41)), "InvalidParameter.LoginNetworkMasks.Range",
         "40"},
    };
    for (const char* mask : {"", "192.0.2.1/24", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.256",
                             "example.org", "::/129", "2001:db8::1/32", " 192.0.2.0/24", "/8"})
        all.push_back({set_preference("LoginNetworkMasks", Entries{"198.51.100.0/24", mask}),
                       of_masks, "entry 2"});
    all.push_back({set_preference("LoginNetworkMasks", Entries{"192.0.2.0/24", "192.0.2.0/24"}),
                   of_masks, "once"});
    for (const char* service : {"", "a/b", "a b", "..\n", "sshd;"})
        all.push_back(
            {set_preference("ProgrammaticServices", Entries{service}), of_services, "entry 1"});
    return all;
}

TEST_F(Preference, of_a_bad_change_nothing_is_set_and_the_error_names_field_and_range) {
    const auto before = now();
    for (const BadChange& bad : bad_changes()) {
        const Answer answer = by_socket(bad.call);
        EXPECT_THAT(answer, IsRefused(bad.code));
        EXPECT_THAT(answer.text, HasSubstr(bad.part));
    }
    EXPECT_EQ(now(), before);
    EXPECT_THAT(by_socket(set_preference("LoginNetworkMasks", masks(40))), IsDone());
}

TEST_F(Preference, an_empty_change_of_the_policy_is_refused_too) {
    EXPECT_THAT(by_socket(nothing("SetPasswordPolicy")),
                IsRefused("InvalidParameter.Changes.Format"));
}

TEST_F(Preference, bounds_a_session_that_is_opened) {
    Answer unbounded = by_socket(open_session("ann"));
    EXPECT_EQ(verdict_of(unbounded), "ok");
    EXPECT_FALSE(fields(unbounded.reply.get()).contains("SessionSeconds"));
    ASSERT_THAT(by_socket(set_preference("LoginSessionDuration", 8)), IsDone());
    Answer bounded = by_socket(open_session("ann"));
    EXPECT_EQ(verdict_of(bounded), "ok");
    EXPECT_EQ(fields(bounded.reply.get())["SessionSeconds"], "28800");
}

Call check_from(const char* host, const char* address) {
    return {"org.ramauth1.Login", "CheckAccount", [=](sd_bus_message* m) {
                return sd_bus_message_append(m, "sa{sv}", "ann", 3, "Uid", "u", ann, "RemoteHost",
                                             "s", host, "RemoteAddress", "s", address);
            }};
}

TEST_F(Preference, judges_networks_by_the_address_behind_a_name) {
    ASSERT_THAT(by_socket(set_preference("LoginNetworkMasks", Entries{"192.0.2.0/24"})), IsDone());
    EXPECT_EQ(verdict_of(by_socket(check_from("192.0.2.7", ""))), "ok");
    EXPECT_EQ(verdict_of(by_socket(check_from("host.example", "192.0.2.7"))), "ok");
    EXPECT_EQ(verdict_of(by_socket(check_from("host.example", ""))), "refused");
    const Answer answer = by_socket(check_from("host.example", "198.51.100.7"));
    EXPECT_EQ(verdict_of(answer), "refused");
    EXPECT_EQ(fields(answer.reply.get())["Reason"], "NetworkNotAllowed");
    EXPECT_EQ(verdict_of(by_socket(check_account("ann"))), "ok");  // a console
}

std::vector<std::string> broken(const Answer& answer) {
    std::vector<std::string> all;
    if (!answer.ok()) return {answer.code};
    sd_bus_message_enter_container(answer.reply.get(), 'a', "(ss)");
    const char *code = nullptr, *sentence = nullptr;
    while (sd_bus_message_read(answer.reply.get(), "(ss)", &code, &sentence) > 0)
        all.push_back(std::string(code) + ": " + sentence);
    return all;
}

TEST_F(Preference, P7_checking_a_password_names_every_broken_rule_with_its_number) {
    ASSERT_THAT(by_socket(set_policy("MinimumPasswordLength", 14)), IsDone());
    ASSERT_THAT(by_socket(set_policy("MinimumCharacterClasses", 3)), IsDone());
    const auto rules = broken(by_socket(check_password("ann", "abcdefghi")));
    ASSERT_EQ(rules.size(), 2U);
    EXPECT_THAT(rules[0], AllOf(HasSubstr("Password.TooWeak"), HasSubstr("14"), HasSubstr("9")));
    EXPECT_THAT(rules[1], HasSubstr("3"));
    EXPECT_THAT(broken(by_socket(check_password("ann", "Long enough 4 all"))), IsEmpty());
    EXPECT_THAT(broken(by_socket(check_password("ann", ""))),
                ElementsAre(HasSubstr("Password.Malformed")));
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsDone());
}

TEST_F(Preference, X5_checking_a_password_takes_a_secret_and_nothing_else) {
    const Call odd{"org.ramauth1.Manager", "CheckPassword", [](sd_bus_message* m) {
                       return sd_bus_message_append(m, "sh", "ann", STDIN_FILENO);
                   }};
    EXPECT_THAT(by_socket(odd), IsRefused("InvalidParameter.Secret.Malformed"));
    EXPECT_THAT(by_socket(check_password("a/b", "x")), IsRefused("EntityNotExist.User"));
    EXPECT_THAT(by_bus(nobody, check_password("a/b", "x")), IsRefused("NoPermission"));
}

}  // namespace
}  // namespace bustest
