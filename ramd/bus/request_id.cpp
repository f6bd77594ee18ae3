// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/request_id.h"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace ramd {

std::string make_request_id() {
    std::array<unsigned char, 16> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        throw std::system_error(errno, std::generic_category(), "getrandom");
    constexpr std::string_view digits = "0123456789abcdef";
    std::string id;
    for (const unsigned char byte : bytes) {
        id.push_back(digits[byte >> 4U]);
        id.push_back(digits[byte & 0xFU]);
    }
    return id;
}

}  // namespace ramd
