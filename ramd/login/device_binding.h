// SPDX-License-Identifier: LGPL-2.1-or-later
// Binding a device (MODEL.md, section 8), in a logon that demands it and by somebody's own wish:
// two codes that follow each other prove that the person has the seed. Neither of them works again.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <variant>

#include "ramd/login/login_services.h"
#include "shared/error_code.h"

namespace ramd {

// With a new seed, and not bound.
[[nodiscard]] TotpDevice new_device(TotpAlgorithm algorithm);

// What an authenticator app is given.
struct DeviceOffer {
    Secret seed;  // Base32
    Secret uri;   // otpauth://…, with the short name of this host
};
[[nodiscard]] DeviceOffer offer_of(const LoginServices& services, const UserName& user,
                                   const TotpDevice& device);

struct CodePair {
    Secret first;
    Secret second;
};

struct Binding {
    UserName user;
    TotpDevice device;
    CodePair codes;
    // Of the password that was proved, which must still be the present one; nothing: none was.
    std::optional<std::uint64_t> epoch = {};
    // For another account: its lock does not count, and a wrong pair is no guess of its owner's.
    bool by_administrator = false;
    EventKind refused_as = EventKind::manager_refused;
};

// Why this profile can get no device now: it is orphaned, or has one.
[[nodiscard]] std::optional<ramauth::Refusal> refuse_binding(const Profile& profile,
                                                             const Request& request);

// The recovery codes, ten lines: what is kept of them is hashes. A wrong pair is counted as a wrong
// code is, and binding_codes_wrong; how far off the clock is that made it stands in the journal
// alone. Records what it decides. ticket_expired where the epoch is another.
[[nodiscard]] boost::asio::awaitable<std::variant<Secret, ramauth::Refusal>> bind_device(
    LoginServices& services, Binding binding, const Request& request);

}  // namespace ramd
