// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/settings_codec.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "ramd/store/strict_json.h"

namespace ramd {
namespace {

using boost::json::object;
using ramauth::policy::FlagField;
using ramauth::policy::MFAOperation;
using ramauth::policy::NumberField;
using ramauth::policy::PasswordPolicy;
using ramauth::policy::PreferenceChange;
using ramauth::policy::PreferenceField;
using ramauth::policy::PreferenceValue;
using ramauth::policy::RevokeScope;
using ramauth::policy::SecurityPreference;
using ramauth::policy::Texts;

struct ToJson {
    boost::json::value operator()(unsigned number) const { return number; }
    boost::json::value operator()(bool flag) const { return flag; }
    boost::json::value operator()(const std::string& text) const {
        return boost::json::string(text);
    }
    boost::json::value operator()(const Texts& texts) const {
        return boost::json::array(texts.begin(), texts.end());
    }
};

// Of the type that the field has; its range and form are looked at by apply().
struct ReadField {
    StrictJson& json;
    const PreferenceField& field;

    PreferenceValue operator()(unsigned SecurityPreference::* /*number*/) const {
        return static_cast<unsigned>(json.number(field.name, field.minimum, field.maximum));
    }
    PreferenceValue operator()(bool SecurityPreference::* /*flag*/) const {
        return json.flag(field.name);
    }
    PreferenceValue operator()(RevokeScope SecurityPreference::* /*scope*/) const {
        return json.text(field.name);
    }
    PreferenceValue operator()(MFAOperation SecurityPreference::* /*operation*/) const {
        return json.text(field.name);
    }
    PreferenceValue operator()(Texts SecurityPreference::* /*texts*/) const {
        return json.texts(field.name, field.maximum);
    }
};

}  // namespace

std::string encode_policy(const PasswordPolicy& policy) {
    object json;
    json["Schema"] = record_schema;
    for (const auto& field : ramauth::policy::policy_fields())
        json[field.name] = std::visit(ToJson{}, value_of(policy, field));
    return serialize_checked(json, decode_policy);
}

// Its ranges only: what contradicts itself in a later ramd's eyes must not lock a host out.
PasswordPolicy decode_policy(std::string_view text) {
    StrictJson json(text);
    PasswordPolicy policy;
    for (const auto& field : ramauth::policy::policy_fields()) {
        if (const auto* number = std::get_if<NumberField>(&field.member))
            policy.** number =
                static_cast<unsigned>(json.number(field.name, field.minimum, field.maximum));
        else
            policy.*std::get<FlagField>(field.member) = json.flag(field.name);
    }
    json.finish();
    return policy;
}

std::string encode_preference(const SecurityPreference& preference) {
    object json;
    json["Schema"] = record_schema;
    for (const auto& field : ramauth::policy::preference_fields())
        json[field.name] = std::visit(ToJson{}, value_of(preference, field));
    return serialize_checked(json, decode_preference);
}

SecurityPreference decode_preference(std::string_view text) {
    StrictJson json(text);
    std::vector<PreferenceChange> fields;
    for (const auto& field : ramauth::policy::preference_fields())
        fields.push_back({field.name, std::visit(ReadField{json, field}, field.member)});
    json.finish();
    SecurityPreference preference;
    if (const auto refusal = ramauth::policy::apply(preference, fields))
        throw RecordError("the security preference: " + refusal->sentence);
    const auto known = ramauth::policy::preference_fields();
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (value_of(preference, known[i]) != fields[i].value)
            throw RecordError(std::string("field ")
                                  .append(known[i].name)
                                  .append(" is not in its canonical form"));
    }
    return preference;
}

}  // namespace ramd
