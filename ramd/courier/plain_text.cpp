// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/courier/plain_text.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace ramd::courier {
namespace {

constexpr std::size_t longest_line = 900;  // RFC 5322 has 998

// Which second bytes follow which first ones, in RFC 3629; without U+0080 to U+009F, which are
// control characters.
struct Lead {
    unsigned first, last;
    std::size_t size;
    unsigned low, high;
};
constexpr std::array leads{
    Lead{0x20, 0x7E, 1, 0, 0},       Lead{0xC2, 0xC2, 2, 0xA0, 0xBF},
    Lead{0xC3, 0xDF, 2, 0x80, 0xBF}, Lead{0xE0, 0xE0, 3, 0xA0, 0xBF},
    Lead{0xE1, 0xEC, 3, 0x80, 0xBF}, Lead{0xED, 0xED, 3, 0x80, 0x9F},
    Lead{0xEE, 0xEF, 3, 0x80, 0xBF}, Lead{0xF0, 0xF0, 4, 0x90, 0xBF},
    Lead{0xF1, 0xF3, 4, 0x80, 0xBF}, Lead{0xF4, 0xF4, 4, 0x80, 0x8F},
};

unsigned byte_at(std::string_view text, std::size_t place) {
    return static_cast<unsigned char>(text[place]);
}

bool fits(const Lead& lead, std::string_view text) {
    if (byte_at(text, 0) < lead.first || byte_at(text, 0) > lead.last) return false;
    if (text.size() < lead.size) return false;
    if (lead.size > 1 && (byte_at(text, 1) < lead.low || byte_at(text, 1) > lead.high))
        return false;
    for (std::size_t i = 2; i < lead.size; ++i) {
        if ((byte_at(text, i) & 0xC0U) != 0x80U) return false;
    }
    return true;
}

// Of the character at the start; 0 where there is none.
std::size_t character_size(std::string_view text) {
    const auto* lead =
        std::ranges::find_if(leads, [text](const Lead& each) { return fits(each, text); });
    return lead == leads.end() ? 0 : lead->size;
}

}  // namespace

bool is_ascii_line(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

bool is_ascii(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return (c & 0x80) != 0; });
}

bool is_plain_text(std::string_view text) {
    std::size_t in_line = 0;
    while (!text.empty()) {
        const bool ends_line = text.front() == '\n';
        const std::size_t size = ends_line ? 1 : character_size(text);
        if (size == 0) return false;
        in_line = ends_line ? 0 : in_line + size;
        if (in_line > longest_line) return false;
        text.remove_prefix(size);
    }
    return true;
}

}  // namespace ramd::courier
