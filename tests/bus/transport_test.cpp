// SPDX-License-Identifier: LGPL-2.1-or-later
// The two ways in [X7, X9]: the private socket is for uid 0 alone and needs no bus; the bus is come
// back to.
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <cstring>

#include "tests/bus/caller.h"
#include "tests/bus/raw_caller.h"

namespace bustest {
namespace {

using ramauth::UniqueFd;

UniqueFd connect_raw(const std::string& path) {
    UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    EXPECT_EQ(::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    const timeval patience{20, 0};
    ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return fd;
}

class Transport : public BusTest {};

TEST_F(Transport, X7_the_private_socket_is_for_root_alone) {
    struct stat status {};
    ASSERT_EQ(::stat(ramd.socket().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    EXPECT_THAT(call_as(ann, ramd.by_socket(), with_user("GetLoginProfile", "ann")).text,
                testing::HasSubstr("Permission denied"));
}

TEST_F(Transport, X7_a_peer_of_another_uid_is_dropped_where_the_mode_lets_it_in) {
    ASSERT_EQ(::chmod(ramd.socket().c_str(), 0666), 0);
    EXPECT_EQ(call_as(ann, ramd.by_socket(), with_user("GetLoginProfile", "ann")).code,
              "unanswered");
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsDone());
}

TEST_F(Transport, X7_logons_go_on_while_the_bus_hangs_or_is_gone) {
    bus.process().kill(SIGSTOP);
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsDone());
    bus.process().kill(SIGCONT);
    bus.stop();
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsDone());
    EXPECT_THAT(by_socket(change_by_password("ann", password, "another long phrase")), IsDone());
}

TEST_F(Transport, X9_the_name_is_taken_again_after_the_bus_was_restarted) {
    bus.stop();
    bus.start();
    bus.wait_for_owner("org.ramauth1");
    EXPECT_THAT(by_bus(ann, with_user("GetLoginProfile", "ann")), IsDone());
}

TEST_F(Transport, a_connection_that_never_authenticates_is_dropped_and_holds_nobody_up) {
    const UniqueFd silent = connect_raw(ramd.socket());
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsDone());
    char byte = 0;
    EXPECT_EQ(::recv(silent.get(), &byte, 1, 0), 0);
}

TEST_F(Transport, a_peer_that_sends_rubbish_is_dropped) {
    const UniqueFd rude = connect_raw(ramd.socket());
    const std::string rubbish(4096, 'x');
    ASSERT_GT(::send(rude.get(), rubbish.data(), rubbish.size(), MSG_NOSIGNAL), 0);
    char byte = 0;
    while (::recv(rude.get(), &byte, 1, 0) > 0) {
    }
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsDone());
}

TEST_F(Transport, a_peer_that_leaves_before_the_answer_harms_nobody) {
    for (int turn = 0; turn < 20; ++turn) {
        const UniqueFd gone = connect_raw(ramd.socket());
        ChildProcess hasty([&] {
            ::alarm(0);
            const auto soon = ramauth::Deadline::after(std::chrono::milliseconds(1 + turn));
            const Call hurried = authenticate("ann", password);
            (void)ramauth::RamdConnection(ramd.by_socket())
                .call(hurried.interface, hurried.member, hurried.append, soon);
            return 0;
        });
        EXPECT_EQ(hasty.wait(), 0);
    }
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsDone());
    EXPECT_EQ(ramd.stop(), 0);
}

// Lets a child tell that it is so far.
class Signal {
public:
    Signal() {
        int ends[2] = {-1, -1};
        EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
        read_ = UniqueFd(ends[0]);
        write_ = UniqueFd(ends[1]);
    }
    void give() const { EXPECT_EQ(::write(write_.get(), "x", 1), 1); }
    void await() const {
        char byte = 0;
        EXPECT_EQ(::read(read_.get(), &byte, 1), 1);
    }

private:
    UniqueFd read_;
    UniqueFd write_;
};

TEST_F(Transport, H3_one_account_that_floods_leaves_room_for_others) {
    constexpr int calls_that_the_bus_lets_wait = 120;
    const Signal sent;
    ramd.process().kill(SIGSTOP);
    const ChildProcess flooding([&] {
        become(bob);
        RawCaller callers[] = {RawCaller(bus.address()), RawCaller(bus.address()),
                               RawCaller(bus.address())};
        for (auto& caller : callers) {
            for (int turn = 0; turn < calls_that_the_bus_lets_wait; ++turn)
                caller.send("GetPasswordPolicy", "", {});
        }
        sent.give();
        return ::pause();
    });
    sent.await();
    ChildProcess other([&] {
        become(ann);
        RawCaller caller(bus.address());
        caller.send("GetPasswordPolicy", "", {});
        sent.give();
        return caller.hears("MinimumPasswordLength") ? 0 : 1;
    });
    sent.await();
    ramd.process().kill(SIGCONT);
    EXPECT_EQ(other.wait(), 0);
    EXPECT_THAT(ramd.log(), testing::HasSubstr("GetPasswordPolicy: too many requests wait"));
}

TEST_F(Transport, H3_the_work_for_a_caller_that_left_the_bus_is_dropped) {
    auto connection = bus.connect();
    const auto send = [&](const Call& what, bool wait) {
        sd_bus_message* raw = nullptr;
        ASSERT_GE(sd_bus_message_new_method_call(connection.get(), &raw, "org.ramauth1",
                                                 "/org/ramauth1", what.interface, what.member),
                  0);
        const ramauth::MessageHandle message(raw);
        ASSERT_GE(what.append(raw), 0);
        ASSERT_GE(wait ? sd_bus_call(connection.get(), raw, 0, nullptr, nullptr)
                       : sd_bus_send(connection.get(), raw, nullptr),
                  0);
        sd_bus_flush(connection.get());
    };
    const char* unique = nullptr;
    ASSERT_GE(sd_bus_get_unique_name(connection.get(), &unique), 0);
    const std::string name = unique;
    send(without_arguments("GetPasswordPolicy"), true);  // ramd knows the caller by now
    ramd.process().kill(SIGSTOP);
    send(change_by_password("ann", password, "another long phrase"), false);
    connection.reset();
    const auto witness = bus.connect();
    while (sd_bus_get_name_creds(witness.get(), name.c_str(), 0, nullptr) >= 0) {
    }
    ramd.process().kill(SIGCONT);
    for (int turn = 0; turn < 1000 && ramd.log().find("Password change") == std::string::npos;
         ++turn)
        EXPECT_THAT(by_socket(without_arguments("GetPasswordPolicy")), IsDone());
    EXPECT_THAT(ramd.log(), testing::HasSubstr("The caller went away"));
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsDone());
}

TEST_F(Transport, X10_a_second_daemon_on_the_same_state_does_not_start) {
    ChildProcess second([&] {
        return execute({RAMD_PROGRAM, "--config", ramd.path("ramd.conf"), "--state",
                        ramd.path("state"), "--markers", ramd.path("markers"), "--key",
                        ramd.path("key"), "--no-bus", "--socket", ramd.path("second")});
    });
    EXPECT_EQ(second.wait(), 1);
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsDone());
}

TEST_F(Transport, O6_a_configuration_that_does_not_parse_stops_the_start) {
    write_file(ramd.path("bad.conf"), "HashMemory=64\nHashMemroy=64\n");
    ChildProcess wrong([&] {
        return execute({RAMD_PROGRAM, "--config", ramd.path("bad.conf"), "--state",
                        ramd.path("state"), "--key", ramd.path("key"), "--no-bus", "--socket",
                        ramd.path("second")});
    });
    EXPECT_EQ(wrong.wait(), 78);
}

}  // namespace
}  // namespace bustest
