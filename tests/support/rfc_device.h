// SPDX-License-Identifier: LGPL-2.1-or-later
// A device whose codes stand in an RFC.
#pragma once

#include <array>
#include <chrono>
#include <string_view>

#include "ramd/store/profile.h"

namespace ramd::test {

// RFC 4226, appendix D: the codes of the steps 0 to 9.
inline constexpr std::array<std::string_view, 10> rfc_codes{"755224", "287082", "359152", "969429",
                                                            "338314", "254676", "287922", "162583",
                                                            "399871", "520489"};

[[nodiscard]] inline TotpDevice device_with(std::string_view seed) {
    TotpDevice device;
    device.seed = seed;
    return device;
}
[[nodiscard]] inline TotpDevice rfc_device() {
    return device_with("12345678901234567890");
}

// In the middle of the step.
[[nodiscard]] inline Timestamp in_step(unsigned step) {
    return Timestamp(std::chrono::seconds(30 * step + 15));
}

}  // namespace ramd::test
