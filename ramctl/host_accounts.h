// SPDX-License-Identifier: LGPL-2.1-or-later
// Accounts by NSS, managed ones by their markers, sessions by what logind keeps in /run. No bus.
#pragma once

#include <string>

#include "ramctl/accounts.h"
#include "shared/wire.h"

namespace ramctl {

class HostAccounts final : public Accounts {
public:
    explicit HostAccounts(std::string markers = ramauth::wire::managed_directory)
        : markers_(std::move(markers)) {}

    // Throw std::system_error.
    [[nodiscard]] std::optional<ramauth::Uid> uid_of(const ramauth::UserName& user) const override;
    [[nodiscard]] std::optional<std::string> name_of(ramauth::Uid uid) const override;

    [[nodiscard]] bool is_managed(const ramauth::UserName& user) const override;
    [[nodiscard]] std::optional<ramauth::Uid> session_user(
        const std::string& session) const override;

private:
    std::string markers_;
};

}  // namespace ramctl
