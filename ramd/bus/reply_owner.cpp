// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/reply_owner.h"

#include <exception>
#include <utility>

#include "ramd/bus/message.h"

namespace ramd {

ramauth::Refusal service_failure() {
    return {ramauth::Code::service_failure,
            "The service failed; an administrator finds the reason in the journal",
            {}};
}

ReplyOwner::ReplyOwner(std::shared_ptr<Endpoint> endpoint, sd_bus_message* call,
                       std::string request_id)
    : endpoint_(std::move(endpoint)),
      call_(sd_bus_message_ref(call)),
      request_id_(std::move(request_id)) {}

ReplyOwner::~ReplyOwner() {
    if (answered_) return;
    try {
        refuse(service_failure());
    } catch (const std::exception&) {
        // No memory even for the error: the caller's deadline ends the matter.
        answered_ = true;
    }
}

ramauth::MessageHandle ReplyOwner::make() const {
    sd_bus_message* raw = nullptr;
    check(sd_bus_message_new_method_return(call_.get(), &raw), "cannot make a reply");
    return ramauth::MessageHandle(raw);
}

void ReplyOwner::send(const ramauth::MessageHandle& reply) {
    if (std::exchange(answered_, true)) return;
    // Fails only where the connection has ended, and then nobody waits.
    (void)sd_bus_message_send(reply.get());
    endpoint_->wake();
}

void ReplyOwner::refuse(const ramauth::Refusal& refusal) {
    const std::string name =
        std::string(ramauth::error_prefix) + ramauth::code_text(refusal.code, refusal.field);
    const std::string text = refusal.sentence + " (request " + request_id_ + ")";
    if (std::exchange(answered_, true)) return;
    const sd_bus_error error{name.c_str(), text.c_str(), 0};
    (void)sd_bus_reply_method_error(call_.get(), &error);
    endpoint_->wake();
}

}  // namespace ramd
