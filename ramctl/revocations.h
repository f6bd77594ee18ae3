// SPDX-License-Identifier: LGPL-2.1-or-later
// Sessions that were to end and have not been seen to be gone, for people: what ramd lists
// (ListRevocations in org.ramauth1(5)), put together by account.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ramctl/fields.h"

namespace ramctl {

struct EndingSessions {
    std::string user;
    std::uint32_t left = 0;  // sessions
    Timestamp since = ramauth::never;
    std::string why;  // empty in the first seconds
};

// In the order of their first revocation. Several of one account mean the same sessions: the
// earliest time counts, the greatest number, and the first reason.
[[nodiscard]] std::vector<EndingSessions> ending_sessions(const std::vector<Fields>& revocations);

// "alice: 2 left, since 2026-03-01 13:00 (3 days ago): no answer in time".
[[nodiscard]] std::string ending_text(const EndingSessions& sessions, Timestamp now);

// What to do about it; empty where ramd gives no reason yet.
[[nodiscard]] std::string ending_advice(const EndingSessions& sessions);

}  // namespace ramctl
