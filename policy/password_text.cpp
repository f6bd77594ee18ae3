// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/password_text.h"

#include <utf8proc.h>

#include <algorithm>

namespace ramauth::policy {
namespace {

constexpr auto nfc = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);

bool is_allowed(utf8proc_int32_t point) {
    if (point == '\t' || point == '\n' || point == '\r') return true;
    return utf8proc_category(point) != UTF8PROC_CATEGORY_CC;
}

const utf8proc_uint8_t* bytes_of(const Secret& text) {
    return reinterpret_cast<const utf8proc_uint8_t*>(text.view().data());
}

// The composed code points of what was typed, on pages that are wiped.
class Composed {
public:
    // In NFC; nothing for invalid UTF-8.
    static std::optional<Composed> of(const Secret& text) {
        const auto size = static_cast<utf8proc_ssize_t>(text.size());
        const utf8proc_ssize_t needed = utf8proc_decompose(bytes_of(text), size, nullptr, 0, nfc);
        if (needed <= 0) return std::nullopt;
        Composed points(static_cast<std::size_t>(needed));
        if (utf8proc_decompose(bytes_of(text), size, points.data(), needed, nfc) != needed)
            return std::nullopt;
        const utf8proc_ssize_t count = utf8proc_normalize_utf32(points.data(), needed, nfc);
        if (count <= 0) return std::nullopt;
        points.count_ = static_cast<std::size_t>(count);
        return points;
    }

    [[nodiscard]] std::span<const utf8proc_int32_t> all() { return {data(), count_}; }

private:
    explicit Composed(std::size_t room) : memory_(room * sizeof(utf8proc_int32_t)) {}
    utf8proc_int32_t* data() {
        return reinterpret_cast<utf8proc_int32_t*>(memory_.buffer().data());
    }

    Secret memory_;
    std::size_t count_ = 0;
};

Secret encode(std::span<const utf8proc_int32_t> points) {
    Secret text(points.size() * 4);
    auto* const begin = reinterpret_cast<utf8proc_uint8_t*>(text.buffer().data());
    utf8proc_ssize_t size = 0;
    for (const auto point : points) size += utf8proc_encode_char(point, begin + size);
    text.resize(static_cast<std::size_t>(size));
    return text;
}

}  // namespace

std::optional<Secret> normalise(const Secret& typed) {
    if (typed.empty() || typed.size() > Secret::max_size) return std::nullopt;
    auto points = Composed::of(typed);
    if (!points) return std::nullopt;
    const auto all = points->all();
    if (all.size() > most_characters || !std::all_of(all.begin(), all.end(), is_allowed))
        return std::nullopt;
    return encode(all);
}

CodePoints::CodePoints(const Secret& normalised) : memory_(normalised.size() * sizeof(char32_t)) {
    auto* const points = reinterpret_cast<char32_t*>(memory_.buffer().data());
    auto left = static_cast<utf8proc_ssize_t>(normalised.size());
    for (const auto* next = bytes_of(normalised); left > 0;) {
        utf8proc_int32_t point = -1;
        const utf8proc_ssize_t taken = utf8proc_iterate(next, left, &point);
        points[count_++] = taken > 0 ? static_cast<char32_t>(point) : U'\uFFFD';
        next += std::max<utf8proc_ssize_t>(taken, 1);
        left -= std::max<utf8proc_ssize_t>(taken, 1);
    }
}

Secret lower_case(const Secret& normalised) {
    const CodePoints points(normalised);
    Secret text(points.all().size() * 4);
    auto* const begin = reinterpret_cast<utf8proc_uint8_t*>(text.buffer().data());
    utf8proc_ssize_t size = 0;
    for (const char32_t point : points.all())
        size += utf8proc_encode_char(utf8proc_tolower(static_cast<utf8proc_int32_t>(point)),
                                     begin + size);
    text.resize(static_cast<std::size_t>(size));
    return text;
}

std::span<const char32_t> CodePoints::all() const {
    return {reinterpret_cast<const char32_t*>(memory_.view().data()), count_};
}

}  // namespace ramauth::policy
