// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/logind_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <optional>

#include "tests/unit/ramd/loop/bus_pair.h"

namespace ramd {
namespace {

using ::testing::HasSubstr;
using Kind = LogindFailed::Kind;

// logind is the other end of a connection, and does what the test says.
class LogindClientTest : public testing::Test {
protected:
    enum class Mood { silent, leaving, nonsense, denying };

    static int answer(sd_bus_message* call, void* self, sd_bus_error* error) {
        auto& test = *static_cast<LogindClientTest*>(self);
        switch (test.mood) {
            case Mood::silent:
                return 1;
            case Mood::leaving:
                test.pair.server.reset();
                return 1;
            case Mood::nonsense:
                return sd_bus_reply_method_return(call, "u", 1U);
            case Mood::denying:
                return sd_bus_error_set(error, SD_BUS_ERROR_ACCESS_DENIED, "not you");
        }
        return 1;
    }
    void SetUp() override {
        ASSERT_GE(
            sd_bus_add_object(pair.server->bus(), nullptr, "/org/freedesktop/login1", answer, this),
            0);
    }
    template <class T>
    T run(boost::asio::awaitable<T> asked) {
        std::optional<T> got;
        boost::asio::co_spawn(pair.loop, std::move(asked),
                              [&](const std::exception_ptr& fault, T answer) {
                                  if (fault) std::rethrow_exception(fault);
                                  got = std::move(answer);
                                  pair.loop.stop();
                              });
        pair.loop.restart();
        pair.loop.run();
        return std::move(got).value();
    }

    Mood mood = Mood::silent;
    BusPair pair;
    LogindClient client{[this] { return pair.client.get(); }};
    LogindClient without_bus{[] { return nullptr; }};
};

LogindSession session(const std::string& id,
                      const std::string& told_by = "org.freedesktop.login1") {
    LogindSession result;
    result.id = id;
    result.told_by = told_by;
    return result;
}

template <class T>
LogindFailed failed(LogindAnswer<T> answer) {
    auto* failure = std::get_if<LogindFailed>(&answer);
    if (failure == nullptr) throw std::runtime_error("expected a failure, got an answer");
    return std::move(*failure);
}

TEST_F(LogindClientTest, says_that_there_is_no_bus) {
    const auto list = failed(run(without_bus.list()));
    EXPECT_EQ(list.kind, Kind::silent);
    EXPECT_EQ(list.message, "no connection to the system bus");
    EXPECT_EQ(failed(run(without_bus.session_of(1))).kind, Kind::silent);
    const auto ended = run(without_bus.terminate(session("1")));
    ASSERT_TRUE(ended) << "expected: what could not be asked is not called done";
    EXPECT_EQ(ended->kind, Kind::silent);
    EXPECT_TRUE(run(without_bus.kill_all(session("1"))));
}

TEST_F(LogindClientTest, M1_waits_a_second_for_the_session_of_a_process) {
    const auto before = std::chrono::steady_clock::now();
    const auto session = failed(run(client.session_of(1)));
    const auto took = std::chrono::steady_clock::now() - before;
    EXPECT_EQ(session.kind, Kind::silent);
    EXPECT_THAT(session.message, HasSubstr("no answer in time"));
    EXPECT_GE(took, std::chrono::milliseconds(900));
    EXPECT_LT(took, std::chrono::seconds(3));
}

TEST_F(LogindClientTest, says_that_the_bus_went_away_while_it_waited) {
    mood = Mood::leaving;
    const auto list = failed(run(client.list()));
    EXPECT_EQ(list.kind, Kind::silent);
    EXPECT_NE(list.message, "");
}

TEST_F(LogindClientTest, says_that_a_reply_cannot_be_read) {
    mood = Mood::nonsense;
    const auto list = failed(run(client.list()));
    EXPECT_EQ(list.kind, Kind::silent);
    EXPECT_THAT(list.message, HasSubstr("unreadable reply of logind"));
}

TEST_F(LogindClientTest, R6_tells_a_no_from_silence) {
    mood = Mood::denying;
    const auto ended = run(client.terminate(session("1")));
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->kind, Kind::denied);
    EXPECT_THAT(ended->message, HasSubstr("not you"));
}

TEST_F(LogindClientTest, R5_asks_nobody_else_to_end_what_nobody_has_described) {
    mood = Mood::denying;
    const auto ended = run(client.terminate(session("1", "")));
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->kind, Kind::silent) << "expected: no call to whoever is logind now";
    EXPECT_EQ(run(client.kill_all(session("1", "")))->kind, Kind::silent);
}

}  // namespace
}  // namespace ramd
