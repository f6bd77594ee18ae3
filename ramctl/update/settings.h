// SPDX-License-Identifier: LGPL-2.1-or-later
// /etc/ramd-weak-list.conf, as ramd-weak-list-update(8) describes it.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "policy/weak_list/list_header.h"
#include "ramctl/update/prefix.h"
#include "shared/settings_file.h"

namespace ramctl::update {

using ramauth::ConfigError;

struct Settings {
    std::string url = "https://api.pwnedpasswords.com";  // without a slash at its end
    PrefixSpan ranges;
    unsigned parallel = 16;
    unsigned minimum_count = 1;
    unsigned bits_per_entry = ramauth::weak_list::most_bits;
    unsigned tries = 8;  // of one range
    std::chrono::days refresh{90};
    std::string ca_file;  // empty: the system's
    std::string list = "/var/lib/ramd-weak-list/passwords.weak";

    [[nodiscard]] std::string url_of(Prefix prefix) const {
        return url + "/range/" + prefix.text();
    }
};

// Throws ConfigError with file and line.
[[nodiscard]] Settings parse_settings(std::string_view text, const std::string& file_name);
// No file at all means the defaults.
[[nodiscard]] Settings read_settings(const std::string& path);

}  // namespace ramctl::update
