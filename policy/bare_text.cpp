// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/bare_text.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace ramauth::policy {
namespace {

constexpr std::size_t longest_form = 4;  // code points of one; what has more stays as it is
constexpr auto bare_form =
    static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                   UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);

constexpr auto groups = std::to_array<std::u32string_view>(
    {U"a4@", U"b8", U"c([{<", U"d\u0111", U"e3\u20ac", U"g69", U"h#", U"il1!|\u0131\u0142", U"l7",
     U"o0\u00f8", U"q9", U"s5$", U"t7+", U"x%", U"z2"});

// Nothing for a mark, and for what cannot be seen.
std::size_t write_bare(char32_t point, char32_t* into) {
    std::array<utf8proc_int32_t, longest_form> form{};
    int boundary = 0;
    const auto count = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(point), form.data(),
                                               longest_form, bare_form, &boundary);
    if (count < 0 || count > static_cast<utf8proc_ssize_t>(longest_form)) {
        *into = point;
        return 1;
    }
    std::copy_n(form.begin(), count, into);
    return static_cast<std::size_t>(count);
}

}  // namespace

BareText::BareText(std::span<const char32_t> text)
    : memory_(text.size() * longest_form * sizeof(char32_t)) {
    auto* const points = reinterpret_cast<char32_t*>(memory_.buffer().data());
    for (const char32_t point : text) count_ += write_bare(point, points + count_);
}

std::u32string_view BareText::view() const {
    return {reinterpret_cast<const char32_t*>(memory_.view().data()), count_};
}

std::u32string bare_name(std::string_view name) {
    std::u32string bare(name.size() * longest_form, U'\0');
    std::size_t count = 0;
    const auto* next = reinterpret_cast<const utf8proc_uint8_t*>(name.data());
    for (auto left = static_cast<utf8proc_ssize_t>(name.size()); left > 0;) {
        utf8proc_int32_t point = -1;
        const auto taken = std::max<utf8proc_ssize_t>(utf8proc_iterate(next, left, &point), 1);
        count += write_bare(point < 0 ? U'\uFFFD' : static_cast<char32_t>(point), &bare[count]);
        next += taken;
        left -= taken;
    }
    bare.resize(count);
    return bare;
}

Sign sign_of(char32_t point) {
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(point));
    if (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) return Sign::letter;
    return category == UTF8PROC_CATEGORY_ND ? Sign::digit : Sign::symbol;
}

unsigned look_alikes(char32_t point) {
    unsigned found = 0;
    for (std::size_t i = 0; i < groups.size(); ++i)
        if (groups[i].find(point) != std::u32string_view::npos) found |= 1U << i;
    return found;
}

}  // namespace ramauth::policy
