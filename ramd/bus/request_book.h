// SPDX-License-Identifier: LGPL-2.1-or-later
// Which requests of one connection are under way, and whose they are: how many there may be, and
// whom to tell that nobody waits any more. On the bus the sender is a unique name, which the bus
// never gives twice; on the private socket it is "".
#pragma once

#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "ramd/login/request.h"

namespace ramd {

class RequestBook {
public:
    using Abandoned = std::shared_ptr<std::atomic<bool>>;

    // Nobody fills the connection alone: neither one sender, before it is known who that is, nor
    // one user with many connections. uid 0 is bounded as a sender only.
    static constexpr std::size_t most_of_sender = 16;
    static constexpr std::size_t most_of_uid = 16;
    static constexpr std::size_t most = 256;

    // False when too many are under way; each true is paired with one done().
    [[nodiscard]] bool admit(const std::string& sender, const Abandoned& request);
    void done(const std::string& sender, const Abandoned& request);
    // The same for a user, once it is known who asks; each true is paired with one uid_done().
    [[nodiscard]] bool admit_uid(Uid uid);
    void uid_done(Uid uid);

    // Who a sender is does not change: asked once, and kept until sender_gone(). Of a sender with a
    // request under way.
    void identified(const std::string& sender, const Caller& caller);
    [[nodiscard]] std::optional<Caller> caller_of(const std::string& sender) const;

    // Its requests learn that nobody waits for them; those of all senders do.
    void sender_gone(const std::string& sender);
    void all_gone();

private:
    struct Sender {
        std::set<Abandoned> running;
        std::optional<Caller> caller;
        bool gone = false;
    };

    std::map<std::string, Sender> senders_;
    std::map<Uid, std::size_t> running_of_uid_;
    std::size_t running_ = 0;
};

}  // namespace ramd
