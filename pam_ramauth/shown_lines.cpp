// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/shown_lines.h"

#include <algorithm>

namespace ramauth::pam {
namespace {

// The terminating zero counts.
constexpr std::size_t longest_message = PAM_MAX_MSG_SIZE - 1;
constexpr std::size_t group = 4;

// Where the last line that still fits ends.
std::size_t end_of_message(std::string_view lines) {
    if (lines.size() <= longest_message) return lines.size();
    const auto fits = lines.rfind('\n', longest_message);
    return fits != std::string_view::npos ? fits : std::min(lines.find('\n'), lines.size());
}

}  // namespace

void show_lines(Conversation& conversation, std::string_view lines) {
    while (lines.ends_with('\n')) lines.remove_suffix(1);
    while (!lines.empty()) {
        const std::size_t end = end_of_message(lines);
        conversation.show(lines.substr(0, end));
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
}

Secret in_groups_of_four(const Secret& seed) {
    constexpr std::string_view begin = "Key:";
    Secret text(begin.size() + seed.size() + (seed.size() + group - 1) / group);
    for (const char letter : begin) text.push_back(letter);
    for (std::size_t i = 0; i < seed.size(); ++i) {
        if (i % group == 0) text.push_back(' ');
        text.push_back(seed.view()[i]);
    }
    return text;
}

}  // namespace ramauth::pam
