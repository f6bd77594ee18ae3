// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/remote_address.h"

#include <arpa/inet.h>

namespace ramauth::pam {
namespace {

// A zone ("fe80::1%eth0") belongs to an IPv6 address.
bool is_address(const std::string& text) {
    in_addr v4{};
    if (::inet_pton(AF_INET, text.c_str(), &v4) == 1) return true;
    in6_addr v6{};
    return ::inet_pton(AF_INET6, text.substr(0, text.find('%')).c_str(), &v6) == 1;
}

}  // namespace

std::string remote_address(const std::string& remote_host, std::string_view ssh_connection) {
    if (remote_host.empty() || is_address(remote_host)) return {};
    std::string first(ssh_connection.substr(0, ssh_connection.find(' ')));
    return is_address(first) ? first : std::string();
}

}  // namespace ramauth::pam
