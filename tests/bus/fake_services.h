// SPDX-License-Identifier: LGPL-2.1-or-later
// polkit and logind as far as ramd speaks to them, in a process of their own on the private bus.
#pragma once

#include <string>
#include <vector>

#include "shared/fd.h"
#include "tests/bus/private_bus.h"

namespace bustest {

enum class PolkitSays { yes, no, nothing };

class FakePolkit {
public:
    FakePolkit(const PrivateBus& bus, PolkitSays answer);
    // What it was asked since the last time, as "ACTION USER FLAGS".
    [[nodiscard]] std::vector<std::string> questions();

private:
    ramauth::UniqueFd heard_;
    ChildProcess process_;
};

// There is no session, of anybody.
class FakeLogind {
public:
    explicit FakeLogind(const PrivateBus& bus);
    [[nodiscard]] const ChildProcess& process() const { return process_; }
    void stop() { process_.stop(); }

private:
    ChildProcess process_;
};

}  // namespace bustest
