// SPDX-License-Identifier: LGPL-2.1-or-later
// CIDR masks, IPv4 and IPv6, and the addresses in them (RFC 4632, RFC 4291). An IPv4 address in
// IPv6 clothes (::ffff:a.b.c.d) is the IPv4 address.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ramauth::policy {

struct NetworkAddress {
    bool is_v6 = false;
    std::array<std::uint8_t, 16> bytes{};  // the first four for IPv4
    friend bool operator==(const NetworkAddress&, const NetworkAddress&) = default;
};

// Numbers only: nothing for a name. A zone ("%eth0") is taken off an IPv6 address.
[[nodiscard]] std::optional<NetworkAddress> parse_address(std::string_view text);

struct NetworkMask {
    NetworkAddress network;  // bits beyond the prefix are zero
    unsigned prefix = 0;

    // "192.0.2.0/24", "2001:db8::/32"; an address alone is itself (/32, /128). Nothing where bits
    // beyond the prefix are set: that is a typing mistake more often than not.
    [[nodiscard]] static std::optional<NetworkMask> parse(std::string_view text);
    [[nodiscard]] std::string text() const;
    [[nodiscard]] bool contains(const NetworkAddress& address) const;

    friend bool operator==(const NetworkMask&, const NetworkMask&) = default;
};

// The network that counts as one source of guesses: an IPv4 address, an IPv6 /64 (who has one
// address of it has all); a text that is no address is itself.
[[nodiscard]] std::string guess_source(std::string_view remote);

// The network in which an address is at home: its /24, or its /64; empty for what is no address.
[[nodiscard]] std::string home_network(std::string_view remote);

}  // namespace ramauth::policy
