// SPDX-License-Identifier: LGPL-2.1-or-later
// RamdService over the wire. Reads replies strictly: what is short, long or of another type than
// the contract says is no answer.
#pragma once

#include <functional>

#include "pam_ramauth/ramd_service.h"
#include "shared/ramd_connection.h"

namespace ramauth::pam {

class RamdClient : public RamdService {
public:
    explicit RamdClient(RamdAddress address) : connection_(std::move(address)) {}

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

private:
    RamdConnection connection_;
};

}  // namespace ramauth::pam
