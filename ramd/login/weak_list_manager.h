// SPDX-License-Identifier: LGPL-2.1-or-later
// What an administrator does with the weak-password library: look at it, add to it, list what was
// added, have the file read anew. Who may is settled before these are called.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <optional>
#include <variant>
#include <vector>

#include "ramd/login/login_services.h"
#include "shared/error_code.h"

namespace ramd {

struct AddedWeakPage {
    std::vector<WeakHash> hashes;  // in order
    bool more = false;             // behind the last one
};

class WeakListManager {
public:
    explicit WeakListManager(LoginServices& services) : services_(services) {}

    [[nodiscard]] WeakListInfo info() const { return services_.weak.info(); }
    // How many were not there yet. All of them, durable and asked from now on, or none.
    [[nodiscard]] std::variant<std::size_t, ramauth::Refusal> add(
        const std::vector<WeakHash>& hashes, const Request& request);
    // At most `max`, beginning after `marker` (nothing = at the start).
    [[nodiscard]] AddedWeakPage added(const std::optional<WeakHash>& marker, std::size_t max,
                                      const Request& request) const;
    [[nodiscard]] boost::asio::awaitable<std::variant<WeakListInfo, ramauth::Refusal>> reload(
        Request request);

private:
    LoginServices& services_;
};

}  // namespace ramd
