// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/profile_pages.h"

#include <iterator>

namespace ramctl {

Answer<std::vector<Fields>> all_profiles(ManagerClient& client, const Fields& filter) {
    std::vector<Fields> all;
    std::string marker;
    do {
        auto answer = client.profiles(filter, marker);
        if (auto* refusal = std::get_if<Refusal>(&answer)) return std::move(*refusal);
        if (auto* unanswered = std::get_if<NoAnswer>(&answer)) return std::move(*unanswered);
        auto& page = std::get<ProfilePage>(answer);
        // A marker that does not move on would never end.
        if (!page.next.empty() && page.next == marker)
            return NoAnswer{"the list does not come to an end"};
        std::move(page.profiles.begin(), page.profiles.end(), std::back_inserter(all));
        marker = std::move(page.next);
    } while (!marker.empty());
    return all;
}

}  // namespace ramctl
