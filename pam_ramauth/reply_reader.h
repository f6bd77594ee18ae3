// SPDX-License-Identifier: LGPL-2.1-or-later
// Reads a reply of ramd, strictly: every function says nothing for a reply that is not exactly of
// the form that the contract gives it.
#pragma once

#include <systemd/sd-bus.h>

#include <optional>

#include "pam_ramauth/ramd_service.h"

namespace ramauth::pam {

[[nodiscard]] std::optional<Authenticated> read_authenticated(sd_bus_message* reply);
[[nodiscard]] std::optional<Authenticated> read_begun_factor(sd_bus_message* reply);
[[nodiscard]] std::optional<SentCode> read_sent_code(sd_bus_message* reply);
[[nodiscard]] std::optional<Verified> read_verified(sd_bus_message* reply);
[[nodiscard]] std::optional<BindOffer> read_bind_offer(sd_bus_message* reply);
[[nodiscard]] std::optional<Secret> read_picture(sd_bus_message* reply);
[[nodiscard]] std::optional<Bound> read_bound(sd_bus_message* reply);
[[nodiscard]] std::optional<CheckedAccount> read_checked_account(sd_bus_message* reply);
[[nodiscard]] std::optional<PasswordChanged> read_password_changed(sd_bus_message* reply);
[[nodiscard]] std::optional<PasswordReset> read_password_reset(sd_bus_message* reply);

}  // namespace ramauth::pam
