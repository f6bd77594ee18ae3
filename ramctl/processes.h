// SPDX-License-Identifier: LGPL-2.1-or-later
// The processes of this host, as one walk over them finds them. ProcFolder walks through /proc.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "ramctl/cgroup_place.h"
#include "ramctl/process_text.h"
#include "shared/timestamp.h"

namespace ramctl {

struct Process {
    int pid = 0;
    ProcessUids uids;
    std::optional<ramauth::Uid> login_uid;
    CgroupPlace place;
    ramauth::Timestamp started = ramauth::never;
    std::string command;  // raw: any bytes
};

class Processes {
public:
    virtual ~Processes() = default;
    // In no order that means anything. Left out are the kernel's own, and what has ended, be it
    // while it was looked at. Throws where something that is there cannot be read: half a list must
    // not be taken for a whole one.
    virtual void for_each(const std::function<void(const Process&)>& see) const = 0;
    // False: this kernel keeps no login uids, and no process has one.
    [[nodiscard]] virtual bool have_login_uids() const = 0;
};

}  // namespace ramctl
