// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/settings.h"

#include <algorithm>
#include <array>

namespace ramctl::update {
namespace {

using ramauth::BadLine;
using ramauth::number_setting;

constexpr unsigned most_parallel = 64;
constexpr unsigned most_count = 1'000'000'000;
constexpr unsigned most_tries = 100;
constexpr unsigned longest_refresh = 3650;  // days
constexpr std::size_t longest_url = 900;    // it is the source that the list names

// No user, no query, no fragment: what stands before /range/ is a place, and is shown in logs.
std::string url_setting(std::string_view text) {
    constexpr std::string_view scheme = "https://";
    if (!text.starts_with(scheme)) throw BadLine("the value must begin with https://");
    while (text.ends_with('/')) text.remove_suffix(1);
    if (text.size() <= scheme.size() || text[scheme.size()] == '/')
        throw BadLine("the value names no host");
    if (text.size() > longest_url) throw BadLine("the value is longer than 900 bytes");
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
        return c > ' ' && c <= '~' &&
               std::string_view("@?#\\\"<>^`{|}").find(c) == std::string::npos;
    });
    if (!plain) throw BadLine("the value must be host and path of a URL, nothing else");
    return std::string(text);
}

PrefixSpan span_setting(std::string_view text) {
    const auto span = parse_span(text);
    if (!span) throw BadLine("the value must be two prefixes of five digits, as in 00000-FFFFF");
    return *span;
}

struct Key {
    std::string_view name;
    void (*set)(Settings&, std::string_view);
};

constexpr std::array keys{
    Key{"Url", [](Settings& settings, std::string_view text) { settings.url = url_setting(text); }},
    Key{"Ranges",
        [](Settings& settings, std::string_view text) { settings.ranges = span_setting(text); }},
    Key{"Parallel",
        [](Settings& settings, std::string_view text) {
            settings.parallel = number_setting(text, 1, most_parallel);
        }},
    Key{"MinimumCount",
        [](Settings& settings, std::string_view text) {
            settings.minimum_count = number_setting(text, 1, most_count);
        }},
    Key{"BitsPerEntry",
        [](Settings& settings, std::string_view text) {
            settings.bits_per_entry = number_setting(text, ramauth::weak_list::fewest_bits,
                                                     ramauth::weak_list::most_bits);
        }},
    Key{"Tries",
        [](Settings& settings, std::string_view text) {
            settings.tries = number_setting(text, 1, most_tries);
        }},
    Key{"RefreshDays",
        [](Settings& settings, std::string_view text) {
            settings.refresh = std::chrono::days(number_setting(text, 0, longest_refresh));
        }},
    Key{"CAFile",
        [](Settings& settings, std::string_view text) {
            settings.ca_file = ramauth::absolute_path_setting(text);
        }},
    Key{"List",
        [](Settings& settings, std::string_view text) {
            settings.list = ramauth::absolute_path_setting(text);
        }},
};

}  // namespace

Settings parse_settings(std::string_view text, const std::string& file_name) {
    Settings settings;
    const auto taker_of = [&settings](std::string_view name) -> ramauth::SettingTaker {
        for (const Key& key : keys) {
            if (key.name == name)
                return [&settings, set = key.set](std::string_view value) { set(settings, value); };
        }
        return {};
    };
    ramauth::parse_settings(text, file_name, taker_of);
    return settings;
}

Settings read_settings(const std::string& path) {
    return parse_settings(ramauth::read_settings_file(path).value_or(std::string()), path);
}

}  // namespace ramctl::update
