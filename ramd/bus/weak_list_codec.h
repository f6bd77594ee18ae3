// SPDX-License-Identifier: LGPL-2.1-or-later
// What is known of the weak list as a dictionary (a{sv}), with the keys of org.ramauth1(5).
#pragma once

#include "ramd/login/weak_passwords.h"
#include "shared/bus_handles.h"

namespace ramd {

void encode_weak_list(sd_bus_message* reply, const WeakListInfo& info);

}  // namespace ramd
