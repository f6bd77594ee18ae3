// SPDX-License-Identifier: LGPL-2.1-or-later
// ramd.conf(5): any text is read or refused with file and line, and what is read is within bounds.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "ramd/config.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        (void)ramd::parse_config(text, "ramd.conf");
    } catch (const ramd::ConfigError& error) {
        if (!std::string_view(error.what()).starts_with("ramd.conf")) std::abort();
    }
    return 0;
}
