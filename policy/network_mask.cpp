// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/network_mask.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace ramauth::policy {
namespace {

constexpr unsigned v4_bits = 32;
constexpr unsigned v6_bits = 128;
constexpr unsigned mapped_bits = 96;  // what stands before the IPv4 address in ::ffff:a.b.c.d
constexpr unsigned v6_home_bits = 64;
constexpr unsigned v4_home_bits = 24;

unsigned bits_of(const NetworkAddress& address) {
    return address.is_v6 ? v6_bits : v4_bits;
}

// As written: no zone is taken off, and IPv6 clothes stay on.
std::optional<NetworkAddress> parse_numbers(std::string_view text) {
    if (text.size() >= INET6_ADDRSTRLEN || text.find('\0') != std::string_view::npos)
        return std::nullopt;
    const std::string terminated(text);
    NetworkAddress address;
    if (::inet_pton(AF_INET, terminated.c_str(), address.bytes.data()) == 1) return address;
    address.is_v6 = true;
    if (::inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) == 1) return address;
    return std::nullopt;
}

bool is_mapped(const NetworkAddress& address) {
    const auto& bytes = address.bytes;
    return address.is_v6 &&
           std::all_of(bytes.begin(), bytes.begin() + 10, [](auto byte) { return byte == 0; }) &&
           bytes[10] == 0xFF && bytes[11] == 0xFF;
}

NetworkAddress unmapped(const NetworkAddress& address) {
    if (!is_mapped(address)) return address;
    NetworkAddress v4;
    std::copy_n(address.bytes.begin() + 12, 4, v4.bytes.begin());
    return v4;
}

NetworkAddress without_bits_beyond(NetworkAddress address, unsigned prefix) {
    for (unsigned i = 0; i < address.bytes.size(); ++i) {
        const unsigned kept = prefix > i * 8 ? std::min(prefix - i * 8, 8U) : 0;
        address.bytes[i] &= static_cast<std::uint8_t>(0xFF00U >> kept);
    }
    return address;
}

// Decimal, without a sign or a zero in front.
std::optional<unsigned> parse_prefix(std::string_view text, unsigned most) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value > most)
        return std::nullopt;
    if (text.size() > 1 && text.front() == '0') return std::nullopt;
    return value;
}

std::string text_of(const NetworkAddress& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    ::inet_ntop(address.is_v6 ? AF_INET6 : AF_INET, address.bytes.data(), text.data(),
                static_cast<socklen_t>(text.size()));
    return text.data();
}

std::string network_around(const NetworkAddress& address, unsigned bits) {
    return NetworkMask{without_bits_beyond(address, bits), bits}.text();
}

}  // namespace

std::optional<NetworkAddress> parse_address(std::string_view text) {
    const auto percent = text.find('%');
    const auto address = parse_numbers(text.substr(0, percent));
    if (!address) return std::nullopt;
    const bool has_zone = percent != std::string_view::npos;
    if (has_zone && (!address->is_v6 || percent + 1 == text.size())) return std::nullopt;
    return unmapped(*address);
}

std::optional<NetworkMask> NetworkMask::parse(std::string_view text) {
    const auto slash = text.find('/');
    const auto written = parse_numbers(text.substr(0, slash));
    if (!written) return std::nullopt;
    unsigned prefix = bits_of(*written);
    if (slash != std::string_view::npos) {
        const auto given = parse_prefix(text.substr(slash + 1), prefix);
        if (!given) return std::nullopt;
        prefix = *given;
    }
    if (without_bits_beyond(*written, prefix) != *written) return std::nullopt;
    // With a shorter prefix, ffff in front would have been bits beyond it.
    if (is_mapped(*written)) prefix -= mapped_bits;
    return NetworkMask{unmapped(*written), prefix};
}

std::string NetworkMask::text() const {
    return text_of(network) + "/" + std::to_string(prefix);
}

bool NetworkMask::contains(const NetworkAddress& address) const {
    return without_bits_beyond(address, prefix) == network;
}

std::string guess_source(std::string_view remote) {
    const auto address = parse_address(remote);
    if (!address) return std::string(remote);
    return address->is_v6 ? network_around(*address, v6_home_bits) : text_of(*address);
}

std::string home_network(std::string_view remote) {
    const auto address = parse_address(remote);
    if (!address) return {};
    return network_around(*address, address->is_v6 ? v6_home_bits : v4_home_bits);
}

}  // namespace ramauth::policy
