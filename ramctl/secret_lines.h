// SPDX-License-Identifier: LGPL-2.1-or-later
// Lines of a file that may be passwords, many of them: read in large pieces onto locked pages that
// are wiped, and never copied from there.
#pragma once

#include <cstdint>
#include <string_view>

#include "shared/secret.h"

namespace ramctl {

class SecretLines {
public:
    enum class Next {
        line,
        too_long,  // more than Secret::max_size bytes; it was passed over
        end,
    };

    // `fd` is not owned. It may be a pipe or a terminal.
    explicit SecretLines(int fd);

    // Throws std::system_error where it cannot be read.
    [[nodiscard]] Next next();
    // What next() found, without its line feed and a carriage return before that. Until the next
    // call.
    [[nodiscard]] std::string_view line() const noexcept { return line_; }
    // Of that line, from 1.
    [[nodiscard]] std::uint64_t number() const noexcept { return number_; }

private:
    [[nodiscard]] std::string_view unread() const noexcept;
    // False at the end of the file.
    bool read_more();

    int fd_;
    ramauth::Secret bytes_;
    std::size_t taken_ = 0;  // of bytes_, in front
    std::string_view line_;
    std::uint64_t number_ = 0;
};

}  // namespace ramctl
