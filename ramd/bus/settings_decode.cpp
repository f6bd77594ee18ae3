// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/settings_decode.h"

#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "ramd/bus/message.h"
#include "ramd/bus/profile_words.h"
#include "ramd/bus/secret_argument.h"

namespace ramd {
namespace {

using ramauth::Refusal;
using Step = std::optional<Refusal>;
using Setter = Step (*)(DictionaryReader&, ProfileSettings&);

constexpr std::size_t longest_text = 255;

template <auto member>
Step set_flag(DictionaryReader& entry, ProfileSettings& into) {
    const auto value = entry.flag();
    if (!value) return wrong_format(entry.key(), "must be true or false");
    into.*member = *value;
    return std::nullopt;
}

template <auto member>
Step set_text(DictionaryReader& entry, ProfileSettings& into) {
    auto value = entry.text();
    if (!value || value->size() > longest_text)
        return wrong_format(entry.key(), "must be a string of at most 255 bytes");
    into.*member = std::move(*value);
    return std::nullopt;
}

Step set_password(DictionaryReader& entry, ProfileSettings& into) {
    Step refusal;
    take_secret(entry.fd(), "Password", into.password, refusal);
    return refusal;
}

Step set_status(DictionaryReader& entry, ProfileSettings& into) {
    const auto text = entry.text();
    if (text) into.status = parse_status(*text);
    if (!into.status) return wrong_format(entry.key(), "must be \"Active\" or \"Inactive\"");
    return std::nullopt;
}

struct Key {
    std::string_view name;
    Setter set;
};
constexpr std::array keys{
    Key{"Password", set_password},
    Key{"Nonce", set_text<&ProfileSettings::nonce>},
    Key{"GeneratePassword", set_flag<&ProfileSettings::generate_password>},
    Key{"Mail", set_flag<&ProfileSettings::mail>},
    Key{"Interactive", set_flag<&ProfileSettings::interactive>},
    Key{"System", set_flag<&ProfileSettings::system>},
    Key{"ShadowKept", set_flag<&ProfileSettings::shadow_kept>},
    Key{"ShadowAging", set_text<&ProfileSettings::shadow_aging>},
    Key{"Status", set_status},
    Key{"PasswordResetRequired", set_flag<&ProfileSettings::password_reset_required>},
    Key{"MFABindRequired", set_flag<&ProfileSettings::mfa_bind_required>},
    Key{"RecoveryEmail", set_text<&ProfileSettings::recovery_email>},
    Key{"RecoveryMobile", set_text<&ProfileSettings::recovery_mobile>},
    Key{"ForgetSources", set_flag<&ProfileSettings::forget_sources>},
};

Step read_setting(DictionaryReader& entry, ProfileSettings& into) {
    for (const Key& key : keys) {
        if (entry.key() == key.name) return key.set(entry, into);
    }
    return wrong_format(entry.key(), "is not a setting");
}

Step read_filter(DictionaryReader& entry, ProfileFilter& into) {
    if (entry.key() == "Status") {
        const auto text = entry.text();
        if (text) into.status = parse_status(*text);
        if (!into.status) return wrong_format("Status", "must be \"Active\" or \"Inactive\"");
    } else if (entry.key() == "PasswordStatus") {
        const auto text = entry.text();
        if (text) into.password_status = parse_password_status(*text);
        if (!into.password_status) {
            return wrong_format("PasswordStatus",
                                "must be \"NotInitial\", \"InitialValid\" or \"InitialExpired\"");
        }
    } else {
        return wrong_format(entry.key(), "is not a filter");
    }
    return std::nullopt;
}

template <class Value>
std::variant<Value, Refusal> read_all(sd_bus_message* message,
                                      Step (*read)(DictionaryReader&, Value&)) {
    Value value;
    std::set<std::string> seen;
    DictionaryReader entry(message);
    while (entry.next()) {
        if (!seen.insert(entry.key()).second) return wrong_format(entry.key(), "comes twice");
        if (auto refusal = read(entry, value)) return std::move(*refusal);
    }
    return std::variant<Value, Refusal>(std::move(value));
}

}  // namespace

std::variant<ProfileSettings, Refusal> decode_settings(sd_bus_message* message) {
    return read_all<ProfileSettings>(message, read_setting);
}

bool looks_like_reset(sd_bus_message* message) {
    bool password = false;
    bool other = false;
    DictionaryReader entry(message);
    while (entry.next()) {
        const bool sets = entry.key() == "Password" || entry.key() == "GeneratePassword";
        password = password || sets;
        // How it is told, and that it must be changed at once, are parts of resetting it.
        const bool belongs = entry.key() == "Interactive" || entry.key() == "Nonce" ||
                             entry.key() == "Mail" || entry.key() == "PasswordResetRequired";
        other = other || !(sets || belongs);
        entry.skip();
    }
    return password && !other;
}

std::variant<ProfileFilter, Refusal> decode_filter(sd_bus_message* message) {
    return read_all<ProfileFilter>(message, read_filter);
}

}  // namespace ramd
