// SPDX-License-Identifier: LGPL-2.1-or-later
// What this host is called. No name service is asked: a directory server that does not answer must
// not hold up a start.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ramd {

// `name` as uname(2) has it, short where it is a full one, and the full names that the text of
// hosts(5) gives the short one.
[[nodiscard]] std::vector<std::string> host_names(const std::string& name, std::string_view hosts);

// Of the host that this runs on.
[[nodiscard]] std::vector<std::string> host_names();

}  // namespace ramd
