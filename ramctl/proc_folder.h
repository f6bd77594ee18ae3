// SPDX-License-Identifier: LGPL-2.1-or-later
// Processes by way of /proc, for root: others see less than all.
#pragma once

#include <string>

#include "ramctl/processes.h"

namespace ramctl {

class ProcFolder final : public Processes {
public:
    // `boot`: when this host was started, by the wall clock of now.
    explicit ProcFolder(ramauth::Timestamp boot, std::string folder = "/proc")
        : boot_(boot), folder_(std::move(folder)) {}

    // Throws std::system_error, and std::runtime_error where a file is not as proc(5) says.
    void for_each(const std::function<void(const Process&)>& see) const override;
    [[nodiscard]] bool have_login_uids() const override;

private:
    ramauth::Timestamp boot_;
    std::string folder_;
};

// `now` less the time since boot, suspended time included.
[[nodiscard]] ramauth::Timestamp boot_time(ramauth::Timestamp now);

}  // namespace ramctl
