// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/amount_text.h"

#include <array>

namespace ramctl {

std::string count_text(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, 1, ',');
    return text;
}

std::string size_text(std::uint64_t bytes) {
    constexpr std::array units{" KiB", " MiB", " GiB", " TiB"};
    if (bytes < 1024) return std::to_string(bytes) + " B";
    std::size_t unit = 0;
    std::uint64_t tenths = bytes / 1024 * 10 + (bytes % 1024 * 10 + 512) / 1024;
    for (; tenths >= 10240 && unit + 1 < units.size(); ++unit) tenths = (tenths + 512) / 1024;
    std::string text = std::to_string(tenths / 10);
    if (tenths < 100) text.append(".").append(std::to_string(tenths % 10));
    return text.append(units[unit]);
}

}  // namespace ramctl
