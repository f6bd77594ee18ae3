// SPDX-License-Identifier: LGPL-2.1-or-later
// A JSON object that is read field by field, each exactly once, and must hold nothing else; and
// the way in which such an object is written.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "ramd/store/record_codec.h"

namespace ramd {

class StrictJson {
public:
    // Numbers that every JSON library reads back as they are, and that can still be added to.
    static constexpr std::uint64_t largest_number = (1ULL << 62) - 1;
    static constexpr std::size_t longest_text = 4096;

    // Throws RecordError for text that is no object, or whose Schema is not `record_schema`.
    explicit StrictJson(std::string_view text);

    [[nodiscard]] std::string text(std::string_view field);
    [[nodiscard]] bool flag(std::string_view field);
    [[nodiscard]] std::uint64_t number(std::string_view field, std::uint64_t minimum = 0,
                                       std::uint64_t maximum = largest_number);
    [[nodiscard]] Timestamp time(std::string_view field);
    // At most `most` entries.
    [[nodiscard]] std::vector<std::string> texts(std::string_view field, std::size_t most);
    [[nodiscard]] std::vector<std::uint64_t> numbers(std::string_view field, std::size_t most,
                                                     std::uint64_t maximum);
    // Throws RecordError when a field was left unread.
    void finish() const;

private:
    [[nodiscard]] const boost::json::value& take(std::string_view field);
    [[nodiscard]] const boost::json::array& take_list(std::string_view field, std::size_t most);

    boost::json::object object_;
    std::size_t taken_ = 0;
};

// The Schema of a record, whatever else is in it. Throws RecordError where there is none.
[[nodiscard]] std::uint64_t schema_of(std::string_view json);

// As StrictJson::time reads it. Not to_wire(): a time before 1970 must be refused and not become
// "never".
[[nodiscard]] inline std::uint64_t number_of(Timestamp time) {
    return static_cast<std::uint64_t>(time.time_since_epoch().count());
}

// Whatever is written must be readable, or its user would be locked out from then on: throws
// std::invalid_argument where `decode` refuses it.
template <typename Decode>
[[nodiscard]] std::string serialize_checked(const boost::json::object& json, Decode decode) {
    std::string text = boost::json::serialize(json);
    try {
        (void)decode(text);
    } catch (const RecordError& error) {
        throw std::invalid_argument(std::string("a record cannot be kept: ") + error.what());
    }
    return text;
}

}  // namespace ramd
