// SPDX-License-Identifier: LGPL-2.1-or-later
// The scopes of an account's sessions as the kernel has them. systemd gives a scope up, and logind
// the session with it, when SIGKILL has not ended its processes in time (uninterruptible sleep):
// the kernel still says that they are there.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "shared/user_name.h"

namespace ramd {

class Scopes {
public:
    virtual ~Scopes() = default;
    // Names of the units: "session-5.scope". Where the kernel does not say, there are none.
    [[nodiscard]] virtual std::set<std::string> names(ramauth::Uid uid) = 0;
    // The unit holds a process.
    [[nodiscard]] virtual bool populated(ramauth::Uid uid, const std::string& name) = 0;
    // The unit is not there, or holds none. Never true where the kernel does not say.
    [[nodiscard]] virtual bool empty(ramauth::Uid uid, const std::string& name) = 0;
};

// user.slice/user-UID.slice/session-*.scope/cgroup.events in the version 2 hierarchy (cgroups(7)):
// `root`, or `root`/unified where systemd uses that beside version 1 (its "hybrid" set-up).
class CgroupScopes final : public Scopes {
public:
    explicit CgroupScopes(const std::string& root = "/sys/fs/cgroup");
    [[nodiscard]] std::set<std::string> names(ramauth::Uid uid) override;
    [[nodiscard]] bool populated(ramauth::Uid uid, const std::string& name) override;
    [[nodiscard]] bool empty(ramauth::Uid uid, const std::string& name) override;

private:
    [[nodiscard]] std::string slice_of(ramauth::Uid uid) const;
    [[nodiscard]] std::optional<bool> holds_process(ramauth::Uid uid,
                                                    const std::string& name) const;

    std::string root_;  // empty: there is no such hierarchy
};

}  // namespace ramd
