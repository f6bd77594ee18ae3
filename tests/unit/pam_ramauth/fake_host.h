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
inline const std::string seed_text = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
inline const std::string uri_text = "otpauth://totp/host:alice?secret=" + seed_text;

struct Asked {
    std::string member;
    std::string user;
    std::string password;  // tried, or new
    std::string code;
    std::string second_code;  // of a binding
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
    std::function<Answer<Authenticated>(const Asked&)> on_begin_factor;
    std::function<Answer<SentCode>(const Asked&)> on_send_code;
    std::function<Answer<Verified>(const Asked&)> on_verify;
    std::function<Answer<BindOffer>(const Asked&)> on_begin_bind;
    std::function<Answer<Secret>(const Asked&)> on_draw_bind;
    std::function<Answer<Bound>(const Asked&)> on_finish_bind;

    // Says yes to everything: the password is "right", the epoch 7 and 8 after a change. No second
    // factor is wanted; the code is "123456", those of a binding "111111" and "222222".
    FakeRamd();
    // What a right password, and begin_factor, are answered with.
    void want(const std::vector<std::string>& next);
    [[nodiscard]] std::vector<std::string> members() const;
    void demand_change(const std::string& reason = "The password has expired.");

    [[nodiscard]] Answer<Authenticated> authenticate(const UserName& user, const Secret& password,
                                                     Purpose purpose, const LogonContext& context,
                                                     const Deadline& deadline) override;
    [[nodiscard]] Answer<Authenticated> begin_factor(const UserName& user,
                                                     const LogonContext& context,
                                                     const Deadline& deadline) override;
    [[nodiscard]] Answer<SentCode> send_code(const Secret& ticket,
                                             const Deadline& deadline) override;
    [[nodiscard]] Answer<Verified> verify(const Secret& ticket, const Secret& code,
                                          const Deadline& deadline) override;
    [[nodiscard]] Answer<BindOffer> begin_bind(const Secret& ticket,
                                               const Deadline& deadline) override;
    [[nodiscard]] Answer<Secret> draw_bind(const Secret& ticket, const Deadline& deadline) override;
    [[nodiscard]] Answer<Bound> finish_bind(const Secret& ticket, const Secret& first_code,
                                            const Secret& second_code,
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
