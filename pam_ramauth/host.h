// SPDX-License-Identifier: LGPL-2.1-or-later
// The surroundings of a module that runs on a host: NSS, logind, the marker directory, the log.
#pragma once

#include "pam_ramauth/ramd_client.h"
#include "pam_ramauth/surroundings.h"

namespace ramauth::pam {

class Host : public Surroundings {
public:
    Host(RamdAddress ramd, std::string managed_directory)
        : ramd_(std::move(ramd)), managed_directory_(std::move(managed_directory)) {}

    [[nodiscard]] RamdService& ramd() override { return ramd_; }
    [[nodiscard]] Managed marker(const UserName& user) override;
    [[nodiscard]] Lookup uid_of(const UserName& user, Uid& uid) override;
    [[nodiscard]] bool is_programmatic(std::string_view service) override;
    [[nodiscard]] Uid caller_uid() override;
    [[nodiscard]] std::string session() override;
    [[nodiscard]] std::string new_nonce() override;
    void log(int priority, std::string_view line) noexcept override;

private:
    RamdClient ramd_;
    std::string managed_directory_;
};

}  // namespace ramauth::pam
