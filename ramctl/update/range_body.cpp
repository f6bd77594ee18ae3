// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/range_body.h"

#include <algorithm>
#include <optional>

namespace ramctl::update {
namespace {

constexpr std::size_t longest_count = 19;  // digits
constexpr std::size_t longest_line = RangeBody::suffix_digits + 1 + longest_count + 1;
constexpr std::size_t key_digits = (key_bits - prefix_bits) / 4;
constexpr std::uint64_t highest_count = ramauth::weak_list::uncounted - 1;

// More than the field holds is as much as it holds.
std::optional<std::uint32_t> parse_count(std::string_view text) {
    if (text.empty() || text.size() > longest_count) return std::nullopt;
    std::uint64_t count = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        count = count * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return static_cast<std::uint32_t>(std::min(count, highest_count));
}

}  // namespace

bool RangeBody::refuse(const char* why) {
    fault_ = "line " + std::to_string(lines_) + " " + why;
    entries_ = {};
    return false;
}

bool RangeBody::take_line(std::string_view line) {
    ++lines_;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.find(':') != suffix_digits) return refuse("is no suffix of 35 digits with a count");
    Suffix suffix{};
    for (std::size_t i = 0; i < suffix_digits; ++i) {
        const int value = digit_value(line[i]);
        if (value < 0) return refuse("has a suffix that is not hexadecimal");
        suffix[i] = static_cast<unsigned char>(value);
    }
    const auto count = parse_count(line.substr(suffix_digits + 1));
    if (!count) return refuse("has a count that is no number");
    if (*count == 0) return true;
    if (!entries_.empty() && suffix <= before_) return refuse("does not ascend");
    Key key = prefix_.value;
    for (std::size_t i = 0; i < key_digits; ++i) key = (key << 4) | suffix[i];
    entries_.emplace_back(key, *count);
    before_ = suffix;
    return true;
}

bool RangeBody::feed(std::string_view part) {
    if (!fault_.empty()) return false;
    size_ += part.size();
    if (size_ > largest) {
        fault_ = "the answer is larger than 1 MiB";
        entries_ = {};
        return false;
    }
    while (!part.empty()) {
        const auto end = part.find('\n');
        const std::string_view piece = part.substr(0, end);
        if (begun_.size() + piece.size() > longest_line) {
            ++lines_;
            return refuse("is too long");
        }
        if (end == std::string_view::npos) {
            begun_ += piece;
            return true;
        }
        part.remove_prefix(end + 1);
        if (begun_.empty()) {
            if (!take_line(piece)) return false;
            continue;
        }
        begun_ += piece;
        if (!take_line(begun_)) return false;
        begun_.clear();
    }
    return true;
}

bool RangeBody::finish() {
    if (!fault_.empty()) return false;
    if (!begun_.empty()) return take_line(begun_);
    if (lines_ == 0) fault_ = "the answer is empty";
    return lines_ != 0;
}

}  // namespace ramctl::update
