// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/journal.h"

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cstring>
#include <set>

#include "ramd/journal_kinds.h"

namespace ramd {
namespace {

using testing::HasSubstr;
using testing::Not;

Request request_from(const std::string& host) {
    Request request{"0123456789abcdef0123456789abcdef", {{0}, 42}, {}, Deadline::after({})};
    request.context.service = "sshd";
    request.context.tty = "ssh";
    request.context.remote_host = host;
    request.context.caller_uid = Uid{1001};
    return request;
}

TEST(JournalRecord, O5_has_the_fields_of_the_manual_page) {
    const Request request = request_from("192.0.2.7");
    Event event;
    event.kind = EventKind::logon_refused;
    event.user = "ann";
    event.code = ramauth::Code::authentication_failed;
    event.request = &request;
    const std::string text = journal_record(event).datagram;
    for (const char* field :
         {"RAMAUTH_EVENT=logon-refused\n", "RAMAUTH_USER=ann\n",
          "RAMAUTH_CODE=AuthenticationFailed\n", "RAMAUTH_SOURCE=192.0.2.7\n",
          "RAMAUTH_SERVICE=sshd\n", "RAMAUTH_TTY=ssh\n", "RAMAUTH_CALLER_UID=1001\n",
          "RAMAUTH_CALLER_PID=42\n", "RAMAUTH_REQUEST_ID=0123456789abcdef0123456789abcdef\n",
          "PRIORITY=5\n", "MESSAGE=Logon refused, user ann, service sshd, from 192.0.2.7\n"})
        EXPECT_THAT(text, HasSubstr(field));
}

TEST(JournalRecord, O5_a_code_about_a_field_names_it) {
    Event event;
    event.kind = EventKind::manager_refused;
    event.code = ramauth::Code::parameter_range;
    event.field = "MinimumPasswordLength";
    EXPECT_THAT(journal_record(event).datagram,
                HasSubstr("RAMAUTH_CODE=InvalidParameter.MinimumPasswordLength.Range\n"));
}

TEST(JournalRecord, O5_cannot_be_split_by_what_strangers_send) {
    const Request request = request_from("evil\nRAMAUTH_USER=root\r\x1b[31m");
    Event event;
    event.kind = EventKind::logon_refused;
    event.request = &request;
    const JournalRecord record = journal_record(event);
    EXPECT_THAT(record.datagram, Not(HasSubstr("\nRAMAUTH_USER=root")));
    EXPECT_THAT(record.message, HasSubstr("evil\\x0aRAMAUTH_USER=root\\x0d\\x1b[31m"));
}

TEST(JournalRecord, O5_every_kind_has_an_id_of_its_own) {
    std::set<std::string_view> ids;
    for (int kind = 0; kind <= static_cast<int>(EventKind::service_fault); ++kind) {
        const JournalKind& row = journal_kind(static_cast<EventKind>(kind));
        EXPECT_EQ(row.message_id.size(), 32U);
        EXPECT_TRUE(ids.insert(row.message_id).second) << row.name;
    }
}

TEST(Escaped, keeps_text_and_shows_what_is_none) {
    EXPECT_EQ(escaped("Grüße, 世界 😀"), "Grüße, 世界 😀");
    EXPECT_EQ(escaped("a\x7f\x01z"), "a\\x7f\\x01z");
    EXPECT_EQ(escaped("\xff\xc3"), "\\xff\\xc3");
    EXPECT_EQ(escaped("\xc2\x9b"), "\\xc2\\x9b");  // C1: CSI
}

class JournalSocket : public testing::Test {
protected:
    JournalSocket()
        : path_(testing::TempDir() + "journal-" + std::to_string(::getpid())),
          fd_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
        ::unlink(path_.c_str());
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path_.c_str(), sizeof address.sun_path - 1);
        EXPECT_EQ(::bind(fd_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address),
                  0);
    }
    ~JournalSocket() override { ::unlink(path_.c_str()); }
    std::string path_;
    ramauth::UniqueFd fd_;
};

TEST_F(JournalSocket, gets_one_datagram_a_record) {
    Journal journal(path_);
    journal.record({});
    std::array<char, 4096> text{};
    const ssize_t size = ::recv(fd_.get(), text.data(), text.size(), 0);
    ASSERT_GT(size, 0);
    EXPECT_THAT(std::string(text.data(), static_cast<std::size_t>(size)),
                HasSubstr("RAMAUTH_EVENT=service-fault\n"));
    EXPECT_LT(::recv(fd_.get(), text.data(), text.size(), 0), 0);
}

TEST_F(JournalSocket, that_is_full_holds_nobody_up) {
    Journal journal(path_);
    for (int turn = 0; turn < 10'000; ++turn) journal.record({});
}

}  // namespace
}  // namespace ramd
