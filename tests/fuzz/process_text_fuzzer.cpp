// SPDX-License-Identifier: LGPL-2.1-or-later
// What ramctl reads of /proc/PID, of any bytes: stat, status, loginuid and cgroup. A name of any
// bytes hides neither start nor state; a session or a manager has the slices of its user above it.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "ramctl/cgroup_place.h"
#include "ramctl/process_text.h"

namespace {

using namespace ramctl;

void require(bool holds) {
    if (!holds) std::abort();
}

void check_stat(std::string_view text) {
    if (const auto stat = parse_stat(text, 100)) {
        require(text.find("(" + stat->command + ")") != std::string_view::npos);
        require(stat->started.count() >= 0);
    }
    const std::string named =
        "1 (" + std::string(text) + ") R 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 200 0 0\n";
    const auto stat = parse_stat(named, 100);
    require(stat && stat->command == text && !stat->ended && !stat->of_kernel);
    require(stat->started == std::chrono::seconds(2));
}

void check_place(std::string_view path) {
    const auto place = place_of(path);
    require(!place.unit.empty());
    require(place.session_of.has_value() == !place.session.empty());
    require(!place.session_of || !place.manager_of);
    const auto user = place.session_of ? place.session_of : place.manager_of;
    if (!user) return;
    const std::string uid = std::to_string(user->value);
    const std::string unit =
        place.session_of ? "session-" + place.session + ".scope" : "user@" + uid + ".service";
    require(place.unit.starts_with(unit));
    // As systemd writes it there is one slash at each place, and the same comes of it.
    const auto again = place_of("/user.slice/user-" + uid + ".slice/" + unit);
    require(again.session_of == place.session_of && again.manager_of == place.manager_of);
    require(path.find("user-" + uid + ".slice") < path.find(unit));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    check_stat(text);
    if (const auto uids = parse_uids(text)) require(uids->has(uids->real));
    if (const auto login = parse_login_uid(text))
        require(!login->uid ||
                parse_login_uid(std::to_string(login->uid->value))->uid == login->uid);
    const auto path = cgroup_path(text);
    require(path.find('\n') == std::string_view::npos);
    check_place(path);
    check_place(text);
    return 0;
}
