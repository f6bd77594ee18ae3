// SPDX-License-Identifier: LGPL-2.1-or-later
// Configuration files of ours: lines of `Key=Value`, comments with `#`. What cannot be understood,
// a key that is not known and one that stands twice are faults with file and line, so that a typing
// mistake never leaves a weaker setting in force.
#pragma once

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace ramauth {

// what() is "FILE:LINE: sentence"; line 0 is the file as a whole.
struct ConfigError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// What is wrong with one line; parse_settings() knows where it stands.
struct BadLine : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Takes the value; throws BadLine.
using SettingTaker = std::function<void(std::string_view value)>;
// Nothing for a key that is not known.
using SettingTakers = std::function<SettingTaker(std::string_view key)>;

// Throws ConfigError.
void parse_settings(std::string_view text, const std::string& file_name,
                    const SettingTakers& taker_of);

// Nothing where there is no file. Throws ConfigError, also for more than 64 KiB, for what is no
// regular file, and for one that others than root may write.
[[nodiscard]] std::optional<std::string> read_settings_file(const std::string& path);

// Values. They throw BadLine.
[[nodiscard]] unsigned number_setting(std::string_view text, unsigned least, unsigned most);
[[nodiscard]] bool yes_or_no_setting(std::string_view text);
// It stands in messages: no byte of it may be anything but a character.
[[nodiscard]] std::string absolute_path_setting(std::string_view text);

[[noreturn]] void refuse_settings(const std::string& file_name, const std::string& why);

}  // namespace ramauth
