// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/security_preference.h"

#include <algorithm>
#include <array>

#include "policy/field_refusal.h"
#include "policy/network_mask.h"

namespace ramauth::policy {
namespace {

using S = SecurityPreference;

// Names and ranges: MODEL.md, section 7, in its order.
constexpr std::array fields{
    PreferenceField{"AllowUserToChangePassword", &S::allow_user_to_change_password},
    PreferenceField{"AllowUserToManageMFADevices", &S::allow_user_to_manage_mfa_devices},
    PreferenceField{"LoginSessionDuration", &S::login_session_duration, 0, 24},
    PreferenceField{"LoginNetworkMasks", &S::login_network_masks, 0, 40},
    PreferenceField{"MFAOperationForLogin", &S::mfa_operation_for_login},
    PreferenceField{"VerificationTypes", &S::verification_types, 0, 3},
    PreferenceField{"MFAExemptServices", &S::mfa_exempt_services, 0, 64},
    PreferenceField{"VerifyIdentityOnPasswordChange", &S::verify_identity_on_password_change},
    PreferenceField{"MaxIdleDaysForUsers", &S::max_idle_days_for_users, 0, 1095},
    PreferenceField{"ExpiryStopsKeyLogon", &S::expiry_stops_key_logon},
    PreferenceField{"KeepChangingSession", &S::keep_changing_session},
    PreferenceField{"RevokeScope", &S::revoke_scope},
    PreferenceField{"ProgrammaticServices", &S::programmatic_services, 0, 64},
};

using Outcome = std::optional<Refusal>;

Outcome assign_member(S& into, bool S::*member, const PreferenceField& field,
                      const PreferenceValue& value) {
    const auto* wanted = std::get_if<bool>(&value);
    if (wanted == nullptr) return wrong_format(field.name, "true or false");
    into.*member = *wanted;
    return std::nullopt;
}

Outcome assign_member(S& into, unsigned S::*member, const PreferenceField& field,
                      const PreferenceValue& value) {
    const auto* wanted = std::get_if<unsigned>(&value);
    if (wanted == nullptr) return wrong_format(field.name, "a whole number");
    if (*wanted < field.minimum || *wanted > field.maximum)
        return out_of_range(field.name, field.minimum, field.maximum, *wanted);
    into.*member = *wanted;
    return std::nullopt;
}

// The words of a choice, in the order of its enumerators.
constexpr std::array<std::string_view, 2> words(RevokeScope) {
    return {"sessions", "user"};
}
constexpr std::array<std::string_view, 3> words(MFAOperation) {
    return {"mandatory", "independent", "adaptive"};
}

template <class Choice>
Outcome assign_choice(S& into, Choice S::*member, const PreferenceField& field,
                      const PreferenceValue& value, std::string_view sentence) {
    const auto* wanted = std::get_if<std::string>(&value);
    const auto known = words(Choice{});
    const auto found = std::find(known.begin(), known.end(), wanted == nullptr ? "" : *wanted);
    if (found == known.end()) return wrong_format(field.name, sentence);
    into.*member = static_cast<Choice>(found - known.begin());
    return std::nullopt;
}

Outcome assign_member(S& into, RevokeScope S::*member, const PreferenceField& field,
                      const PreferenceValue& value) {
    return assign_choice(into, member, field, value, "\"sessions\" or \"user\"");
}

Outcome assign_member(S& into, MFAOperation S::*member, const PreferenceField& field,
                      const PreferenceValue& value) {
    return assign_choice(into, member, field, value,
                         "\"mandatory\", \"independent\" or \"adaptive\"");
}

template <class Choice>
std::string word_of(Choice choice) {
    return std::string(words(choice)[static_cast<std::size_t>(choice)]);
}

std::optional<std::string> canonical_mask(const std::string& text) {
    const auto mask = NetworkMask::parse(text);
    if (!mask) return std::nullopt;
    return mask->text();
}

std::optional<std::string> service_name(const std::string& text) {
    const auto is_allowed = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    };
    if (text.empty() || text.size() > 64 || !std::all_of(text.begin(), text.end(), is_allowed))
        return std::nullopt;
    return text;
}

std::optional<std::string> verification_type(const std::string& text) {
    if (text != "totp" && text != "email" && text != "sms") return std::nullopt;
    return text;
}

// What the entries of a list are, and how one is read.
struct EntryKind {
    std::string_view sentence;
    std::optional<std::string> (*read)(const std::string& text);
};

constexpr EntryKind network_masks{
    "a list of networks such as 192.0.2.0/24 or 2001:db8::/32, without bits beyond the prefix and "
    "each once",
    canonical_mask};
constexpr EntryKind service_names{
    "a list of PAM services, each a name of 1 to 64 letters, digits, \".\", \"_\" or \"-\" and "
    "each once",
    service_name};

constexpr EntryKind verification_types{"a list of \"totp\", \"email\" and \"sms\", each once",
                                       verification_type};

const EntryKind& kind_of(Texts S::*member) {
    if (member == &S::login_network_masks) return network_masks;
    if (member == &S::verification_types) return verification_types;
    return service_names;
}

// The entry that is wrong is told by its place: its text is whoever's who sent it.
Refusal wrong_entry(const PreferenceField& field, const EntryKind& kind, std::size_t place) {
    Refusal refusal = wrong_format(field.name, kind.sentence);
    refusal.sentence.append(" Look at entry ").append(std::to_string(place)).append(".");
    return refusal;
}

Outcome assign_member(S& into, Texts S::*member, const PreferenceField& field,
                      const PreferenceValue& value) {
    const EntryKind& kind = kind_of(member);
    const auto* wanted = std::get_if<Texts>(&value);
    if (wanted == nullptr) return wrong_format(field.name, kind.sentence);
    if (wanted->size() > field.maximum)
        return out_of_range(field.name, field.minimum, field.maximum,
                            static_cast<unsigned>(wanted->size()));
    Texts read;
    for (const auto& text : *wanted) {
        auto entry = kind.read(text);
        if (!entry || std::find(read.begin(), read.end(), *entry) != read.end())
            return wrong_entry(field, kind, read.size() + 1);
        read.push_back(std::move(*entry));
    }
    into.*member = std::move(read);
    return std::nullopt;
}

Outcome assign(S& into, const PreferenceField& field, const PreferenceValue& value) {
    return std::visit([&](auto member) { return assign_member(into, member, field, value); },
                      field.member);
}

}  // namespace

std::span<const PreferenceField> preference_fields() {
    return fields;
}

PreferenceValue value_of(const SecurityPreference& preference, const PreferenceField& field) {
    if (const auto* scope = std::get_if<RevokeScope S::*>(&field.member))
        return word_of(preference.*(*scope));
    if (const auto* operation = std::get_if<MFAOperation S::*>(&field.member))
        return word_of(preference.*(*operation));
    if (const auto* number = std::get_if<unsigned S::*>(&field.member))
        return preference.*(*number);
    if (const auto* flag = std::get_if<bool S::*>(&field.member)) return preference.*(*flag);
    return preference.*std::get<Texts S::*>(field.member);
}

std::optional<Refusal> apply(SecurityPreference& preference,
                             std::span<const PreferenceChange> changes) {
    if (changes.empty()) return nothing_to_change();
    SecurityPreference changed = preference;
    for (const auto& change : changes) {
        const auto* field = std::find_if(
            fields.begin(), fields.end(),
            [&change](const PreferenceField& known) { return known.name == change.field; });
        if (field == fields.end()) return unknown_field(change.field, "the preference");
        if (auto refusal = assign(changed, *field, change.value)) return refusal;
    }
    preference = std::move(changed);
    return std::nullopt;
}

}  // namespace ramauth::policy
