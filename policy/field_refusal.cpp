// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/field_refusal.h"

#include <algorithm>

namespace ramauth::policy {
namespace {

// An unknown name comes from outside and becomes a part of the error's name, where nothing but
// letters and digits may stand.
bool fits_error_name(std::string_view name) {
    const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    return !name.empty() && name.size() <= 64 && is_letter(name.front()) &&
           std::all_of(name.begin(), name.end(),
                       [&is_letter](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

}  // namespace

Refusal unknown_field(std::string_view name, std::string_view table) {
    if (!fits_error_name(name))
        return {Code::parameter_format,
                std::string("A field of ").append(table).append(" has a name of letters."),
                "Changes"};
    return {Code::parameter_format,
            std::string(name).append(" is not a field of ").append(table).append("."),
            std::string(name)};
}

Refusal nothing_to_change() {
    return {Code::parameter_format, "Name at least one field to change.", "Changes"};
}

Refusal wrong_format(std::string_view field, std::string_view wanted) {
    return {Code::parameter_format, std::string(field).append(" is ").append(wanted).append("."),
            std::string(field)};
}

Refusal out_of_range(std::string_view field, unsigned minimum, unsigned maximum, unsigned value) {
    return {Code::parameter_range,
            std::string(field)
                .append(" must be between ")
                .append(std::to_string(minimum))
                .append(" and ")
                .append(std::to_string(maximum))
                .append("; this is ")
                .append(std::to_string(value))
                .append("."),
            std::string(field)};
}

}  // namespace ramauth::policy
