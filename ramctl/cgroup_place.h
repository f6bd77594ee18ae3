// SPDX-License-Identifier: LGPL-2.1-or-later
// Where systemd has a process: the text of /proc/PID/cgroup (cgroups(7)) as a unit, and whose
// session or user manager that is. Says what the path says; asks nobody.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shared/user_name.h"

namespace ramctl {

struct CgroupPlace {
    // "cron.service", "session-5.scope"; of what a user manager runs
    // "user@1000.service/foo.service". The slice where there is nothing below it, the path where it
    // names no unit, "/" for the root. Bytes of any kind: below a user manager its user names
    // cgroups.
    std::string unit = "/";
    // Both or neither: a session scope of logind, its id and its user.
    std::optional<ramauth::Uid> session_of;
    std::string session;
    // The user whose manager the process belongs to.
    std::optional<ramauth::Uid> manager_of;

    friend bool operator==(const CgroupPlace&, const CgroupPlace&) = default;
};

// The path that counts for systemd: of the unified hierarchy, or where all processes stand in its
// root (cgroup v1), of systemd's own one. Empty where neither is there.
[[nodiscard]] std::string_view cgroup_path(std::string_view text);

// Only the slices at the top make a session or a manager: the same names further down are those of
// a container, or of whoever was given a part of the tree.
[[nodiscard]] CgroupPlace place_of(std::string_view path);

}  // namespace ramctl
