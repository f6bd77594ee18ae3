// SPDX-License-Identifier: LGPL-2.1-or-later
// A ramd that wants a second factor, and holds every request of the module against the contract:
// one of another form is an error, and so is a ticket that it did not give.
#pragma once

#include <systemd/sd-bus.h>

#include <optional>
#include <string>

namespace ramauth::test {

inline constexpr const char* right_code = "123456";
inline constexpr const char* bind_codes[] = {"111111", "222222"};
inline constexpr const char* seed = "JBSWY3DPEHPK3PXP";
// Longer than a password may be.
[[nodiscard]] std::string picture();

// What sd-bus said to the answer; nothing for a call that is none of the second factor. An
// Authenticate that says SecondFactor "no" is answered with an empty `next`.
[[nodiscard]] std::optional<int> answer_factor_call(sd_bus_message* call, bool wants_device);

}  // namespace ramauth::test
