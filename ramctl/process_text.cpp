// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/process_text.h"

#include <array>
#include <charconv>

namespace ramctl {
namespace {

using ramauth::Uid;

constexpr unsigned long kernel_thread_flag = 0x00200000;  // PF_KTHREAD
constexpr unsigned unset_login_uid = 0xFFFFFFFF;
constexpr std::uint64_t longest_uptime = std::uint64_t{10'000'000'000};  // seconds

template <typename Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    return error == std::errc() && rest == end ? std::optional(value) : std::nullopt;
}

// The fields behind the command name, by their numbers in proc(5): the first of them is 3.
class StatFields {
public:
    explicit StatFields(std::string_view text) {
        for (auto& field : fields_) {
            if (text.starts_with(' ')) text.remove_prefix(1);
            field = text.substr(0, text.find_first_of(" \n"));
            text.remove_prefix(field.size());
        }
    }
    [[nodiscard]] std::string_view at(std::size_t number) const { return fields_.at(number - 3); }

private:
    std::array<std::string_view, 20> fields_;  // the last one read is 22
};

}  // namespace

std::optional<ProcessStat> parse_stat(std::string_view text, std::uint64_t ticks_a_second) {
    // Behind the name are numbers only: its end is the last parenthesis, whatever is in it.
    const auto open = text.find('('), close = text.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return std::nullopt;
    const StatFields fields(text.substr(close + 1));
    const auto state = fields.at(3);
    const auto flags = number<unsigned long>(fields.at(9));
    const auto threads = number<unsigned long>(fields.at(20));
    const auto start = number<std::uint64_t>(fields.at(22));
    if (state.size() != 1 || !flags || !threads || !start) return std::nullopt;
    if (*start / ticks_a_second > longest_uptime) return std::nullopt;
    const auto seconds = *start / ticks_a_second;
    const auto rest = (*start % ticks_a_second) * 1'000'000 / ticks_a_second;
    return ProcessStat{.command = std::string(text.substr(open + 1, close - open - 1)),
                       // The first thread may end before the others.
                       .ended = state == "X" || state == "x" || (state == "Z" && *threads <= 1),
                       .of_kernel = (*flags & kernel_thread_flag) != 0,
                       .started = std::chrono::microseconds(
                           static_cast<std::int64_t>(seconds * 1'000'000 + rest))};
}

std::optional<ProcessUids> parse_uids(std::string_view text) {
    // The name comes first and has its line feeds escaped: no other line can pretend.
    constexpr std::string_view heading = "\nUid:\t";
    const auto at = text.find(heading);
    if (at == std::string_view::npos) return std::nullopt;
    text.remove_prefix(at + heading.size());
    text = text.substr(0, text.find('\n'));
    ProcessUids uids;
    for (Uid* uid : {&uids.real, &uids.effective, &uids.saved}) {
        const auto tab = text.find('\t');  // a fourth one, of file access, follows
        if (tab == std::string_view::npos) return std::nullopt;
        const auto value = number<unsigned>(text.substr(0, tab));
        if (!value) return std::nullopt;
        uid->value = *value;
        text.remove_prefix(tab + 1);
    }
    return uids;
}

std::optional<LoginUid> parse_login_uid(std::string_view text) {
    if (text.ends_with('\n')) text.remove_suffix(1);
    const auto value = number<unsigned>(text);
    if (!value) return std::nullopt;
    return *value == unset_login_uid ? LoginUid{} : LoginUid{Uid{*value}};
}

}  // namespace ramctl
