// SPDX-License-Identifier: LGPL-2.1-or-later
// The JSON documents of `--json`: field names of the contract, times as RFC 3339, never as null
// and until unlocked as "infinity".
#pragma once

#include <boost/json/value.hpp>

#include <vector>

#include "ramctl/environment.h"

namespace ramctl {

[[nodiscard]] boost::json::value to_json(const Value& value);
[[nodiscard]] boost::json::object to_json(const Fields& fields);
[[nodiscard]] boost::json::array to_json(const std::vector<Fields>& list);

// An array that is written entry by entry, so that a long list needs little memory. One that was
// never finished is no document, so that half a list is not taken for a whole one.
class JsonArray {
public:
    explicit JsonArray(std::ostream& out) : out_(out) {}
    void add(const boost::json::value& entry);
    void finish();

private:
    std::ostream& out_;
    bool any_ = false;
};

// One line on standard output.
void print_json(Environment& environment, const boost::json::value& document);

// The same, with the member `name` in front. The secret goes past every buffer.
void print_json(Environment& environment, const boost::json::object& document, const char* name,
                const Secret& secret);

// A secret of printing ASCII as a JSON string, past every buffer.
void write_json_secret(Environment& environment, const Secret& secret);

}  // namespace ramctl
