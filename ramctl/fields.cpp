// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/fields.h"

#include <algorithm>

namespace ramctl {
namespace {

template <typename T>
T value_or_empty(const Value* value) {
    const T* found = value == nullptr ? nullptr : std::get_if<T>(value);
    return found == nullptr ? T{} : *found;
}

}  // namespace

const Value* Fields::find(std::string_view name) const {
    const auto found = std::find_if(fields_.begin(), fields_.end(),
                                    [name](const Field& field) { return field.name == name; });
    return found == fields_.end() ? nullptr : &found->value;
}

std::string Fields::text(std::string_view name) const {
    return value_or_empty<std::string>(find(name));
}

bool Fields::flag(std::string_view name) const {
    return value_or_empty<bool>(find(name));
}

std::uint32_t Fields::number(std::string_view name) const {
    return value_or_empty<std::uint32_t>(find(name));
}

std::uint64_t Fields::count(std::string_view name) const {
    return value_or_empty<std::uint64_t>(find(name));
}

Texts Fields::texts(std::string_view name) const {
    return value_or_empty<Texts>(find(name));
}

Timestamp Fields::time(std::string_view name) const {
    return value_or_empty<Timestamp>(find(name));
}

}  // namespace ramctl
