// SPDX-License-Identifier: LGPL-2.1-or-later
// The members of an interface as lines of text, wherever they are written down, so that two places
// can be compared and a difference names itself:
//   "method GetLoginProfile in(s user) out(a{sv} profile)"
#pragma once

#include <systemd/sd-bus.h>

#include <map>
#include <set>
#include <string>

namespace contract {

using Members = std::set<std::string>;
using Interfaces = std::map<std::string, Members>;

[[nodiscard]] Members of_vtable(const sd_bus_vtable* vtable);
// Interfaces of org.ramauth1 alone.
[[nodiscard]] Interfaces of_introspection(const std::string& xml);
// Of org.ramauth1(5), in which each interface is a section.
[[nodiscard]] Interfaces of_page(const std::string& mdoc);
// The names alone of a kind: "method", "signal" or "property".
[[nodiscard]] std::set<std::string> names(const Members& members, const std::string& kind);

[[nodiscard]] std::string read_file(const std::string& path);

}  // namespace contract
