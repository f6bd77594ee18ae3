// SPDX-License-Identifier: LGPL-2.1-or-later
// The pages of ListLoginProfiles, one after the other.
#pragma once

#include <functional>
#include <vector>

#include "ramctl/manager_client.h"

namespace ramctl {

// Nothing but one page is kept.
[[nodiscard]] Answer<Done> for_each_page(ManagerClient& client, const Fields& filter,
                                         const std::function<void(std::vector<Fields>)>& see);

}  // namespace ramctl
