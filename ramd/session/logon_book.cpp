// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/logon_book.h"

namespace ramd {
namespace {

std::uint64_t distance(std::uint64_t a, std::uint64_t b) {
    return a < b ? b - a : a - b;
}

}  // namespace

void LogonBook::remember(ramauth::Uid uid, pid_t leader, RememberedLogon logon) {
    logons_[{uid, leader}] = logon;
}

std::optional<RememberedLogon> LogonBook::of(const LogindSession& session) const {
    const auto found = logons_.find({session.uid, session.leader});
    if (found == logons_.end()) return std::nullopt;
    if (distance(found->second.accepted_us, session.started_monotonic_us) > longest_gap_us) {
        return std::nullopt;
    }
    return found->second;
}

void LogonBook::forget_old(std::uint64_t now_us, const std::function<bool(ramauth::Uid)>& needed) {
    std::erase_if(logons_, [&](const auto& entry) {
        const auto& [key, logon] = entry;
        return distance(now_us, logon.accepted_us) > 2 * longest_gap_us && !needed(key.first);
    });
}

}  // namespace ramd
