// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/moment.h"

#include <algorithm>

namespace ramauth::policy {
namespace {

using std::chrono::microseconds;

microseconds saturated(std::uint64_t count) {
    return microseconds(static_cast<std::int64_t>(std::min<std::uint64_t>(count, INT64_MAX)));
}

// `later` less `earlier`; nothing where it is not later. In unsigned, which cannot overflow.
microseconds difference(std::uint64_t earlier, std::uint64_t later, bool is_later) {
    return is_later ? saturated(later - earlier) : microseconds(0);
}

microseconds on_the_wall(Timestamp from, Timestamp to) {
    return difference(static_cast<std::uint64_t>(from.time_since_epoch().count()),
                      static_cast<std::uint64_t>(to.time_since_epoch().count()), to > from);
}

}  // namespace

microseconds elapsed(const Moment& from, const Moment& to) {
    if (from.boot_id == to.boot_id)
        return difference(from.boottime_us, to.boottime_us, to.boottime_us > from.boottime_us);
    return std::max(on_the_wall(from.wall, to.wall), saturated(to.boottime_us));
}

}  // namespace ramauth::policy
