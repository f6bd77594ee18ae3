// SPDX-License-Identifier: LGPL-2.1-or-later
// Sessions that are to end, in dictionaries (a{sv}) with the field names of org.ramauth1(5).
#pragma once

#include <vector>

#include "ramd/bus/message.h"
#include "ramd/login/ending_sessions.h"
#include "ramd/login/login_services.h"
#include "shared/bus_handles.h"

namespace ramd {

// Facts of a change; what is not known is left out.
void write_ending(DictionaryWriter& out, const EndingSessions& ending);

// A list of dictionaries (aa{sv}).
void encode_outstanding(sd_bus_message* reply, const std::vector<OutstandingRevocation>& all);

}  // namespace ramd
