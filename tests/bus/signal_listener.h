// SPDX-License-Identifier: LGPL-2.1-or-later
// Hears the signals of the Manager interface.
#pragma once

#include <string>

#include "shared/bus_handles.h"
#include "tests/bus/private_bus.h"

namespace bustest {

class SignalListener {
public:
    explicit SignalListener(const PrivateBus& bus, unsigned uid = 0);
    // The arguments of the next signal of that name, with blanks between; "no signal came" after
    // five seconds of silence.
    [[nodiscard]] std::string next(const char* member);

private:
    ramauth::BusHandle bus_;
};

}  // namespace bustest
