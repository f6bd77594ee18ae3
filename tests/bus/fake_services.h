// SPDX-License-Identifier: LGPL-2.1-or-later
// polkit and logind as far as ramd speaks to them, in a process of their own on the private bus.
#pragma once

#include <cstdint>
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

struct FakeSession {
    const char* id;
    std::uint32_t uid;
    const char* session_class = "user";
};

// There is no session, of anybody, at first. Ending one is refused, as by polkit.
class FakeLogind {
public:
    explicit FakeLogind(const PrivateBus& bus);
    [[nodiscard]] const ChildProcess& process() const { return process_; }
    void stop() { process_.stop(); }
    // Another logind, with these sessions; the one with the id `asking` is every process's.
    void restart(std::vector<FakeSession> sessions, const std::string& asking = "");

private:
    const PrivateBus& bus_;
    ChildProcess process_;
};

}  // namespace bustest
