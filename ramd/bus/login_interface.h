// SPDX-License-Identifier: LGPL-2.1-or-later
// org.ramauth1.Login on the bus: decode, permission, use case, encode. The user data of the vtable
// is the Endpoint that it is served on.
#pragma once

#include <systemd/sd-bus.h>

namespace ramd {

[[nodiscard]] const sd_bus_vtable* login_vtable();

}  // namespace ramd
