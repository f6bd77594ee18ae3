// SPDX-License-Identifier: LGPL-2.1-or-later
// The logon book in a file on a tmpfs, a line a logon: it outlives the daemon and not the boot,
// whose CLOCK_MONOTONIC its times are of. What was written before a SIGKILL is there; nothing is
// flushed to a disk. A line that is torn or not of the form is left out.
#pragma once

#include <string>
#include <vector>

#include "ramd/session/logon_book.h"

namespace ramd {

class LogonFile final : public LogonShelf {
public:
    // In a directory that nobody else writes to. Nothing is kept where `path` is empty.
    explicit LogonFile(std::string path) : path_(std::move(path)) {}

    [[nodiscard]] std::vector<AcceptedLogon> read() noexcept override;
    void append(const AcceptedLogon& logon) noexcept override;
    void replace(const std::vector<AcceptedLogon>& logons) noexcept override;

private:
    std::string path_;
};

}  // namespace ramd
