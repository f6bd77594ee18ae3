// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/logon_book.h"

#include <algorithm>

namespace ramd {
namespace {

std::uint64_t distance(std::uint64_t a, std::uint64_t b) {
    return a < b ? b - a : a - b;
}

}  // namespace

LogonBook::LogonBook(LogonShelf* shelf, Runs runs) : shelf_(shelf), runs_(std::move(runs)) {
    if (shelf_ == nullptr) return;
    for (auto& logon : shelf_->read()) {
        ++lines_;
        const Key key{logon.uid, logon.leader};
        logons_[key] = std::move(logon);
    }
    look_at_ = std::max(look_at_, 2 * logons_.size());
}

void LogonBook::remember(AcceptedLogon logon) {
    if (shelf_ != nullptr) shelf_->append(logon);
    ++lines_;
    const Key key{logon.uid, logon.leader};
    logons_[key] = std::move(logon);
}

std::optional<AcceptedLogon> LogonBook::of(const LogindSession& session) const {
    const auto found = logons_.find({session.uid, session.leader});
    if (found == logons_.end()) return std::nullopt;
    if (distance(found->second.accepted_us, session.started_monotonic_us) > longest_gap_us)
        return std::nullopt;
    return found->second;
}

void LogonBook::forget_old(std::uint64_t now_us, const std::function<bool(ramauth::Uid)>& needed) {
    if (logons_.size() < look_at_ && lines_ < 2 * look_at_) return;
    std::erase_if(logons_, [&](const auto& entry) {
        const AcceptedLogon& logon = entry.second;
        return distance(now_us, logon.accepted_us) > 2 * longest_gap_us && !needed(logon.uid) &&
               !runs_(logon.leader);
    });
    drop_oldest();
    look_at_ = std::max<std::size_t>(64, 2 * logons_.size());
    lines_ = logons_.size();
    if (shelf_ == nullptr) return;
    std::vector<AcceptedLogon> all;
    for (const auto& [key, logon] : logons_) all.push_back(logon);
    shelf_->replace(all);
}

void LogonBook::drop_oldest() {
    if (logons_.size() <= most_logons) return;
    std::vector<std::uint64_t> times;
    for (const auto& [key, logon] : logons_) times.push_back(logon.accepted_us);
    const auto kept = times.end() - static_cast<std::ptrdiff_t>(most_logons / 2);
    std::nth_element(times.begin(), kept, times.end());
    std::erase_if(logons_, [&](const auto& entry) { return entry.second.accepted_us < *kept; });
}

std::vector<AcceptedLogon> LogonBook::without_session(ramauth::Uid uid, std::uint64_t before_us,
                                                      const std::set<pid_t>& leaders) const {
    std::vector<AcceptedLogon> left;
    for (auto at = logons_.lower_bound({uid, 0}); at != logons_.end() && at->first.first == uid;
         ++at) {
        const AcceptedLogon& logon = at->second;
        if (logon.accepted_us <= before_us && !leaders.contains(logon.leader) &&
            runs_(logon.leader))
            left.push_back(logon);
    }
    return left;
}

bool LogonBook::opening(ramauth::Uid uid, std::uint64_t now_us,
                        const std::set<pid_t>& leaders) const {
    for (auto at = logons_.lower_bound({uid, 0}); at != logons_.end() && at->first.first == uid;
         ++at) {
        const AcceptedLogon& logon = at->second;
        if (distance(now_us, logon.accepted_us) < opening_takes_us &&
            !leaders.contains(logon.leader) && runs_(logon.leader))
            return true;
    }
    return false;
}

}  // namespace ramd
