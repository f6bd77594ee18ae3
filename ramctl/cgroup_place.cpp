// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/cgroup_place.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace ramctl {
namespace {

using ramauth::Uid;
using Parts = std::vector<std::string_view>;

constexpr std::string_view removed_mark = " (deleted)";  // the kernel's, behind a path

Parts split(std::string_view path) {
    Parts parts;
    while (!path.empty()) {
        const auto slash = std::min(path.find('/'), path.size());
        if (slash != 0) parts.push_back(path.substr(0, slash));
        path.remove_prefix(std::min(slash + 1, path.size()));
    }
    return parts;
}

// What stands between the two; nothing where they are not there, or nothing is between them.
std::optional<std::string_view> between(std::string_view text, std::string_view before,
                                        std::string_view behind) {
    if (text.size() <= before.size() + behind.size()) return std::nullopt;
    if (!text.starts_with(before) || !text.ends_with(behind)) return std::nullopt;
    return text.substr(before.size(), text.size() - before.size() - behind.size());
}

bool is_slice(std::string_view part) {
    return between(part, "", ".slice").has_value();
}

bool is_unit(std::string_view part) {
    constexpr std::array<std::string_view, 6> types{".service", ".scope", ".socket",
                                                    ".mount",   ".swap",  ".slice"};
    return std::any_of(types.begin(), types.end(),
                       [part](auto type) { return between(part, "", type).has_value(); });
}

// A name that a file of the kernel could have stands behind an underscore.
std::string_view unescaped(std::string_view part) {
    return part.starts_with('_') ? part.substr(1) : part;
}

// As systemd writes it: no sign, no zero in front.
std::optional<Uid> uid_in(std::optional<std::string_view> digits) {
    if (!digits || (digits->size() > 1 && digits->front() == '0')) return std::nullopt;
    Uid uid;
    const char* end = digits->data() + digits->size();
    const auto [rest, error] = std::from_chars(digits->data(), end, uid.value);
    if (error != std::errc() || rest != end || !ramauth::valid_uid(uid.value)) return std::nullopt;
    return uid;
}

bool is_session_id(std::string_view id) {
    return std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
}

std::size_t past_slices(const Parts& parts, std::size_t at) {
    while (at < parts.size() && is_slice(parts[at])) ++at;
    return at;
}

std::string unit_of(const Parts& parts, std::string_view path) {
    if (parts.empty()) return "/";
    const auto at = past_slices(parts, 0);
    if (at == parts.size()) return std::string(parts.back());
    if (!is_unit(parts[at])) return std::string(path);
    std::string unit(unescaped(parts[at]));
    const auto below = past_slices(parts, at + 1);
    if (between(unit, "user@", ".service") && below < parts.size())
        unit.append("/").append(unescaped(parts[below]));
    return unit;
}

}  // namespace

std::string_view cgroup_path(std::string_view text) {
    std::string_view unified, systemd;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        // HIERARCHY:CONTROLLERS:PATH, and a path may have colons.
        const auto first = line.find(':');
        if (first == std::string_view::npos) continue;
        const auto second = line.find(':', first + 1);
        if (second == std::string_view::npos) continue;
        const auto controllers = line.substr(first + 1, second - first - 1);
        const auto path = line.substr(second + 1);
        if (controllers.empty() && line.substr(0, first) == "0") unified = path;
        if (controllers == "name=systemd") systemd = path;
    }
    const bool all_in_root = unified.empty() || unified == "/";
    return all_in_root && !systemd.empty() ? systemd : unified;
}

CgroupPlace place_of(std::string_view path) {
    if (path.ends_with(removed_mark)) path.remove_suffix(removed_mark.size());
    const Parts parts = split(path);
    CgroupPlace place;
    place.unit = unit_of(parts, path);
    if (parts.size() < 3 || parts[0] != "user.slice") return place;
    const auto uid = uid_in(between(parts[1], "user-", ".slice"));
    if (!uid) return place;
    const auto session = between(parts[2], "session-", ".scope");
    if (session && is_session_id(*session)) {
        place.session_of = uid;
        place.session = *session;
    } else if (uid_in(between(parts[2], "user@", ".service")) == uid) {
        place.manager_of = uid;
    }
    return place;
}

}  // namespace ramctl
