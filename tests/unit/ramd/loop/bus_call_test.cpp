// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/loop/bus_call.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <optional>

#include "tests/unit/ramd/loop/bus_pair.h"

namespace ramd {
namespace {

class BusCall : public testing::Test {
protected:
    // What the server does with a call.
    static int answer(sd_bus_message* message, void* self, sd_bus_error*) {
        auto& test = *static_cast<BusCall*>(self);
        if (sd_bus_message_is_method_call(message, nullptr, "Echo") > 0)
            return sd_bus_reply_method_return(message, "s", "echo");
        if (sd_bus_message_is_method_call(message, nullptr, "Leave") > 0) {
            test.pair_.server.reset();
            return 1;
        }
        if (sd_bus_message_is_method_call(message, nullptr, "DropClient") > 0)
            test.pair_.client.reset();
        return sd_bus_message_is_method_call(message, nullptr, "Fail") > 0 ? -EPERM : 1;
    }

    void SetUp() override {
        ASSERT_GE(sd_bus_add_object(pair_.server->bus(), nullptr, "/a", answer, this), 0);
    }

    BusReply ask(const char* member, std::chrono::microseconds timeout = std::chrono::seconds(10)) {
        sd_bus_message* raw = nullptr;
        EXPECT_GE(
            sd_bus_message_new_method_call(pair_.client->bus(), &raw, nullptr, "/a", "a.b", member),
            0);
        ramauth::MessageHandle request(raw);
        std::optional<BusReply> reply;
        boost::asio::co_spawn(pair_.loop, call(*pair_.client, std::move(request), timeout),
                              [&](const std::exception_ptr& fault, BusReply got) {
                                  if (fault) std::rethrow_exception(fault);
                                  reply = std::move(got);
                                  pair_.loop.stop();
                              });
        pair_.loop.restart();
        pair_.loop.run();
        return std::move(reply).value();
    }

    BusPair pair_;
};

std::string name_of(const BusReply& reply) {
    const auto* failed = std::get_if<BusCallFailed>(&reply);
    return failed == nullptr ? "" : failed->name;
}

TEST_F(BusCall, brings_the_reply) {
    const BusReply reply = ask("Echo");
    ASSERT_TRUE(std::holds_alternative<ramauth::MessageHandle>(reply));
    const char* text = nullptr;
    EXPECT_GT(sd_bus_message_read(std::get<ramauth::MessageHandle>(reply).get(), "s", &text), 0);
    EXPECT_STREQ(text, "echo");
}

TEST_F(BusCall, brings_an_error_as_one) {
    EXPECT_EQ(name_of(ask("Fail")), "org.freedesktop.DBus.Error.AccessDenied");
}

TEST_F(BusCall, M1_ends_at_its_timeout) {
    EXPECT_EQ(name_of(ask("Silence", std::chrono::milliseconds(20))), SD_BUS_ERROR_TIMEOUT);
}

TEST_F(BusCall, ends_when_the_peer_leaves) {
    EXPECT_NE(name_of(ask("Leave")), "");
}

TEST_F(BusCall, ends_when_the_pump_is_destroyed_meanwhile) {
    EXPECT_EQ(name_of(ask("DropClient", std::chrono::milliseconds(50))), SD_BUS_ERROR_TIMEOUT);
}

}  // namespace
}  // namespace ramd
