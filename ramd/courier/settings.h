// SPDX-License-Identifier: LGPL-2.1-or-later
// The keys of ramd.conf(5) that say how messages leave the host. ramd reads them to refuse what is
// wrong at its start; the courier reads the file itself, so that a ramd that was taken over has no
// say in what is run.
#pragma once

#include <string>
#include <string_view>

#include "shared/settings_file.h"

namespace ramd::courier {

struct Settings {
    std::string mail_from;    // MailFrom; empty: as the mail system has it
    std::string sms_command;  // SMSCommand; empty: there is none
};

// Nothing for a key that is not one of these.
[[nodiscard]] ramauth::SettingTaker taker_of(std::string_view key, Settings& settings);

// As the courier reads them: other keys are ramd's. Throws ConfigError.
[[nodiscard]] Settings parse_settings(std::string_view text, const std::string& file_name);
[[nodiscard]] Settings read_settings(const std::string& path);

}  // namespace ramd::courier
