// SPDX-License-Identifier: LGPL-2.1-or-later
// Devices for the second factor beside a logon: looked at, made, bound and unbound, by the owner of
// the account where AllowUserToManageMFADevices says so, and by administrators always. Who asks is
// settled before these are called.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ramd/login/device_binding.h"
#include "ramd/login/login_services.h"
#include "shared/error_code.h"

namespace ramd {

struct MFAInfo {
    std::optional<TotpAlgorithm> algorithm;  // of the bound device; nothing: none is bound
    Timestamp bound = ramauth::never;
    std::size_t recovery_codes_left = 0;
    std::vector<std::string> known_sources;  // of "adaptive"
    bool bind_required = false;              // before the next logon with the password is let in
};

enum class DeviceRight { owner, administrator };

// What owners are told where AllowUserToManageMFADevices is off: change_not_allowed.
[[nodiscard]] ramauth::Refusal not_owners();

class DeviceManager {
public:
    explicit DeviceManager(LoginServices& services) : services_(services) {}

    // AllowUserToManageMFADevices.
    [[nodiscard]] bool owners_may() const;

    [[nodiscard]] std::variant<MFAInfo, ramauth::Refusal> info(const UserName& user) const;
    // Good for ten minutes, in the place of an earlier one; nothing is bound yet.
    [[nodiscard]] std::variant<DeviceOffer, ramauth::Refusal> create(const UserName& user,
                                                                     TotpAlgorithm algorithm,
                                                                     DeviceRight right,
                                                                     const Request& request);
    // The recovery codes, ten lines. no_mfa_device where none was made or its time is over.
    [[nodiscard]] boost::asio::awaitable<std::variant<Secret, ramauth::Refusal>> bind(
        UserName user, CodePair codes, DeviceRight right, Request request);
    // For administrators: takes no code.
    [[nodiscard]] std::optional<ramauth::Refusal> unbind(const UserName& user,
                                                         const Request& request);
    // For owners, with a code of the device or one of its recovery codes: one guess
    // (code_check.h), and authentication_failed for whatever is wrong about it.
    [[nodiscard]] boost::asio::awaitable<std::optional<ramauth::Refusal>> unbind_own(
        UserName user, Secret code, Request request);

private:
    LoginServices& services_;
};

}  // namespace ramd
