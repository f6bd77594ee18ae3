// SPDX-License-Identifier: LGPL-2.1-or-later
// A host and a ramd that answer what the test says, and remember what they were asked.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "pam_ramauth/surroundings.h"

namespace ramauth::pam::test {

inline const std::string ticket_text(32, 'T');

struct Asked {
    std::string member;
    std::string user;
    std::string password;  // tried, or new
    std::string ticket;
    std::string nonce;
    Purpose purpose = Purpose::logon;
    std::optional<std::uint64_t> epoch;
    LogonContext context;
    Deadline::Clock::duration time_left{};
};

class FakeRamd : public RamdService {
public:
    std::vector<Asked> asked;
    EndingSessions ending;  // what a change and a reset end
    std::function<Answer<Authenticated>(const Asked&)> on_authenticate;
    std::function<Answer<CheckedAccount>(const Asked&)> on_check_account;
    std::function<Answer<PasswordChanged>(const Asked&)> on_change;
    std::function<Answer<PasswordReset>(const Asked&)> on_reset;
    std::function<Answer<CheckedAccount>(const Asked&)> on_open_session;

    // Says yes to everything: the password is "right", the epoch 7 and 8 after a change.
    FakeRamd();
    [[nodiscard]] std::vector<std::string> members() const;
    void demand_change(const std::string& reason = "The password has expired.");

    [[nodiscard]] Answer<Authenticated> authenticate(const UserName& user, const Secret& password,
                                                     Purpose purpose, const LogonContext& context,
                                                     const Deadline& deadline) override;
    [[nodiscard]] Answer<CheckedAccount> check_account(const UserName& user, const Secret& ticket,
                                                       Purpose purpose, const LogonContext& context,
                                                       const Deadline& deadline) override;
    [[nodiscard]] Answer<PasswordChanged> change_password(
        const UserName& user, const Secret& ticket, const Secret& new_password,
        const std::string& nonce, const LogonContext& context, const Deadline& deadline) override;
    [[nodiscard]] Answer<PasswordReset> reset_password(const UserName& user,
                                                       const Secret& new_password,
                                                       const std::string& nonce,
                                                       const Deadline& deadline) override;
    [[nodiscard]] Answer<CheckedAccount> open_session(const UserName& user,
                                                      std::optional<std::uint64_t> epoch,
                                                      const LogonContext& context,
                                                      const Deadline& deadline) override;
};

// The module runs on the innermost one.
struct FakeHost {
    FakeRamd ramd;
    Managed marker = Managed::maybe;
    Lookup lookup = Lookup::found;
    Uid uid{1001};
    std::set<std::string, std::less<>> programmatic{"cron", "atd", "systemd-user"};
    Uid caller{0};
    std::string session = "c4";
    int nonces = 0;
    std::vector<std::string> log;
    unsigned marker_looks = 0;

    FakeHost();
    FakeHost(const FakeHost&) = delete;
    FakeHost& operator=(const FakeHost&) = delete;
    ~FakeHost();

private:
    FakeHost* outer_;
};

}  // namespace ramauth::pam::test
