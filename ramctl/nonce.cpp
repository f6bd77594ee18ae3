// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/nonce.h"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace ramctl {

std::string fresh_nonce() {
    std::array<unsigned char, 16> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        throw std::system_error(errno, std::generic_category(), "getrandom");
    std::string text;
    for (const unsigned char byte : bytes) {
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return text;
}

}  // namespace ramctl
