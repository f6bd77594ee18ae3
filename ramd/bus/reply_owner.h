// SPDX-License-Identifier: LGPL-2.1-or-later
// Answers one method call exactly once: with what it is given, or with ServiceFailure by its
// destructor. Every error names the request, as the journal does.
#pragma once

#include <memory>
#include <string>

#include "ramd/bus/endpoint.h"
#include "shared/bus_handles.h"
#include "shared/error_code.h"

namespace ramd {

class ReplyOwner {
public:
    ReplyOwner(std::shared_ptr<Endpoint> endpoint, sd_bus_message* call, std::string request_id);
    ReplyOwner(const ReplyOwner&) = delete;
    ReplyOwner& operator=(const ReplyOwner&) = delete;
    ~ReplyOwner();

    // An empty reply to be filled. Throws std::system_error.
    [[nodiscard]] ramauth::MessageHandle make() const;
    void send(const ramauth::MessageHandle& reply);
    void refuse(const ramauth::Refusal& refusal);
    [[nodiscard]] bool answered() const noexcept { return answered_; }

private:
    std::shared_ptr<Endpoint> endpoint_;
    ramauth::MessageHandle call_;
    std::string request_id_;
    bool answered_ = false;
};

// What callers are told when something broke; the detail is in the journal only.
[[nodiscard]] ramauth::Refusal service_failure();

}  // namespace ramd
