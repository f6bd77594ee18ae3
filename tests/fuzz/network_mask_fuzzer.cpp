// SPDX-License-Identifier: LGPL-2.1-or-later
// Masks and addresses of any bytes, a line each: the first is a mask, the second an address. What
// parses is written as a text that parses as the same; a network contains itself; a source of
// guesses is its own source.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "policy/network_mask.h"

namespace {

using namespace ramauth::policy;

void require(bool condition) {
    if (!condition) std::abort();
}

void check_mask(const NetworkMask& mask) {
    const auto again = NetworkMask::parse(mask.text());
    require(again && *again == mask && again->text() == mask.text());
    require(mask.prefix <= (mask.network.is_v6 ? 128U : 32U));
    require(mask.contains(mask.network));
}

void check_address(const NetworkAddress& address, std::string_view text) {
    const NetworkMask alone{address, address.is_v6 ? 128U : 32U};
    require(alone.contains(address));
    require(parse_address(alone.text().substr(0, alone.text().find('/'))) == address);
    const auto source = NetworkMask::parse(guess_source(text));
    require(source && source->contains(address));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto end = input.find('\n');
    const auto first = input.substr(0, end);
    const auto second = end == std::string_view::npos ? std::string_view() : input.substr(end + 1);
    const auto mask = NetworkMask::parse(first);
    const auto address = parse_address(second);
    if (mask) check_mask(*mask);
    if (address) {
        check_address(*address, second);
    } else {
        require(guess_source(second) == second);
    }
    if (mask && address) (void)mask->contains(*address);
    return 0;
}
