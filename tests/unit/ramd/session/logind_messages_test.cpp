// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/logind_messages.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <cstdlib>
#include <functional>
#include <tuple>

#include "shared/fd.h"

namespace ramd {
namespace {

// Messages of a connection that nobody is at the other end of.
class LogindMessages : public ::testing::Test {
protected:
    LogindMessages() {
        int ends[2];
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) std::abort();
        far_end_ = ramauth::UniqueFd(ends[1]);
        sd_bus* raw = nullptr;
        if (sd_bus_new(&raw) < 0 || sd_bus_set_fd(raw, ends[0], ends[0]) < 0 ||
            sd_bus_start(raw) < 0) {
            std::abort();
        }
        bus_.reset(raw);
    }

    ramauth::MessageHandle message(const std::function<int(sd_bus_message*)>& append) {
        sd_bus_message* raw = nullptr;
        EXPECT_GE(sd_bus_message_new_signal(bus_.get(), &raw, "/x", "x.x", "x"), 0);
        ramauth::MessageHandle result(raw);
        EXPECT_GE(append(raw), 0);
        EXPECT_GE(sd_bus_message_seal(raw, 1, 0), 0);
        EXPECT_GE(sd_bus_message_rewind(raw, 1), 0);
        return result;
    }

    ramauth::UniqueFd far_end_;
    ramauth::BusHandle bus_;
};

TEST_F(LogindMessages, Reads_the_list_of_sessions) {
    const auto reply = message([](sd_bus_message* m) {
        return sd_bus_message_append(m, "a(susso)", 2, "3", 1001U, "alice", "seat0", "/session/_33",
                                     "c1", 0U, "root", "", "/session/c1");
    });
    const auto list = read_session_list(reply.get());
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].id, "3");
    EXPECT_EQ(list[0].uid, ramauth::Uid{1001});
    EXPECT_EQ(list[0].user, "alice");
    EXPECT_EQ(list[0].seat, "seat0");
    EXPECT_EQ(list[1].path, "/session/c1");
}

TEST_F(LogindMessages, Reads_a_session_among_properties_that_it_does_not_know) {
    const auto reply = message([](sd_bus_message* m) {
        return sd_bus_message_append(
            m, "a{sv}", 12, "Id", "s", "3", "User", "(uo)", 1001U, "/user/_1001", "State", "s",
            "active", "Class", "s", "user", "Leader", "u", 4711U, "TTY", "s", "pts/1", "RemoteHost",
            "s", "192.0.2.1", "Service", "s", "sshd", "Scope", "s", "session-3.scope", "Seat",
            "(so)", "seat0", "/seat/seat0", "Timestamp", "t", std::uint64_t{1'700'000'000'000'000},
            "TimestampMonotonic", "t", std::uint64_t{5'000'000});
    });
    const auto session = read_session(reply.get(), "3");
    EXPECT_EQ(session.uid, ramauth::Uid{1001});
    EXPECT_EQ(session.state, "active");
    EXPECT_EQ(session.session_class, "user");
    EXPECT_EQ(session.leader, 4711);
    EXPECT_EQ(session.tty, "pts/1");
    EXPECT_EQ(session.remote_host, "192.0.2.1");
    EXPECT_EQ(session.service, "sshd");
    EXPECT_EQ(session.scope, "session-3.scope");
    EXPECT_EQ(ramauth::to_wire(session.started), 1'700'000'000'000'000U);
    EXPECT_EQ(session.started_monotonic_us, 5'000'000U);
}

TEST_F(LogindMessages, A_session_without_its_user_is_not_taken_for_anybodys) {
    const auto reply = message([](sd_bus_message* m) {
        return sd_bus_message_append(m, "a{sv}", 2, "State", "s", "active", "Class", "s", "user");
    });
    EXPECT_THROW(std::ignore = read_session(reply.get(), "3"), BadLogindReply);
}

TEST_F(LogindMessages, A_reply_of_another_form_is_refused) {
    const auto reply =
        message([](sd_bus_message* m) { return sd_bus_message_append(m, "s", "x"); });
    EXPECT_THROW(std::ignore = read_session_list(reply.get()), BadLogindReply);
    EXPECT_THROW(std::ignore = read_session(reply.get(), "3"), BadLogindReply);
    EXPECT_THROW(std::ignore = read_session_path(reply.get()), BadLogindReply);
}

TEST_F(LogindMessages, Reads_the_id_out_of_an_escaped_path) {
    const auto path = message([](sd_bus_message* m) {
        return sd_bus_message_append(m, "o", "/org/freedesktop/login1/session/_34711");
    });
    EXPECT_EQ(read_session_path(path.get()), "4711");
    const auto other = message(
        [](sd_bus_message* m) { return sd_bus_message_append(m, "o", "/org/freedesktop/login1"); });
    EXPECT_THROW(std::ignore = read_session_path(other.get()), BadLogindReply);
}

TEST_F(LogindMessages, Reads_whether_a_user_manager_runs) {
    struct Row {
        const char* state;
        bool runs, ending;
    };
    for (const Row& row : {Row{"active", true, false}, Row{"activating", true, false},
                           Row{"reloading", true, false}, Row{"deactivating", true, true},
                           Row{"inactive", false, false}, Row{"failed", false, false}}) {
        const auto reply = message([&](sd_bus_message* m) {
            return sd_bus_message_append(
                m, "a{sv}", 3, "Id", "s", "user@1001.service", "ActiveState", "s", row.state,
                "InactiveExitTimestampMonotonic", "t", std::uint64_t{5'000'000});
        });
        const auto unit = read_user_manager(reply.get());
        EXPECT_EQ(unit.runs, row.runs) << row.state;
        EXPECT_EQ(unit.ending, row.ending) << row.state;
        EXPECT_EQ(unit.started_monotonic_us, 5'000'000U);
    }
    const auto half = message([](sd_bus_message* m) {
        return sd_bus_message_append(m, "a{sv}", 1, "ActiveState", "s", "inactive");
    });
    EXPECT_THROW(std::ignore = read_user_manager(half.get()), BadLogindReply);
}

TEST_F(LogindMessages, Tells_a_denial_from_silence_and_from_a_session_that_has_gone) {
    const auto kind = [](const char* name) { return to_failure({name, "text"}).kind; };
    using Kind = LogindFailed::Kind;
    EXPECT_EQ(kind("org.freedesktop.DBus.Error.InteractiveAuthorizationRequired"), Kind::denied);
    EXPECT_EQ(kind("org.freedesktop.DBus.Error.AccessDenied"), Kind::denied);
    EXPECT_EQ(kind("org.freedesktop.systemd1.UnitMasked"), Kind::denied);
    EXPECT_EQ(kind("org.freedesktop.login1.NoSuchSession"), Kind::gone);
    EXPECT_EQ(kind("org.freedesktop.login1.NoSuchUser"), Kind::gone);
    EXPECT_EQ(kind("org.freedesktop.DBus.Error.UnknownObject"), Kind::gone);
    EXPECT_EQ(kind("org.freedesktop.DBus.Error.Timeout"), Kind::silent);
    EXPECT_EQ(kind("org.freedesktop.DBus.Error.ServiceUnknown"), Kind::silent);
    EXPECT_EQ(kind("System.Error.EINVAL"), Kind::refused);
}

}  // namespace
}  // namespace ramd
