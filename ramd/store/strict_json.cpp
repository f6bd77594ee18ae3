// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/strict_json.h"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace ramd {
namespace {

constexpr std::string_view schema_field = "Schema";

[[noreturn]] void refuse(std::string_view field, const char* why) {
    throw RecordError(std::string("field ").append(field).append(" ").append(why));
}

boost::json::object parse_object(std::string_view text) {
    boost::json::parse_options options;
    options.max_depth = 2;
    boost::json::error_code error;
    boost::json::value value = boost::json::parse(text, error, {}, options);
    if (error) throw RecordError("not JSON: " + error.message());
    if (!value.is_object()) throw RecordError("not a JSON object");
    return std::move(value.get_object());
}

std::uint64_t to_number(std::string_view field, const boost::json::value& value) {
    // The parser gives a signed number wherever the text fits one.
    if (value.is_uint64()) return value.get_uint64();
    if (!value.is_int64()) refuse(field, "is not a whole number");
    if (value.get_int64() < 0) refuse(field, "is negative");
    return static_cast<std::uint64_t>(value.get_int64());
}

}  // namespace

StrictJson::StrictJson(std::string_view text) : object_(parse_object(text)) {
    const std::uint64_t schema = number(schema_field);
    if (schema != record_schema)
        throw RecordError("schema " + std::to_string(schema) + " is not known");
}

const boost::json::value& StrictJson::take(std::string_view field) {
    const boost::json::value* value = object_.if_contains(field);
    if (value == nullptr) refuse(field, "is missing");
    ++taken_;
    return *value;
}

std::string StrictJson::text(std::string_view field) {
    const boost::json::value& value = take(field);
    if (!value.is_string()) refuse(field, "is not text");
    if (value.get_string().size() > longest_text) refuse(field, "is too long");
    return std::string(value.get_string());
}

bool StrictJson::flag(std::string_view field) {
    const boost::json::value& value = take(field);
    if (!value.is_bool()) refuse(field, "is neither true nor false");
    return value.get_bool();
}

std::uint64_t StrictJson::number(std::string_view field, std::uint64_t minimum,
                                 std::uint64_t maximum) {
    const std::uint64_t number = to_number(field, take(field));
    if (number < minimum || number > maximum) refuse(field, "is out of range");
    return number;
}

void StrictJson::finish() const {
    if (taken_ != object_.size()) throw RecordError("a field is not known");
}

std::uint64_t schema_of(std::string_view json) {
    const boost::json::object object = parse_object(json);
    const boost::json::value* value = object.if_contains(schema_field);
    if (value == nullptr) refuse(schema_field, "is missing");
    return to_number(schema_field, *value);
}

}  // namespace ramd
