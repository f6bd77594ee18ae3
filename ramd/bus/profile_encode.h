// SPDX-License-Identifier: LGPL-2.1-or-later
// Profiles and sessions as dictionaries (a{sv}), with the field names of org.ramauth1(5). The hash
// of the password is not among them, and never will be.
#pragma once

#include "ramd/login/profile_manager.h"
#include "shared/bus_handles.h"

namespace ramd {

void encode_profile(sd_bus_message* reply, const ProfileView& view);
// With the generated password or where it was mailed, where there is one, and with what is known of
// the sessions that end.
void encode_written(sd_bus_message* reply, const ProfileWritten& written);
void encode_page(sd_bus_message* reply, const ProfilePage& page);
void encode_sessions(sd_bus_message* reply, const std::vector<SessionInfo>& sessions);
void encode_revocation(sd_bus_message* reply, const RevocationCount& count);

}  // namespace ramd
