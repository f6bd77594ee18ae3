// SPDX-License-Identifier: LGPL-2.1-or-later
// ramd-weak-list-update.service, as ramctl sees it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "shared/fd.h"

namespace ramctl {

// Of systemd.unit(5) and systemd.service(5); empty where systemctl said nothing.
struct UnitState {
    std::string load;    // LoadState: "loaded"
    std::string active;  // ActiveState: "activating" while it runs
    std::string result;  // of the last run that ended: "success", "exit-code", …
    std::string status;  // StatusText: how far it is
};

class UpdateUnit {
public:
    virtual ~UpdateUnit() = default;
    // Nothing where systemd does not answer.
    [[nodiscard]] virtual std::optional<UnitState> look() = 0;
    // Begins a run, or joins the one that is under way. False: it could not be asked for.
    [[nodiscard]] virtual bool start() = 0;
    // After start(): has the run ended, and well? Waits so long for it; nothing while it goes on.
    [[nodiscard]] virtual std::optional<bool> ended(std::chrono::milliseconds at_most) = 0;
    // What the updater wrote into the journal last; empty: nothing. systemd forgets the status of a
    // unit that ended well.
    [[nodiscard]] virtual std::string last_word() = 0;
    // The next run is to be a full one. Throws std::system_error.
    virtual void request_full() = 0;
};

// By systemctl(1).
class SystemctlUnit final : public UpdateUnit {
public:
    [[nodiscard]] std::optional<UnitState> look() override;
    [[nodiscard]] bool start() override;
    [[nodiscard]] std::optional<bool> ended(std::chrono::milliseconds at_most) override;
    [[nodiscard]] std::string last_word() override;
    void request_full() override;

private:
    pid_t starter_ = -1;  // `systemctl start`, which ends with the run
    ramauth::UniqueFd starter_fd_;
};

// Of `systemctl show`.
[[nodiscard]] UnitState parse_unit_state(std::string_view text);

}  // namespace ramctl
