// SPDX-License-Identifier: LGPL-2.1-or-later
// EventLog over the journal. Its .cpp is the one file of ramctl that knows sd-journal. Believed is
// the journal's own field _UID only, which no sender can write.
#pragma once

#include "ramctl/event_log.h"

namespace ramctl {

class JournalEvents final : public EventLog {
public:
    // `directory`: files of a journal; empty: those of this host. `uid`: who writes; nothing: the
    // account of ramd.
    explicit JournalEvents(std::string directory = {}, std::optional<unsigned> uid = std::nullopt)
        : directory_(std::move(directory)), uid_(uid) {}

    [[nodiscard]] std::optional<ramauth::Refusal> read(
        const LogFilter& filter, const std::function<void(const LogEntry&)>& see) override;

private:
    std::string directory_;
    std::optional<unsigned> uid_;
};

}  // namespace ramctl
