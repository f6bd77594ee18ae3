// SPDX-License-Identifier: LGPL-2.1-or-later
// What travels in the members about devices for the second factor.
#pragma once

#include <optional>
#include <variant>

#include "ramd/bus/invocation.h"
#include "ramd/login/device_manager.h"
#include "shared/bus_handles.h"
#include "shared/error_code.h"
#include "shared/secret.h"

namespace ramd {

// As a descriptor (h).
void append_secret(sd_bus_message* message, const ramauth::Secret& secret);
// Seed and URI (hh).
void append_offer(sd_bus_message* message, const DeviceOffer& offer);
void encode_mfa_info(sd_bus_message* message, const MFAInfo& info);

// The next two arguments. What is none has been refused where nothing is returned.
[[nodiscard]] std::optional<CodePair> read_code_pair(Invocation& in);

// `options` of CreateVirtualMFADeviceWith; SHA-1 where they do not say.
[[nodiscard]] std::variant<TotpAlgorithm, ramauth::Refusal> decode_algorithm(
    sd_bus_message* message);

}  // namespace ramd
