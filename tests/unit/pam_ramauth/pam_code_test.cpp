// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/pam_code.h"

#include <gtest/gtest.h>
#include <security/_pam_types.h>

#include <map>
#include <string>

namespace ramauth::pam {
namespace {

// BUS-API.md's column, by the name on the wire. "acct" codes are looked up in the account stage.
const std::map<std::string, int> in_auth_and_password{
    {"AuthenticationFailed", PAM_AUTH_ERR},
    {"EntityNotExist.User", PAM_USER_UNKNOWN},
    {"InvalidUserType", PAM_USER_UNKNOWN},
    {"EntityNotExist.User.LoginProfile", PAM_USER_UNKNOWN},
    {"ConcurrentModification", PAM_AUTHTOK_LOCK_BUSY},
    {"TicketExpired", PAM_AUTH_ERR},
    {"InvalidParameter.OldPassword.Incorrect", PAM_AUTH_ERR},
    {"CheckAuthenticationCodeFail", PAM_AUTH_ERR},
    {"InvalidParameter.Password.TooWeak", PAM_AUTHTOK_ERR},
    {"InvalidParameter.NewPassword.ReusePrevention", PAM_AUTHTOK_ERR},
    {"InvalidParameter.Password.Malformed", PAM_AUTHTOK_ERR},
    {"InvalidParameter.Password.TooYoung", PAM_AUTHTOK_ERR},
    {"InvalidParameter.RiskPassword.Weak", PAM_AUTHTOK_ERR},
    {"InvalidParameter.RiskPassword.Unavailable", PAM_AUTHTOK_ERR},
    {"InvalidParameter.Secret.Malformed", PAM_SYSTEM_ERR},
    {"CheckAuthenticationCodeFail", PAM_AUTH_ERR},
    {"NotSupport.Account", PAM_PERM_DENIED},
    {"NoPermission", PAM_PERM_DENIED},
    {"LimitExceeded", PAM_AUTHINFO_UNAVAIL},
    {"ServiceFailure", PAM_AUTHINFO_UNAVAIL},
    {"EntityAlreadyExists.User.LoginProfile", PAM_AUTHINFO_UNAVAIL},
    {"EntityAlreadyExists.User.MFADevice", PAM_AUTHINFO_UNAVAIL},
    {"EntityNotExist.User.MFADevice", PAM_AUTHINFO_UNAVAIL},
    {"InvalidParameter.Password.Range", PAM_AUTHINFO_UNAVAIL},
};
const std::map<std::string, int> in_account{
    {"EntityTemporarilyUnmodifiable", PAM_PERM_DENIED},
    {"LoginDisabled", PAM_PERM_DENIED},
    {"NetworkNotAllowed", PAM_PERM_DENIED},
    {"InitialPasswordExpired", PAM_ACCT_EXPIRED},
    {"PasswordHardExpired", PAM_ACCT_EXPIRED},
    {"PasswordExpired", PAM_NEW_AUTHTOK_REQD},
    {"PasswordResetRequired", PAM_NEW_AUTHTOK_REQD},
};

int code_of(const std::string& name, Stage stage) {
    const auto parsed = parse_code(name);
    return parsed ? pam_code(parsed->code, stage) : -1;
}

TEST(PamCode, F3_is_the_table_of_the_contract) {
    for (const auto& [name, code] : in_auth_and_password) {
        EXPECT_EQ(code, code_of(name, Stage::auth)) << name;
        EXPECT_EQ(code, code_of(name, Stage::password)) << name;
    }
    for (const auto& [name, code] : in_account)
        EXPECT_EQ(code, code_of(name, Stage::account)) << name;
    EXPECT_EQ(PAM_SESSION_ERR, code_of("StaleLogon", Stage::session));
}

TEST(PamCode, F2_no_refusal_is_a_success_or_ignored_in_any_stage) {
    for (int code = 0; code <= static_cast<int>(Code::service_failure); ++code) {
        for (const Stage stage :
             {Stage::auth, Stage::credentials, Stage::account, Stage::password, Stage::session}) {
            const int result = pam_code(static_cast<Code>(code), stage);
            EXPECT_NE(PAM_SUCCESS, result);
            EXPECT_NE(PAM_IGNORE, result);
            EXPECT_TRUE(stage == Stage::account || result != PAM_NEW_AUTHTOK_REQD);
        }
    }
}

TEST(PamCode, of_a_code_of_a_newer_ramd_is_unavailable) {
    EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, pam_code(static_cast<Code>(4711), Stage::auth));
}

}  // namespace
}  // namespace ramauth::pam
