// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/polkit_client.h"

#include <chrono>
#include <utility>
#include <variant>

#include "ramd/bus/message.h"
#include "ramd/bus/request_id.h"
#include "ramd/loop/bus_call.h"

namespace ramd {
namespace {

namespace asio = boost::asio;

constexpr const char* polkit = "org.freedesktop.PolicyKit1";
constexpr const char* path = "/org/freedesktop/PolicyKit1/Authority";
constexpr const char* interface = "org.freedesktop.PolicyKit1.Authority";
constexpr std::uint32_t allow_user_interaction = 1;

// A person has to find and type a password; a machine has not.
constexpr std::chrono::seconds person_answers_within{120};
constexpr std::chrono::seconds machine_answers_within{10};

ramauth::MessageHandle authority_call(sd_bus* bus, const char* member) {
    sd_bus_message* raw = nullptr;
    check(sd_bus_message_new_method_call(bus, &raw, polkit, path, interface, member),
          "cannot ask polkit");
    return ramauth::MessageHandle(raw);
}

ramauth::MessageHandle check_call(sd_bus* bus, const PolkitQuestion& question,
                                  const std::string& cancellation) {
    ramauth::MessageHandle request = authority_call(bus, "CheckAuthorization");
    check(sd_bus_message_append(
              request.get(), "(sa{sv})sa{ss}us", "system-bus-name", 1, "name", "s",
              question.sender.c_str(), question.action.c_str(), 1, "user", question.user.c_str(),
              question.interactive ? allow_user_interaction : 0U, cancellation.c_str()),
          "cannot ask polkit");
    return request;
}

// Takes the dialogue away that nobody waits for any more.
void cancel(Endpoint& endpoint, const std::string& cancellation) {
    BusPump* pump = endpoint.pump();
    if (pump == nullptr) return;
    const ramauth::MessageHandle request = authority_call(pump->bus(), "CancelCheckAuthorization");
    check(sd_bus_message_append(request.get(), "s", cancellation.c_str()), "cannot ask polkit");
    check(sd_bus_message_set_expect_reply(request.get(), 0), "cannot ask polkit");
    (void)sd_bus_message_send(request.get());
    pump->wake();
}

bool is_authorized(sd_bus_message* reply) {
    int authorized = 0;
    check(sd_bus_message_enter_container(reply, 'r', "bba{ss}"), "cannot read polkit's answer");
    check(sd_bus_message_read_basic(reply, 'b', &authorized), "cannot read polkit's answer");
    return authorized != 0;
}

}  // namespace

asio::awaitable<bool> polkit_allows(std::shared_ptr<Endpoint> endpoint, PolkitQuestion question) {
    BusPump* pump = endpoint->pump();
    if (pump == nullptr) co_return false;
    const std::string cancellation = make_request_id();
    ramauth::MessageHandle request = check_call(pump->bus(), question, cancellation);
    const auto timeout = question.interactive ? person_answers_within : machine_answers_within;
    BusReply reply = co_await call(*pump, std::move(request), timeout);
    if (auto* answer = std::get_if<ramauth::MessageHandle>(&reply))
        co_return is_authorized(answer->get());
    if (std::get<BusCallFailed>(reply).name == SD_BUS_ERROR_TIMEOUT)
        cancel(*endpoint, cancellation);
    co_return false;
}

}  // namespace ramd
