// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/message_text.h"

#include <algorithm>

namespace ramauth::pam {
namespace {

constexpr std::string_view request_begin = " (request ";
constexpr std::size_t id_length = 32;
// PAM_MAX_MSG_SIZE, with the terminating zero.
constexpr std::size_t longest_line = 511;

bool is_id(std::string_view text) {
    return text.size() == id_length &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string_view cut(std::string_view line) {
    if (line.size() <= longest_line) return line;
    std::size_t end = longest_line;
    // Not in the middle of a UTF-8 sequence.
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
    return line.substr(0, end);
}

}  // namespace

MessageText split_message(std::string_view text) {
    MessageText result;
    const std::size_t begin = text.rfind(request_begin);
    if (begin != std::string_view::npos && text.ends_with(')')) {
        const auto from = begin + request_begin.size();
        const std::string_view id = text.substr(from, text.size() - 1 - from);
        if (is_id(id)) {
            result.request_id = id;
            text = text.substr(0, begin);
        }
    }
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (end > 0) result.lines.emplace_back(cut(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return result;
}

}  // namespace ramauth::pam
