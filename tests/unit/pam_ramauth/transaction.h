// SPDX-License-Identifier: LGPL-2.1-or-later
// One PAM transaction over the fakes: alice, who is managed, at sshd.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>

#include "pam_ramauth/logon_data.h"
#include "tests/unit/pam_ramauth/fake_host.h"
#include "tests/unit/pam_ramauth/fake_pam.h"

namespace ramauth::pam::test {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

inline constexpr int prelim = PAM_PRELIM_CHECK;
inline constexpr int update = PAM_UPDATE_AUTHTOK;
inline constexpr int expired_only = PAM_CHANGE_EXPIRED_AUTHTOK;

using Entry = int (*)(pam_handle_t*, int, int, const char**);

struct Transaction {
    FakeHost host;
    pam_handle pam;
    std::vector<const char*> options;

    Transaction() {
        pam.items[PAM_USER] = "alice";
        pam.items[PAM_SERVICE] = "sshd";
        pam.items[PAM_TTY] = "ssh";
        pam.items[PAM_RHOST] = "192.0.2.7";
    }

    [[nodiscard]] FakeRamd& ramd() { return host.ramd; }
    [[nodiscard]] Person& person() { return pam.person; }
    void types(std::initializer_list<std::string> answers) {
        pam.person.answers.assign(answers.begin(), answers.end());
    }
    int call(Entry entry, int flags = 0) {
        return entry(&pam, flags, static_cast<int>(options.size()), options.data());
    }

    int authenticate(int flags = 0) { return call(pam_sm_authenticate, flags); }
    int set_credentials(int flags = PAM_ESTABLISH_CRED) { return call(pam_sm_setcred, flags); }
    int account(int flags = 0) { return call(pam_sm_acct_mgmt, flags); }
    int open_session(int flags = 0) { return call(pam_sm_open_session, flags); }
    int close_session(int flags = 0) { return call(pam_sm_close_session, flags); }
    // Both passes, as pam_chauthtok(3) makes them.
    int change(int flags = 0) {
        const int first = call(pam_sm_chauthtok, flags | prelim);
        if (first != PAM_SUCCESS && first != PAM_USER_UNKNOWN) return first;
        return call(pam_sm_chauthtok, flags | update);
    }
    // A password logon up to the account stage, without what was heard and asked by then.
    void log_on() {
        types({"right"});
        ASSERT_EQ(PAM_SUCCESS, authenticate());
        (void)account();
        pam.items.erase(PAM_AUTHTOK);  // as libpam does between the two
        pam.person.heard.clear();
        ramd().asked.clear();
    }
    // What the logon keeps of the proved password.
    [[nodiscard]] std::string kept_password() {
        const auto* logon = PamHandle(&pam).kept<LogonData>();
        return logon != nullptr ? std::string(logon->password.view()) : "nothing is kept";
    }
    [[nodiscard]] bool has_item(int type) const { return pam.items.contains(type); }
};

[[nodiscard]] inline std::function<NoAnswer()> lost() {
    return [] { return NoAnswer{"no answer from ramd: timed out", true}; };
}

}  // namespace ramauth::pam::test
