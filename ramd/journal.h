// SPDX-License-Identifier: LGPL-2.1-or-later
// The event log of the host: records for journald, in its own protocol over a datagram socket that
// never blocks. A record that journald does not take at once is dropped: logging does not decide.
#pragma once

#include <string>
#include <string_view>

#include "ramd/login/event_log.h"
#include "shared/fd.h"

namespace ramd {

class Journal : public EventLog {
public:
    static constexpr const char* journald_socket = "/run/systemd/journal/socket";

    explicit Journal(std::string socket_path = journald_socket);

    void record(const Event& event) noexcept override;

private:
    void send(const std::string& datagram, const std::string& message);

    std::string socket_path_;
    ramauth::UniqueFd socket_;
};

// The record as journald takes it, and its MESSAGE alone.
struct JournalRecord {
    std::string datagram;
    std::string message;
};
[[nodiscard]] JournalRecord journal_record(const Event& event);

// Control characters, and what is no UTF-8, as \xNN: one value stays one line, and a terminal that
// shows it is not steered by it.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace ramd
