// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/session_table.h"

#include <optional>
#include <utility>

#include "ramd/session/together.h"

namespace ramd {

boost::asio::awaitable<LogindAnswer<std::vector<LogindSession>>> read_sessions(Logind& logind,
                                                                               Waiter& waiter,
                                                                               ramauth::Uid uid) {
    const auto alarm = waiter.make_alarm();
    auto listed = co_await logind.list();
    if (auto* failed = std::get_if<LogindFailed>(&listed)) co_return std::move(*failed);
    auto& rows = std::get<std::vector<ListedSession>>(listed);
    std::erase_if(rows, [&](const ListedSession& row) { return row.uid != uid; });
    std::vector<std::optional<LogindAnswer<LogindSession>>> described(rows.size());
    co_await together(rows.size(), alarm, [&](std::size_t i) -> boost::asio::awaitable<void> {
        described[i] = co_await logind.describe(rows[i]);
    });
    std::vector<LogindSession> sessions;
    for (auto& answer : described) {
        if (auto* session = std::get_if<LogindSession>(&*answer)) {
            // The id may have become somebody else's since the list.
            if (session->uid == uid) sessions.push_back(std::move(*session));
        } else if (auto& failed = std::get<LogindFailed>(*answer);
                   failed.kind != LogindFailed::Kind::gone) {
            co_return std::move(failed);
        }
    }
    co_return sessions;
}

}  // namespace ramd
