// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/request_writer.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/socket.h>

#include "shared/bus_handles.h"
#include "shared/secret_fd.h"

namespace ramauth::pam {
namespace {

class RequestWriterTest : public testing::Test {
protected:
    RequestWriterTest() {
        int pair[2];
        EXPECT_EQ(0, ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair));
        peer_ = UniqueFd(pair[1]);
        sd_bus* bus = nullptr;
        EXPECT_GE(sd_bus_new(&bus), 0);
        bus_.reset(bus);
        EXPECT_GE(sd_bus_set_fd(bus, pair[0], pair[0]), 0);
        EXPECT_GE(sd_bus_negotiate_fds(bus, 1), 0);
        EXPECT_GE(sd_bus_start(bus), 0);
        sd_bus_message* raw = nullptr;
        EXPECT_GE(sd_bus_message_new_signal(bus, &raw, "/a", "a.b", "C"), 0);
        message_.reset(raw);
    }

    sd_bus_message* sealed() {
        EXPECT_GE(sd_bus_message_seal(message_.get(), 1, 0), 0);
        EXPECT_GE(sd_bus_message_rewind(message_.get(), 1), 0);
        return message_.get();
    }
    std::string only_entry() {
        const char *key = nullptr, *value = nullptr;
        EXPECT_GE(sd_bus_message_enter_container(sealed(), 'a', "{sv}"), 0);
        EXPECT_GT(sd_bus_message_read(message_.get(), "{sv}", &key, "s", &value), 0);
        return std::string(key) + "=" + value;
    }

    UniqueFd peer_;
    BusHandle bus_;
    MessageHandle message_;
};

TEST_F(RequestWriterTest, X5_sends_a_secret_as_a_sealed_memfd) {
    const Secret secret = Secret::copy_of(std::string_view("pass word"));
    ASSERT_GE(RequestWriter(message_.get()).secret(secret).result(), 0);
    int fd = -1;
    ASSERT_GT(sd_bus_message_read(sealed(), "h", &fd), 0);
    const auto read = secret_from_fd(UniqueFd(::fcntl(fd, F_DUPFD_CLOEXEC, 3)));
    ASSERT_TRUE(read);
    EXPECT_EQ("pass word", read->view());
}

TEST_F(RequestWriterTest, makes_foreign_text_printable_and_cuts_it) {
    const std::string foreign = "a\x1b[31m\xff\n" + std::string(10'240, 'x');
    ASSERT_GE(RequestWriter(message_.get())
                  .open_dictionary()
                  .entry("RemoteHost", foreign)
                  .close_dictionary()
                  .result(),
              0);
    const std::string entry = only_entry();
    EXPECT_EQ("RemoteHost=a?[31m??xxx", entry.substr(0, 22));
    EXPECT_EQ(std::string("RemoteHost=").size() + 255, entry.size());
}

TEST_F(RequestWriterTest, leaves_empty_circumstances_out) {
    LogonContext context;
    context.uid = Uid{1001};
    context.caller_uid = Uid{0};
    ASSERT_GE(
        RequestWriter(message_.get()).open_dictionary().logon(context).close_dictionary().result(),
        0);
    const char *first = nullptr, *second = nullptr;
    unsigned uid = 0, caller = 7;
    ASSERT_GT(sd_bus_message_read(sealed(), "a{sv}", 2, &first, "u", &uid, &second, "u", &caller),
              0);
    EXPECT_STREQ("Uid", first);
    EXPECT_EQ(1001U, uid);
    EXPECT_STREQ("CallerUid", second);
    EXPECT_EQ(0U, caller);
}

TEST_F(RequestWriterTest, writes_the_address_behind_a_remote_name) {
    LogonContext context;
    context.remote_address = "192.0.2.7";
    ASSERT_GE(
        RequestWriter(message_.get()).open_dictionary().logon(context).close_dictionary().result(),
        0);
    EXPECT_EQ("RemoteAddress=192.0.2.7", only_entry());
}

TEST_F(RequestWriterTest, keeps_the_first_error_and_skips_the_rest) {
    RequestWriter writer(message_.get());
    writer.close_dictionary();  // none is open
    EXPECT_LT(writer.result(), 0);
    EXPECT_LT(writer.text("alice").result(), 0);
}

}  // namespace
}  // namespace ramauth::pam
