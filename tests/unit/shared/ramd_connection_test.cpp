// SPDX-License-Identifier: LGPL-2.1-or-later
#include "shared/ramd_connection.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cstdlib>
#include <mutex>

#include "tests/unit/shared/fake_ramd.h"
#include "tests/unit/shared/raw_peer.h"

namespace ramauth::test {
namespace {

using namespace std::chrono_literals;

void answer(sd_bus_message* call) {
    const char* text = nullptr;
    sd_bus_message_read(call, "s", &text);
    sd_bus_reply_method_return(call, "s", text);
}
void keep_silent(sd_bus_message*) {}

int append_ping(sd_bus_message* message) {
    return sd_bus_message_append(message, "s", "ping");
}

std::ptrdiff_t open_fds() {
    namespace fs = std::filesystem;
    return std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator());
}

class RamdConnectionTest : public ::testing::Test {
protected:
    [[nodiscard]] RamdAddress address() const {
        return {directory.file("login"), "unix:path=" + directory.file("bus"), ::geteuid(), "root"};
    }
    static Reply call(const RamdAddress& where, Deadline::Clock::duration budget = 5s) {
        return RamdConnection(where).call("org.ramauth1.Login", "Ping", append_ping,
                                          Deadline::after(budget));
    }
    [[nodiscard]] Reply call(Deadline::Clock::duration budget = 5s) const {
        return call(address(), budget);
    }
    static std::string text_in(const Reply& reply) {
        const auto* message = std::get_if<MessageHandle>(&reply);
        const char* text = nullptr;
        if (message == nullptr || sd_bus_message_read(message->get(), "s", &text) < 0)
            return "no text";
        return text;
    }
    static Unanswered unanswered(const Reply& reply) {
        const auto* found = std::get_if<Unanswered>(&reply);
        return found != nullptr ? *found : Unanswered{"it was answered"};
    }

    SocketDirectory directory;
};

TEST_F(RamdConnectionTest, An_answer_arrives_and_no_descriptor_stays_open) {
    const FakeRamd ramd(directory.file("login"), answer);
    EXPECT_EQ(text_in(call()), "ping");
    // The server closes its end some time later, so only a growth tells anything.
    const auto before = open_fds();
    for (int i = 0; i < 50; ++i) EXPECT_EQ(text_in(call()), "ping");
    EXPECT_LT(open_fds(), before + 10);
    EXPECT_EQ(ramd.connections(), 51);
}

TEST_F(RamdConnectionTest, M1_without_an_answer_the_deadline_is_kept) {
    const FakeRamd ramd(directory.file("login"), keep_silent);
    const auto start = Deadline::Clock::now();
    const Unanswered result = unanswered(call(150ms));
    const auto took = Deadline::Clock::now() - start;
    EXPECT_TRUE(result.maybe_done);
    EXPECT_GE(took, 149ms);
    EXPECT_LT(took, 650ms);
}

TEST_F(RamdConnectionTest, M1_a_peer_that_does_not_even_greet_is_given_up_at_the_deadline) {
    const UniqueFd listening = listen_on(directory.file("login"));
    const auto start = Deadline::Clock::now();
    (void)unanswered(call(150ms));
    EXPECT_LT(Deadline::Clock::now() - start, 650ms);
}

TEST_F(RamdConnectionTest, M1_a_listener_whose_queue_is_full_is_given_up_at_the_deadline) {
    const UniqueFd bound = bind_socket(directory.file("login"));
    ASSERT_EQ(::listen(bound.get(), 0), 0);
    std::vector<Reply> others;
    const auto start = Deadline::Clock::now();
    for (int i = 0; i < 4; ++i) others.push_back(call(50ms));
    for (const Reply& reply : others) EXPECT_NE(unanswered(reply).detail, "it was answered");
    EXPECT_LT(Deadline::Clock::now() - start, 4 * 50ms + 500ms);
}

TEST_F(RamdConnectionTest, A_deadline_that_has_passed_asks_nothing) {
    const FakeRamd ramd(directory.file("login"), answer);
    EXPECT_FALSE(unanswered(call(0ms)).maybe_done);
    EXPECT_EQ(ramd.calls(), 0);
}

TEST_F(RamdConnectionTest, X11_a_reply_after_the_deadline_is_not_taken_for_a_later_calls) {
    std::mutex guard;
    std::vector<MessageHandle> late;
    const FakeRamd ramd(directory.file("login"), [&](sd_bus_message* message) {
        const std::lock_guard lock(guard);
        if (late.empty()) {
            late.emplace_back(sd_bus_message_ref(message));
            return;
        }
        // Now the first one is answered, with something else, and then this.
        sd_bus_reply_method_return(late.front().get(), "s", "stale");
        answer(message);
    });
    EXPECT_TRUE(unanswered(call(100ms)).maybe_done);
    EXPECT_EQ(text_in(call()), "ping");
    const std::lock_guard lock(guard);
    late.clear();
}

TEST_F(RamdConnectionTest, A_refusal_of_ours_is_a_refusal) {
    const FakeRamd ramd(directory.file("login"), [](sd_bus_message* message) {
        sd_bus_reply_method_errorf(message,
                                   "org.ramauth1.Error.InvalidParameter.MaxPasswordAge.Range",
                                   "0 to 1095 (request 0)");
    });
    const Reply reply = call();
    ASSERT_TRUE(std::holds_alternative<Refusal>(reply));
    EXPECT_EQ(std::get<Refusal>(reply).code, Code::parameter_range);
    EXPECT_EQ(std::get<Refusal>(reply).field, "MaxPasswordAge");
    EXPECT_EQ(std::get<Refusal>(reply).sentence, "0 to 1095 (request 0)");
}

TEST_F(RamdConnectionTest, F1_a_foreign_error_is_no_answer) {
    for (const char* name :
         {"org.freedesktop.DBus.Error.UnknownMethod", "org.freedesktop.DBus.Error.AccessDenied",
          "org.ramauth1.Error.NoSuchCode", "com.example.LoginDisabled",
          "org.ramauth2.Error.LoginDisabled"}) {
        std::filesystem::remove(directory.file("login"));
        const FakeRamd ramd(directory.file("login"), [name](sd_bus_message* message) {
            sd_bus_reply_method_errorf(message, name, "x");
        });
        const Unanswered result = unanswered(call());
        EXPECT_TRUE(result.maybe_done) << name;
        EXPECT_NE(result.detail, "it was answered") << name;
    }
}

TEST_F(RamdConnectionTest, F1_a_reply_of_other_types_cannot_be_read_as_the_agreed_ones) {
    const FakeRamd ramd(directory.file("login"), [](sd_bus_message* message) {
        sd_bus_reply_method_return(message, "u", 1U);
    });
    EXPECT_EQ(text_in(call()), "no text");
}

TEST_F(RamdConnectionTest, F1_a_peer_that_hangs_up_is_no_answer) {
    const FakeRamd ramd(directory.file("login"), [](sd_bus_message* message) {
        sd_bus_close(sd_bus_message_get_bus(message));
    });
    const auto start = Deadline::Clock::now();
    EXPECT_TRUE(unanswered(call()).maybe_done);
    EXPECT_LT(Deadline::Clock::now() - start, 2s);
}

TEST_F(RamdConnectionTest, X7_a_listener_of_another_uid_is_told_nothing) {
    const FakeRamd ramd(directory.file("login"), answer);
    RamdAddress where = address();
    where.socket_owner = ::geteuid() + 1;
    EXPECT_FALSE(unanswered(call(where)).maybe_done);
    EXPECT_EQ(ramd.calls(), 0);
}

TEST_F(RamdConnectionTest, Where_nobody_listens_the_bus_is_asked) {
    const FakeRamd bus(directory.file("bus"), as_bus(0, answer));
    EXPECT_EQ(text_in(call()), "ping") << "the socket does not exist";
    { const UniqueFd bound = bind_socket(directory.file("login")); }
    EXPECT_EQ(text_in(call()), "ping") << "the socket refuses";
    RamdAddress where = address();
    where.private_socket.clear();
    EXPECT_EQ(text_in(call(where)), "ping") << "no socket is named";
}

TEST_F(RamdConnectionTest, Where_ramd_listens_but_does_not_answer_the_bus_is_not_asked) {
    const FakeRamd ramd(directory.file("login"), keep_silent);
    const FakeRamd bus(directory.file("bus"), as_bus(0, answer));
    EXPECT_TRUE(unanswered(call(100ms)).maybe_done);
    EXPECT_EQ(bus.connections(), 0);
}

TEST_F(RamdConnectionTest, F1_an_owner_of_the_name_that_is_not_ramd_is_told_nothing) {
    std::atomic<bool> asked{false};
    const FakeRamd bus(directory.file("bus"),
                       as_bus(65'534, [&](sd_bus_message*) { asked = true; }));
    EXPECT_FALSE(unanswered(call()).maybe_done);
    RamdAddress where = address();
    where.bus_owner = "no-such-account";
    EXPECT_FALSE(unanswered(call(where)).maybe_done);
    EXPECT_FALSE(asked);
}

TEST_F(RamdConnectionTest, M1_a_bus_that_does_not_answer_is_given_up_at_the_deadline) {
    const UniqueFd listening = listen_on(directory.file("bus"));
    const auto start = Deadline::Clock::now();
    EXPECT_FALSE(unanswered(call(150ms)).maybe_done);
    EXPECT_LT(Deadline::Clock::now() - start, 650ms);
}

TEST_F(RamdConnectionTest, Without_socket_and_bus_there_is_no_answer_at_once) {
    const auto start = Deadline::Clock::now();
    EXPECT_FALSE(unanswered(call()).maybe_done);
    EXPECT_LT(Deadline::Clock::now() - start, 1s);
}

TEST_F(RamdConnectionTest, Arguments_that_cannot_be_appended_are_not_sent) {
    const FakeRamd ramd(directory.file("login"), answer);
    const Reply reply = RamdConnection(address()).call(
        "org.ramauth1.Login", "Ping", [](sd_bus_message*) { return -ENOBUFS; },
        Deadline::after(5s));
    EXPECT_FALSE(unanswered(reply).maybe_done);
    EXPECT_EQ(ramd.calls(), 0);
}

TEST_F(RamdConnectionTest, M12_the_environment_has_no_influence) {
    const FakeRamd trap(directory.file("trap"), answer);
    const FakeRamd bus(directory.file("bus"), as_bus(0, answer));
    const std::string other = "unix:path=" + directory.file("trap");
    ::setenv("DBUS_SYSTEM_BUS_ADDRESS", other.c_str(), 1);
    ::setenv("DBUS_SESSION_BUS_ADDRESS", other.c_str(), 1);
    ::setenv("SYSTEMD_BUS_TIMEOUT", "1us", 1);
    EXPECT_EQ(text_in(call()), "ping");
    EXPECT_EQ(RamdAddress::standard().bus_address, "unix:path=/run/dbus/system_bus_socket");
    EXPECT_EQ(RamdAddress::standard().private_socket, "/run/ramd/login");
    const FakeRamd silent(directory.file("login"), keep_silent);
    const auto start = Deadline::Clock::now();
    (void)unanswered(call(150ms));
    EXPECT_GE(Deadline::Clock::now() - start, 149ms);
    EXPECT_EQ(trap.connections(), 0);
    for (const char* name :
         {"DBUS_SYSTEM_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS", "SYSTEMD_BUS_TIMEOUT"})
        ::unsetenv(name);
}

// Numbers 0 to 2 while the request is made, in a process that has closed its own.
int fds_below_three_are_free(sd_bus_message* message) {
    for (int fd = 0; fd < 3; ++fd)
        if (::fcntl(fd, F_GETFD) >= 0) return -EBADFD;
    return append_ping(message);
}

int run_without_stdio(const RamdAddress& where) {
    for (int fd = 0; fd < 3; ++fd) ::close(fd);
    const Reply reply = RamdConnection(where).call("org.ramauth1.Login", "Ping",
                                                   fds_below_three_are_free, Deadline::after(5s));
    for (int fd = 0; fd < 3; ++fd)
        if (::fcntl(fd, F_GETFD) >= 0) return 3;
    return std::holds_alternative<MessageHandle>(reply) ? 0 : 4;
}

TEST_F(RamdConnectionTest, M2_with_stdio_closed_no_descriptor_takes_its_place) {
    for (const bool over_socket : {false, true}) {
        // Before there is another thread, whose locks a child would inherit; it waits for the word.
        int word[2] = {-1, -1};
        ASSERT_EQ(::pipe(word), 0);
        const pid_t child = ::fork();
        char byte = 0;
        if (child == 0) ::_exit(::read(word[0], &byte, 1) == 1 ? run_without_stdio(address()) : 9);
        std::optional<FakeRamd> ramd;
        if (over_socket) ramd.emplace(directory.file("login"), answer);
        if (!over_socket) ramd.emplace(directory.file("bus"), as_bus(0, answer));
        ASSERT_EQ(::write(word[1], "x", 1), 1);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        EXPECT_TRUE(WIFEXITED(status)) << over_socket;
        EXPECT_EQ(WEXITSTATUS(status), 0) << over_socket;
    }
}

TEST_F(RamdConnectionTest, F1_truncated_and_broken_replies_are_no_answer) {
    using namespace std::string_literals;
    // The head of a method return: little endian, version 1, body of 9 bytes.
    const std::string head = "l\2\1\1\x09\0\0\0\1\0\0\0"s;
    for (const std::string& bytes :
         {""s, "x"s, head, head + "\x10\0\0\0"s, head + "\xff\xff\xff\xff"s,
          std::string(4096, '\0'), std::string(4096, '\xff'), "B" + std::string(64, '\1')}) {
        std::filesystem::remove(directory.file("login"));
        const RawPeer peer(directory.file("login"), bytes);
        const auto start = Deadline::Clock::now();
        const Unanswered result = unanswered(call(2s));
        EXPECT_NE(result.detail, "it was answered");
        EXPECT_TRUE(result.maybe_done);
        EXPECT_LT(Deadline::Clock::now() - start, 2500ms);
    }
}

}  // namespace
}  // namespace ramauth::test
