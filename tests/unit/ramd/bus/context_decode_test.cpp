// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/context_decode.h"

#include <gtest/gtest.h>

#include "shared/secret_fd.h"
#include "tests/unit/ramd/bus/test_message.h"

namespace ramd {
namespace {

Request request_of(unsigned uid) {
    return {.id = {},
            .caller = {.uid = Uid{uid}, .pid = 1},
            .context = {},
            .deadline = Deadline::after({})};
}

ramauth::UniqueFd ticket() {
    return ramauth::secret_to_fd(Secret::copy_of(std::string_view("ticket")));
}

TestMessage full(int fd) {
    return TestMessage([fd](sd_bus_message* m) {
        return sd_bus_message_append(m, "a{sv}", 14, "SecondFactor", "s", "no", "RemoteAddress",
                                     "s", "192.0.2.7", "Service", "s", "sshd", "TTY", "s", "pts/1",
                                     "RemoteHost", "s", "host", "RemoteUser", "s", "you", "Nonce",
                                     "s", "n1", "Session", "s", "c1", "Ticket", "h", fd, "Uid", "u",
                                     1001U, "CallerUid", "u", 1002U, "Purpose", "s", "change",
                                     "Epoch", "t", std::uint64_t{7}, "Unknown", "as", 1, "x");
    });
}

TEST(DecodeContext, believes_uid_0_everything) {
    const auto fd = ticket();
    Request request = request_of(0);
    EXPECT_FALSE(decode_context(full(fd.get()).get(), request));
    const LogonContext& context = request.context;
    EXPECT_TRUE(context.believed);
    EXPECT_EQ(context.service, "sshd");
    EXPECT_EQ(context.tty, "pts/1");
    EXPECT_EQ(context.remote_host, "host");
    EXPECT_EQ(context.remote_address, "192.0.2.7");
    EXPECT_EQ(context.remote_user, "you");
    EXPECT_EQ(context.nonce, "n1");
    EXPECT_EQ(context.session, "c1");
    EXPECT_EQ(request.ticket->view(), "ticket");
    EXPECT_TRUE(context.no_second_factor);
    EXPECT_EQ(context.uid, Uid{1001});
    EXPECT_EQ(context.caller_uid, Uid{1002});
    EXPECT_EQ(context.purpose, Purpose::change);
    EXPECT_EQ(context.epoch, 7U);
}

TEST(DecodeContext, X1_believes_others_nonce_and_ticket_only) {
    const auto fd = ticket();
    Request request = request_of(1001);
    EXPECT_FALSE(decode_context(full(fd.get()).get(), request));
    const LogonContext& context = request.context;
    EXPECT_FALSE(context.believed);
    EXPECT_EQ(context.nonce, "n1");
    EXPECT_TRUE(request.ticket);
    EXPECT_FALSE(context.no_second_factor);
    EXPECT_EQ(context.service, "");
    EXPECT_EQ(context.remote_address, "");
    EXPECT_EQ(context.session, "");
    EXPECT_FALSE(context.uid);
    EXPECT_FALSE(context.epoch);
    EXPECT_EQ(context.purpose, Purpose::logon);
}

std::string refusal_of(const std::function<int(sd_bus_message*)>& append) {
    Request request = request_of(0);
    const auto refusal = decode_context(TestMessage(append).get(), request);
    return refusal ? ramauth::code_text(refusal->code, refusal->field) : "";
}

TEST(DecodeContext, refuses_values_that_mean_nothing) {
    EXPECT_EQ(refusal_of([](sd_bus_message* m) {
                  return sd_bus_message_append(m, "a{sv}", 1, "Uid", "u", 0x80000000U);
              }),
              "InvalidParameter.Uid.Format");
    EXPECT_EQ(refusal_of([](sd_bus_message* m) {
                  return sd_bus_message_append(m, "a{sv}", 1, "Purpose", "s", "fun");
              }),
              "InvalidParameter.Purpose.Format");
    EXPECT_EQ(refusal_of([](sd_bus_message* m) {
                  return sd_bus_message_append(m, "a{sv}", 1, "Epoch", "s", "7");
              }),
              "InvalidParameter.Epoch.Format");
    EXPECT_EQ(refusal_of([](sd_bus_message* m) {
                  return sd_bus_message_append(m, "a{sv}", 1, "SecondFactor", "s", "perhaps");
              }),
              "InvalidParameter.SecondFactor.Format");
    EXPECT_EQ(refusal_of([](sd_bus_message* m) {
                  return sd_bus_message_append(m, "a{sv}", 1, "Ticket", "s", "in clear");
              }),
              "InvalidParameter.Ticket.Format");
    EXPECT_EQ(refusal_of([](sd_bus_message* m) {
                  const std::string nonce(129, 'n');
                  return sd_bus_message_append(m, "a{sv}", 1, "Nonce", "s", nonce.c_str());
              }),
              "InvalidParameter.Nonce.Format");
}

TEST(DecodeContext, cuts_long_texts_between_characters) {
    const std::string host = std::string(254, 'x') + "\xC3\xA4" + std::string(10'000, 'y');
    const TestMessage message([&](sd_bus_message* m) {
        return sd_bus_message_append(m, "a{sv}", 1, "RemoteHost", "s", host.c_str());
    });
    Request request = request_of(0);
    EXPECT_FALSE(decode_context(message.get(), request));
    EXPECT_EQ(request.context.remote_host, std::string(254, 'x'));
}

}  // namespace
}  // namespace ramd
