// SPDX-License-Identifier: LGPL-2.1-or-later
// The body of an answer, line by line as it comes: `SUFFIX:COUNT`, 35 hexadecimal digits and a
// number, CR LF or LF behind it, or nothing behind the last one. Lines with the count 0 are padding
// against onlookers, and dropped. The others must ascend. A body without any line is a fault:
// services have entries in each range, and a proxy in trouble gives nothing just so.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ramctl/update/pack.h"

namespace ramctl::update {

class RangeBody {
public:
    // Bytes: three times what a range of the largest list would have, and so little that as many
    // as are asked for at one time fit into the unit's memory.
    static constexpr std::size_t largest = std::size_t{1} * 1024 * 1024;
    static constexpr std::size_t suffix_digits = 35;

    RangeBody() = default;
    explicit RangeBody(Prefix prefix) : prefix_(prefix) {}

    // False: there is a fault, and more of it is not wanted.
    [[nodiscard]] bool feed(std::string_view part);
    // After the last part.
    [[nodiscard]] bool finish();

    // A sentence; empty: none.
    [[nodiscard]] const std::string& fault() const noexcept { return fault_; }
    [[nodiscard]] std::vector<Entry> take_entries() noexcept { return std::move(entries_); }

private:
    using Suffix = std::array<unsigned char, suffix_digits>;  // values of digits

    [[nodiscard]] bool take_line(std::string_view line);
    [[nodiscard]] bool refuse(const char* why);

    Prefix prefix_;
    std::string begun_;  // a line whose end has not come
    Suffix before_{};    // of the last line that was no padding
    std::vector<Entry> entries_;
    std::size_t size_ = 0;
    std::size_t lines_ = 0;
    std::string fault_;
};

}  // namespace ramctl::update
