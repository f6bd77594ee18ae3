// SPDX-License-Identifier: LGPL-2.1-or-later
// `context` of the Login interface. From callers other than uid 0 only Nonce and Ticket are
// believed; unknown keys are ignored, so that a newer module can speak to this daemon.
#pragma once

#include <optional>

#include "ramd/login/request.h"
#include "shared/bus_handles.h"
#include "shared/error_code.h"

namespace ramd {

// Texts about where a logon comes from are cut to this many bytes; they come from strangers.
inline constexpr std::size_t longest_context_text = 255;

// Fills the context and the ticket of a request whose caller is known.
[[nodiscard]] std::optional<ramauth::Refusal> decode_context(sd_bus_message* message,
                                                             Request& into);

}  // namespace ramd
