// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/strict_json.h"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace ramd {
namespace {

constexpr std::string_view schema_field = "Schema";

// The last microsecond of the year 9999: later dates cannot be shown as RFC 3339.
constexpr std::uint64_t latest_time = 253402300799999999;

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

std::uint64_t to_number(std::string_view field, const boost::json::value& value,
                        std::uint64_t minimum, std::uint64_t maximum) {
    const std::uint64_t number = to_number(field, value);
    if (number < minimum || number > maximum) refuse(field, "is out of range");
    return number;
}

std::string to_text(std::string_view field, const boost::json::value& value) {
    if (!value.is_string()) refuse(field, "is not text");
    if (value.get_string().size() > StrictJson::longest_text) refuse(field, "is too long");
    return std::string(value.get_string());
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

const boost::json::array& StrictJson::take_list(std::string_view field, std::size_t most) {
    const boost::json::value& value = take(field);
    if (!value.is_array()) refuse(field, "is not a list");
    if (value.get_array().size() > most) refuse(field, "has too many entries");
    return value.get_array();
}

std::string StrictJson::text(std::string_view field) {
    return to_text(field, take(field));
}

bool StrictJson::flag(std::string_view field) {
    const boost::json::value& value = take(field);
    if (!value.is_bool()) refuse(field, "is neither true nor false");
    return value.get_bool();
}

std::uint64_t StrictJson::number(std::string_view field, std::uint64_t minimum,
                                 std::uint64_t maximum) {
    return to_number(field, take(field), minimum, maximum);
}

Timestamp StrictJson::time(std::string_view field) {
    return ramauth::from_wire(number(field, 0, latest_time));
}

std::vector<std::string> StrictJson::texts(std::string_view field, std::size_t most) {
    std::vector<std::string> found;
    for (const auto& entry : take_list(field, most)) found.push_back(to_text(field, entry));
    return found;
}

std::vector<std::uint64_t> StrictJson::numbers(std::string_view field, std::size_t most,
                                               std::uint64_t maximum) {
    std::vector<std::uint64_t> found;
    for (const auto& entry : take_list(field, most))
        found.push_back(to_number(field, entry, 0, maximum));
    return found;
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
