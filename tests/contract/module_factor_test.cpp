// SPDX-License-Identifier: LGPL-2.1-or-later
// The second factor over the wire: the module in real libpam, against a ramd that takes no request
// but those of the contract.
#include <gmock/gmock.h>

#include "tests/contract/module_factor_replies.h"
#include "tests/contract/module_fake_ramd.h"
#include "tests/contract/module_process_state.h"
#include "tests/contract/module_transaction.h"

namespace ramauth::test {
namespace {

using testing::Contains;
using testing::HasSubstr;

struct Logon {
    int result;
    int account;
    std::vector<std::string> told;
    bool has_epoch;
};

Logon log_on(const Place& place, std::initializer_list<std::string> typed) {
    PamTransaction pam(place);
    pam.types(typed);
    const int result = pam_authenticate(pam.handle(), 0);
    const int account = pam_acct_mgmt(pam.handle(), 0);
    return {result, account, pam.told(), pam_getenv(pam.handle(), "RAMAUTH_EPOCH") != nullptr};
}

TEST(ModuleFactor, sends_a_code_and_verifies_it) {
    const Place place;
    const FakeRamd ramd(place.socket(), Behaviour::wants_code);
    const Logon logon = log_on(place, {"", right_code});
    EXPECT_EQ(PAM_SUCCESS, logon.result);
    EXPECT_EQ(PAM_SUCCESS, logon.account);
    EXPECT_THAT(logon.told, Contains(HasSubstr("A code was sent to d***@example.org")));
    EXPECT_TRUE(logon.has_epoch);
}

TEST(ModuleFactor, F3_fails_for_a_wrong_code_and_for_none) {
    const Place place;
    const FakeRamd ramd(place.socket(), Behaviour::wants_code);
    EXPECT_EQ(PAM_AUTH_ERR, log_on(place, {"654321"}).result);
    EXPECT_EQ(PAM_AUTH_ERR, log_on(place, {std::string(500, '1')}).result);
    EXPECT_EQ(PAM_AUTH_ERR, log_on(place, {}).result);
}

TEST(ModuleFactor, says_that_a_line_with_mfa_no_wants_none) {
    const Place place("mfa=no");
    const FakeRamd ramd(place.socket(), Behaviour::wants_code);
    EXPECT_EQ(PAM_SUCCESS, log_on(place, {}).result);
}

TEST(ModuleFactor, asks_for_the_factor_alone_and_proves_no_epoch) {
    const Place place("mfa=only");
    const FakeRamd ramd(place.socket(), Behaviour::wants_code);
    const Logon logon = log_on(place, {right_code});
    EXPECT_EQ(PAM_SUCCESS, logon.result);
    EXPECT_EQ(PAM_SUCCESS, logon.account);
    EXPECT_FALSE(logon.has_epoch);
    EXPECT_EQ(PAM_AUTH_ERR, log_on(place, {"654321"}).result);
}

TEST(ModuleFactor, binds_a_device) {
    const Place place;
    const FakeRamd ramd(place.socket(), Behaviour::wants_device);
    const Logon logon = log_on(place, {"1", "2", bind_codes[0], bind_codes[1], ""});
    EXPECT_EQ(PAM_SUCCESS, logon.result);
    std::string all;
    for (const std::string& text : logon.told) all += text + '\n';
    EXPECT_THAT(all, HasSubstr(picture()));
    for (const char* text : {"otpauth://totp/host:daemon", "Key: JBSW Y3DP EHPK 3PXP", "do not fit",
                             "\nAAAA-BBBB-CCCC-DDDD\nEEEE-FFFF-GGGG-HHHH\n"})
        EXPECT_THAT(all, HasSubstr(text));
}

TEST(ModuleFactor, F1_lets_nobody_in_without_a_finished_binding) {
    const Place place;
    const FakeRamd ramd(place.socket(), Behaviour::wants_device);
    EXPECT_EQ(PAM_AUTH_ERR, log_on(place, {"1", "2", "3", "4", "5", "6"}).result);
    EXPECT_EQ(PAM_AUTH_ERR, log_on(place, {bind_codes[0]}).result);
}

TEST(ModuleFactor, M2_M3_leaves_the_program_as_it_was) {
    for (const Behaviour behaviour : {Behaviour::wants_code, Behaviour::wants_device}) {
        const Place place("debug");
        const FakeRamd ramd(place.socket(), behaviour);
        const std::initializer_list<std::string> typed{"", "1", "111111", "222222", ""};
        (void)log_on(place, typed);  // NSS may open what it keeps
        const auto files = open_files();
        const std::string before = snapshot();
        (void)log_on(place, typed);
        EXPECT_EQ(files, open_files());
        EXPECT_EQ(before, snapshot());
    }
}

}  // namespace
}  // namespace ramauth::test
