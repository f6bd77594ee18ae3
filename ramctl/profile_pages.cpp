// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/profile_pages.h"

namespace ramctl {

Answer<Done> for_each_page(ManagerClient& client, const Fields& filter,
                           const std::function<void(std::vector<Fields>)>& see) {
    std::string marker;
    do {
        auto answer = client.profiles(filter, marker);
        if (auto* refusal = std::get_if<Refusal>(&answer)) return std::move(*refusal);
        if (auto* unanswered = std::get_if<NoAnswer>(&answer)) return std::move(*unanswered);
        auto& page = std::get<ProfilePage>(answer);
        // A marker that does not move on would never end.
        if (!page.next.empty() && page.next == marker)
            return NoAnswer{"the list does not come to an end"};
        see(std::move(page.profiles));
        marker = std::move(page.next);
    } while (!marker.empty());
    return Done{};
}

}  // namespace ramctl
