// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/weak_lines.h"

#include <string>

#include "ramd/bus/secret_argument.h"

namespace ramd {

using ramauth::Refusal;
namespace weak_list = ramauth::weak_list;

std::variant<std::vector<WeakHash>, Refusal> parse_weak_lines(std::string_view text) {
    std::vector<WeakHash> hashes;
    while (!text.empty()) {
        const auto end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (end != std::string_view::npos && line.ends_with('\r')) line.remove_suffix(1);
        const auto hash = weak_list::parse_weak_hash(line);
        if (!hash)
            return wrong_format("Hashes", "must have 40 hexadecimal digits a line; line " +
                                              std::to_string(hashes.size() + 1) + " has not");
        hashes.push_back(*hash);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return hashes;
}

ramauth::Secret format_weak_lines(std::span<const WeakHash> hashes) {
    ramauth::Secret text(hashes.size() * (weak_list::weak_hash_digits + 1));
    for (const WeakHash& hash : hashes) {
        for (const char digit : weak_list::to_text(hash)) text.push_back(digit);
        text.push_back('\n');
    }
    return text;
}

std::variant<std::optional<WeakHash>, Refusal> parse_weak_marker(std::string_view text) {
    if (text.empty()) return std::optional<WeakHash>();
    const auto hash = weak_list::parse_weak_hash(text);
    if (!hash) return wrong_format("Marker", "must be empty or 40 hexadecimal digits");
    return hash;
}

}  // namespace ramd
