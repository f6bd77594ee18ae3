// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/courier/settings.h"

#include "shared/contact_form.h"

namespace ramd::courier {

ramauth::SettingTaker taker_of(std::string_view key, Settings& settings) {
    if (key == "MailFrom") {
        return [&settings](std::string_view value) {
            if (!ramauth::is_mail_address(value))
                throw ramauth::BadLine("the value must be an address, NAME@HOST");
            settings.mail_from = value;
        };
    }
    if (key == "SMSCommand") {
        return [&settings](std::string_view value) {
            settings.sms_command = ramauth::absolute_path_setting(value);
        };
    }
    return {};
}

Settings parse_settings(std::string_view text, const std::string& file_name) {
    Settings settings;
    ramauth::parse_settings(text, file_name, [&settings](std::string_view key) {
        const ramauth::SettingTaker taker = taker_of(key, settings);
        return taker ? taker : [](std::string_view) {};
    });
    return settings;
}

Settings read_settings(const std::string& path) {
    return parse_settings(ramauth::read_settings_file(path).value_or(std::string()), path);
}

}  // namespace ramd::courier
