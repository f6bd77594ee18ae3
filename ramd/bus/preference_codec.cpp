// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/preference_codec.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "ramd/bus/message.h"
#include "ramd/bus/secret_argument.h"

namespace ramd {
namespace {

using namespace ramauth::policy;
using ramauth::Refusal;

const PreferenceField* find_field(std::string_view name) {
    const auto fields = preference_fields();
    const auto at =
        std::find_if(fields.begin(), fields.end(),
                     [name](const PreferenceField& field) { return field.name == name; });
    return at == fields.end() ? nullptr : &*at;
}

void write(DictionaryWriter& out, const char* key, const PreferenceValue& value) {
    if (const auto* number = std::get_if<unsigned>(&value)) return out.number(key, *number);
    if (const auto* flag = std::get_if<bool>(&value)) return out.flag(key, *flag);
    if (const auto* text = std::get_if<std::string>(&value)) return out.text(key, *text);
    out.texts(key, std::get<Texts>(value));
}

template <class Value>
std::optional<PreferenceValue> widened(std::optional<Value> value) {
    if (!value) return std::nullopt;
    return PreferenceValue(std::move(*value));
}

// One for each type that a member of the preference has.
struct ValueReader {
    DictionaryReader& entry;
    std::optional<PreferenceValue> operator()(unsigned SecurityPreference::*) const {
        return widened(entry.number());
    }
    std::optional<PreferenceValue> operator()(bool SecurityPreference::*) const {
        return widened(entry.flag());
    }
    std::optional<PreferenceValue> operator()(RevokeScope SecurityPreference::*) const {
        return widened(entry.text());
    }
    std::optional<PreferenceValue> operator()(MFAOperation SecurityPreference::*) const {
        return widened(entry.text());
    }
    std::optional<PreferenceValue> operator()(Texts SecurityPreference::*) const {
        return widened(entry.texts());
    }
};

struct WantedType {
    const char* operator()(unsigned SecurityPreference::*) const { return "must be a number (u)"; }
    const char* operator()(bool SecurityPreference::*) const { return "must be true or false (b)"; }
    const char* operator()(RevokeScope SecurityPreference::*) const { return "must be a text (s)"; }
    const char* operator()(MFAOperation SecurityPreference::*) const {
        return "must be a text (s)";
    }
    const char* operator()(Texts SecurityPreference::*) const {
        return "must be a list of texts (as)";
    }
};

}  // namespace

void encode_preference(sd_bus_message* reply, const SecurityPreference& preference) {
    DictionaryWriter out(reply);
    for (const PreferenceField& field : preference_fields())
        write(out, std::string(field.name).c_str(), value_of(preference, field));
    out.close();
}

std::variant<PreferenceChanges, Refusal> decode_preference(sd_bus_message* message) {
    PreferenceChanges changes;
    std::set<std::string> seen;
    DictionaryReader entry(message);
    while (entry.next()) {
        const PreferenceField* field = find_field(entry.key());
        if (field == nullptr) return wrong_format(entry.key(), "is not a field of the preference");
        if (!seen.insert(entry.key()).second) return wrong_format(entry.key(), "comes twice");
        auto value = std::visit(ValueReader{entry}, field->member);
        if (!value) return wrong_format(field->name, std::visit(WantedType{}, field->member));
        changes.push_back({field->name, std::move(*value)});
    }
    return changes;
}

}  // namespace ramd
