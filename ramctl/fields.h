// SPDX-License-Identifier: LGPL-2.1-or-later
// A dictionary of the contract (a{sv}), in the order in which it came. Names are those of
// MODEL.md; a name that this ramctl does not know is kept and shown, so that it can speak to a
// newer ramd.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/timestamp.h"

namespace ramctl {

using ramauth::Timestamp;

using Texts = std::vector<std::string>;
using Value =
    std::variant<std::string, bool, std::uint32_t, std::int32_t, Timestamp, Texts, std::uint64_t>;

struct Field {
    std::string name;
    Value value;
    friend bool operator==(const Field&, const Field&) = default;
};

class Fields {
public:
    Fields() = default;
    Fields(std::initializer_list<Field> fields) : fields_(fields) {}

    void add(std::string name, Value value) {
        fields_.push_back({std::move(name), std::move(value)});
    }
    [[nodiscard]] bool empty() const noexcept { return fields_.empty(); }
    [[nodiscard]] auto begin() const noexcept { return fields_.begin(); }
    [[nodiscard]] auto end() const noexcept { return fields_.end(); }

    // Null where there is no such field.
    [[nodiscard]] const Value* find(std::string_view name) const;
    // The value, or the type's empty one where the field is missing or of another type.
    [[nodiscard]] std::string text(std::string_view name) const;
    [[nodiscard]] bool flag(std::string_view name) const;
    [[nodiscard]] std::uint32_t number(std::string_view name) const;
    [[nodiscard]] Timestamp time(std::string_view name) const;
    [[nodiscard]] std::uint64_t count(std::string_view name) const;
    [[nodiscard]] Texts texts(std::string_view name) const;

    friend bool operator==(const Fields&, const Fields&) = default;

private:
    std::vector<Field> fields_;
};

}  // namespace ramctl
