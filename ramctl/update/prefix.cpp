// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/prefix.h"

#include <algorithm>

namespace ramctl::update {
namespace {

constexpr std::size_t prefix_digits = 5;

}  // namespace

std::string Prefix::text() const {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text(prefix_digits, '0');
    std::uint32_t rest = value;
    for (std::size_t i = prefix_digits; i-- > 0; rest /= 16) text[i] = digits[rest % 16];
    return text;
}

std::optional<Prefix> parse_prefix(std::string_view text) {
    if (text.size() != prefix_digits) return std::nullopt;
    Prefix prefix;
    for (const char c : text) {
        const int value = digit_value(c);
        if (value < 0) return std::nullopt;
        prefix.value = prefix.value * 16 + static_cast<std::uint32_t>(value);
    }
    return prefix;
}

std::optional<PrefixSpan> PrefixSpan::within(unsigned pack) const {
    const Prefix lowest{pack * ranges_per_pack};
    const Prefix highest{lowest.value + ranges_per_pack - 1};
    const PrefixSpan both{std::max(first, lowest), std::min(last, highest)};
    if (both.last < both.first) return std::nullopt;
    return both;
}

std::string PrefixSpan::text() const {
    return first.text() + "-" + last.text();
}

std::optional<PrefixSpan> parse_span(std::string_view text) {
    const auto dash = text.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto first = parse_prefix(text.substr(0, dash));
    const auto last = parse_prefix(text.substr(dash + 1));
    if (!first || !last || *last < *first) return std::nullopt;
    return PrefixSpan{*first, *last};
}

}  // namespace ramctl::update
