// SPDX-License-Identifier: LGPL-2.1-or-later
// All pages of ListLoginProfiles in one list.
#pragma once

#include <vector>

#include "ramctl/manager_client.h"

namespace ramctl {

[[nodiscard]] Answer<std::vector<Fields>> all_profiles(ManagerClient& client, const Fields& filter);

}  // namespace ramctl
