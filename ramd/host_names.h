// SPDX-License-Identifier: LGPL-2.1-or-later
// What this host is called, now. No name service is asked: a directory server that does not answer
// must not hold up anything.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ramd {

inline constexpr std::size_t most_host_names = 16;

// For each of `names` (short or full): the short one, the full one, and the full names that the
// text of hosts(5) gives the short one. Each once; what comes beyond most_host_names is left out.
[[nodiscard]] std::vector<std::string> host_names(std::span<const std::string> names,
                                                  std::string_view hosts);

// The name in the text of hostname(5); empty where it has none.
[[nodiscard]] std::string name_in_hostname_file(std::string_view text);

// Of the host that this runs on: by uname(2), by `etc`/hostname and by the first 64 KiB of
// `etc`/hosts, read at each call. The file counts besides uname(2) because a process with a UTS
// namespace of its own (ProtectHostname=) keeps the name that the host had at its start. Never
// fails: what cannot be read, or is no regular file, names nothing. Waits for nothing but the disk
// that has /etc.
[[nodiscard]] std::vector<std::string> present_host_names(const std::string& etc = "/etc");

}  // namespace ramd
