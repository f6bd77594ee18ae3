// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/courier_client.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

namespace ramd {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using asio::local::stream_protocol;
using ramauth::Deadline;
using ramauth::Secret;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class KeptEvents : public EventLog {
public:
    void record(const Event& event) noexcept override {
        if (event.kind == EventKind::message_not_sent) details.push_back(event.detail);
    }
    std::vector<std::string> details;
};

class CourierClientTest : public testing::Test {
protected:
    CourierClientTest()
        : path_(testing::TempDir() + "courier-" + std::to_string(::getpid()) + ".sock") {}
    ~CourierClientTest() override { std::filesystem::remove(path_); }

    // A courier that reads a request to its end, and then answers and hangs up, or does neither.
    void serve(std::optional<std::string> answer) {
        acceptor_.emplace(loop_, stream_protocol::endpoint(path_));
        asio::co_spawn(loop_, play(std::move(answer)), asio::detached);
    }
    asio::awaitable<void> play(std::optional<std::string> answer) {
        stream_protocol::socket peer = co_await acceptor_->async_accept(asio::use_awaitable);
        boost::system::error_code end;
        co_await asio::async_read(peer, asio::dynamic_buffer(received_),
                                  asio::redirect_error(asio::use_awaitable, end));
        if (answer)
            co_await asio::async_write(peer, asio::buffer(*answer), asio::use_awaitable);
        else
            held_.emplace(std::move(peer));
    }

    bool hand_over(CourierMessage message, std::chrono::milliseconds patience = 20s) {
        CourierClient client(log_, path_);
        std::optional<bool> taken;
        asio::co_spawn(loop_, client.hand_over(std::move(message), Deadline::after(patience)),
                       [&](const std::exception_ptr& fault, bool result) {
                           EXPECT_FALSE(fault);
                           taken = result;
                       });
        while (!taken && loop_.run_one_for(30s) > 0) continue;
        EXPECT_TRUE(taken.has_value());
        return taken.value_or(false);
    }
    static CourierMessage mail(std::string to = "ann@example.org") {
        return {CourierWay::email, std::move(to), "Your code", Secret::copy_of("123456")};
    }

    asio::io_context loop_{1};
    std::string path_;
    KeptEvents log_;
    std::optional<stream_protocol::acceptor> acceptor_;
    std::optional<stream_protocol::socket> held_;
    std::string received_;
};

TEST_F(CourierClientTest, a_mail_that_was_taken_is_handed_over) {
    serve("taken\n");
    EXPECT_TRUE(hand_over(mail()));
    EXPECT_EQ(received_, "1 email 6\nann@example.org\nYour code\n123456");
    EXPECT_THAT(log_.details, IsEmpty());
}

TEST_F(CourierClientTest, an_sms_has_no_subject) {
    serve("taken\n");
    EXPECT_TRUE(hand_over({CourierWay::sms, "+491701234567", "Your code", Secret::copy_of("1")}));
    EXPECT_EQ(received_, "1 sms 1\n+491701234567\n\n1");
}

TEST_F(CourierClientTest, why_one_was_not_taken_stands_in_the_journal) {
    serve("not taken: /usr/sbin/sendmail ended with status 75\n");
    EXPECT_FALSE(hand_over(mail()));
    EXPECT_THAT(log_.details, ElementsAre("email: /usr/sbin/sendmail ended with status 75"));
}

TEST_F(CourierClientTest, nothing_but_the_word_is_a_yes) {
    for (const char* answer : {"not taken: \n", "taken", "taken \n", "Taken\n", "", "\n"}) {
        std::filesystem::remove(path_);
        serve(answer);
        EXPECT_FALSE(hand_over(mail())) << answer;
    }
    EXPECT_EQ(log_.details.size(), 6U);
}

TEST_F(CourierClientTest, an_answer_without_end_is_not_read_on) {
    serve(std::string(100'000, 'x'));
    EXPECT_FALSE(hand_over(mail()));
    EXPECT_EQ(log_.details.size(), 1U);
}

TEST_F(CourierClientTest, a_courier_that_hangs_is_left_at_the_deadline) {
    serve(std::nullopt);
    const auto began = Deadline::Clock::now();
    EXPECT_FALSE(hand_over(mail(), 300ms));
    EXPECT_LT(Deadline::Clock::now() - began, 10s);
    EXPECT_THAT(log_.details, ElementsAre("email: ramd-courier did not answer in time"));
    ASSERT_TRUE(held_) << "expected: it had read the request";
    // The connection is closed, which ends what the courier runs.
    char byte = 0;
    boost::system::error_code end;
    held_->read_some(asio::buffer(&byte, 1), end);
    EXPECT_EQ(end, asio::error::eof);
}

TEST_F(CourierClientTest, a_deadline_that_has_passed_is_no_wait) {
    serve(std::nullopt);
    EXPECT_FALSE(hand_over(mail(), 0ms));
    EXPECT_EQ(log_.details.size(), 1U);
}

TEST_F(CourierClientTest, a_host_without_courier_is_told) {
    EXPECT_FALSE(hand_over(mail()));
    ASSERT_EQ(log_.details.size(), 1U);
    EXPECT_THAT(log_.details[0], HasSubstr("ramd-courier"));
}

TEST_F(CourierClientTest, a_contact_that_is_no_address_is_not_sent) {
    serve("taken\n");
    for (const char* to : {"ann@example.org\nBcc: bob@example.org", "-t", "", "ann"})
        EXPECT_FALSE(hand_over(mail(to))) << to;
    EXPECT_FALSE(hand_over({CourierWay::sms, "ann@example.org", "", Secret::copy_of("1")}));
    EXPECT_TRUE(received_.empty());
    EXPECT_EQ(log_.details.size(), 5U);
    for (const auto& detail : log_.details) EXPECT_THAT(detail, testing::Not(HasSubstr("ann@")));
}

}  // namespace
}  // namespace ramd
