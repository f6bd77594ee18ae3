// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/standing_revocation.h"

#include <algorithm>
#include <array>
#include <utility>

namespace ramd {
namespace {

constexpr std::array<std::uint64_t, 3> sweeps_us = {5'000'000, 30'000'000,
                                                    StandingRevocation::last_sweep_us};
// For the changing program's last words: to end, and to travel through the terminal to a person.
constexpr std::uint64_t asker_may_take_us = 5'000'000;
constexpr std::uint64_t words_may_take_us = 500'000;
constexpr std::uint64_t report_after_us = 15'000'000;

}  // namespace

StandingRevocation::StandingRevocation(Revocation revocation, std::unique_ptr<ProcessWatch> asker,
                                       std::uint64_t now_us)
    : revocation_(std::move(revocation)),
      asker_(std::move(asker)),
      begun_us_(now_us),
      manager_before_us_(revocation_.committed_monotonic_us),
      to_end_user_(revocation_.scope == ramauth::policy::RevokeScope::user) {}

bool StandingRevocation::holds_back(const std::string& session_id, std::uint64_t now_us,
                                    bool others) {
    if (session_id != revocation_.last_session) return false;
    if (now_us >= begun_us_ + asker_may_take_us) return false;
    if (others) return true;
    if (!asker_) return false;
    if (!asker_ended_us_ && asker_->ended()) asker_ended_us_ = now_us;
    return !asker_ended_us_ || now_us < *asker_ended_us_ + words_may_take_us;
}

std::uint64_t StandingRevocation::next_sweep(std::uint64_t now_us) const {
    for (const auto after : sweeps_us) {
        const auto at = revocation_.committed_monotonic_us + after;
        if (at > now_us) return at;
    }
    return now_us;
}

void StandingRevocation::saw(const SessionKey& session, std::uint64_t now_us) {
    const bool late = session.started_monotonic_us > revocation_.committed_monotonic_us;
    // One that turned up late may have started the user manager anew.
    if (seen_.insert(session).second && late) {
        to_end_user_ = revocation_.scope == ramauth::policy::RevokeScope::user;
        manager_before_us_ = now_us;
    }
    ++left_now_;
}

void StandingRevocation::complete_look(std::uint64_t begun_us, UserManager manager) {
    left_ = left_now_;
    if (left_ != 0) return;
    if (manager == UserManager::gone) to_end_user_ = false;
    manager_kept_ = manager == UserManager::kept;
    if (to_end_user_ && !manager_kept_) return;
    verified_ = true;
    done_ = begun_us >= revocation_.committed_monotonic_us + last_sweep_us;
}

bool StandingRevocation::take_kept_manager() {
    if (!to_end_user_ || !manager_kept_ || told_kept_) return false;
    told_kept_ = true;
    return true;
}

std::optional<unsigned> StandingRevocation::take_news() {
    const auto ended = static_cast<unsigned>(seen_.size());
    if (!verified_ || left_ != 0 || told_ == ended) return std::nullopt;
    return ended - std::exchange(told_, ended).value_or(0);
}

RevocationCount StandingRevocation::count() const {
    const auto seen = static_cast<unsigned>(seen_.size());
    // As long as logind has not been asked to the end, there may be one that was not seen.
    const auto outstanding = verified_ ? left_ : std::max({left_, left_now_, 1U});
    return {seen - std::min(seen, std::max(left_, left_now_)), outstanding,
            outstanding == 0 ? std::string() : why_};
}

bool StandingRevocation::worth_reporting(std::uint64_t now_us, bool denied) {
    if (verified_ || reported_) return false;
    reported_ = denied || now_us >= begun_us_ + report_after_us;
    return reported_;
}

std::optional<OutstandingRevocation> StandingRevocation::outstanding() const {
    if (verified_ && left_ == 0) return std::nullopt;
    return OutstandingRevocation{revocation_, count().outstanding, why_};
}

void StandingRevocation::note_look(bool denied) {
    looked_ = true;
    denied_ = denied;
    for (const auto& alarm : std::exchange(look_awaited_by_, {})) alarm->ring();
}

void StandingRevocation::ring_all() {
    for (const auto& alarm : std::exchange(awaited_by_, {})) alarm->ring();
}

}  // namespace ramd
