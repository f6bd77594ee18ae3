// SPDX-License-Identifier: LGPL-2.1-or-later
// What ramd wrote down of logons and changes. JournalEvents reads it from the journal.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "shared/error_code.h"
#include "shared/timestamp.h"
#include "shared/user_name.h"

namespace ramctl {

// Fields that an entry does not have are empty.
struct LogEntry {
    ramauth::Timestamp time;
    std::string event, user, source, service, code, message, request_id;
};

struct LogFilter {
    std::optional<ramauth::UserName> user;
    std::optional<ramauth::Timestamp> since;
};

class EventLog {
public:
    virtual ~EventLog() = default;
    // Oldest first, one at a time. Only what ramd itself wrote, by the word of the kernel.
    [[nodiscard]] virtual std::optional<ramauth::Refusal> read(
        const LogFilter& filter, const std::function<void(const LogEntry&)>& see) = 0;
};

}  // namespace ramctl
