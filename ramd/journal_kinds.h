// SPDX-License-Identifier: LGPL-2.1-or-later
// What the journal says of each kind of event. The MESSAGE_IDs are part of the contract
// (ramd(8)): other programs select by them.
#pragma once

#include <string_view>

#include "ramd/login/event_log.h"

namespace ramd {

struct JournalKind {
    EventKind kind;
    std::string_view name;  // RAMAUTH_EVENT
    std::string_view message_id;
    std::string_view priority;  // syslog(3)
    std::string_view sentence;
};

[[nodiscard]] const JournalKind& journal_kind(EventKind kind);

}  // namespace ramd
