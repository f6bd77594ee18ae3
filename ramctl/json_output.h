// SPDX-License-Identifier: LGPL-2.1-or-later
// The JSON documents of `--json`: field names of the contract, times as RFC 3339, never as null.
#pragma once

#include <boost/json/value.hpp>

#include <vector>

#include "ramctl/environment.h"

namespace ramctl {

[[nodiscard]] boost::json::object to_json(const Fields& fields);
[[nodiscard]] boost::json::array to_json(const std::vector<Fields>& list);

// One line on standard output.
void print_json(Environment& environment, const boost::json::value& document);

// The same, with the member GeneratedPassword in front. The secret goes past every buffer.
void print_json(Environment& environment, const boost::json::object& document,
                const Secret& generated_password);

}  // namespace ramctl
