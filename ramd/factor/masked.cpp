// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/factor/masked.h"

#include <cstddef>

namespace ramd {
namespace {

constexpr std::string_view hidden = "***";
constexpr std::size_t shown_digits = 3;
constexpr std::size_t shortest_number = 7;

bool continues_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// Whole: half of a UTF-8 sequence is no text.
std::string_view first_character(std::string_view text) {
    std::size_t size = 1;
    while (size < text.size() && continues_character(text[size])) ++size;
    return text.substr(0, size);
}

std::string masked_address(std::string_view address) {
    const std::size_t at = address.rfind('@');
    const std::string_view local = address.substr(0, at);
    const std::string_view domain = at == std::string_view::npos ? "" : address.substr(at);
    const std::string_view first = first_character(local);
    return std::string(first.size() < local.size() ? first : "").append(hidden).append(domain);
}

std::string masked_number(std::string_view number) {
    std::string text(hidden);
    if (number.size() >= shortest_number) text += number.substr(number.size() - shown_digits);
    return text;
}

}  // namespace

std::string masked(CourierWay way, std::string_view contact) {
    if (contact.empty()) return {};
    return way == CourierWay::email ? masked_address(contact) : masked_number(contact);
}

}  // namespace ramd
