// SPDX-License-Identifier: LGPL-2.1-or-later
// A JSON object that is read field by field, each exactly once, and must hold nothing else.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

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
    // Throws RecordError when a field was left unread.
    void finish() const;

private:
    [[nodiscard]] const boost::json::value& take(std::string_view field);

    boost::json::object object_;
    std::size_t taken_ = 0;
};

// The Schema of a record, whatever else is in it. Throws RecordError where there is none.
[[nodiscard]] std::uint64_t schema_of(std::string_view json);

}  // namespace ramd
