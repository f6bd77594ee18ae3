// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/nonce_book.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>

namespace ramd {
namespace {

using namespace std::chrono_literals;
using Answer = std::variant<NonceBook::Claim, ChangeOutcome>;

class NonceBookTest : public testing::Test {
protected:
    static NonceBook::Key key(const std::string& nonce, unsigned caller = 0) {
        return {UserName::parse("ann").value(), Uid{caller}, nonce};
    }
    // Asks, and gives the answer where there is one without waiting.
    void ask(std::optional<Answer>& answer, NonceBook::Key wanted) {
        boost::asio::co_spawn(loop, keep(answer, std::move(wanted)), [](std::exception_ptr error) {
            if (error) std::rethrow_exception(error);
        });
        poll();
    }
    boost::asio::awaitable<void> keep(std::optional<Answer>& answer, NonceBook::Key wanted) {
        answer.emplace(co_await book.claim(std::move(wanted)));
    }
    void poll() {
        loop.restart();
        loop.poll();
    }
    static bool is_claim(const std::optional<Answer>& answer) {
        return answer && std::holds_alternative<NonceBook::Claim>(*answer);
    }
    static std::uint64_t epoch_in(const std::optional<Answer>& answer) {
        return std::get<PasswordChanged>(std::get<ChangeOutcome>(answer.value())).epoch;
    }
    static void settle(std::optional<Answer>& answer, std::uint64_t epoch) {
        std::get<NonceBook::Claim>(*answer).settle(PasswordChanged{epoch});
    }

    // Answers that come in spawned coroutines go before the loop and the book do.
    boost::asio::io_context loop{1};
    Deadline::Clock::time_point now = Deadline::Clock::now();
    NonceBook book{[this] { return now; }};
};

TEST_F(NonceBookTest, P4_a_repeat_gets_the_stored_outcome) {
    std::optional<Answer> first;
    std::optional<Answer> again;
    ask(first, key("n"));
    ASSERT_TRUE(is_claim(first));
    settle(first, 9);
    ask(again, key("n"));
    EXPECT_EQ(epoch_in(again), 9U);
}

TEST_F(NonceBookTest, P4_a_repeat_waits_for_what_is_under_way) {
    std::optional<Answer> first;
    std::optional<Answer> again;
    ask(first, key("n"));
    ask(again, key("n"));
    EXPECT_FALSE(again);
    settle(first, 9);
    poll();
    EXPECT_EQ(epoch_in(again), 9U);
}

TEST_F(NonceBookTest, one_of_those_who_wait_takes_over_where_nothing_was_decided) {
    std::optional<Answer> first;
    std::optional<Answer> second;
    std::optional<Answer> third;
    ask(first, key("n"));
    ask(second, key("n"));
    ask(third, key("n"));
    first.reset();
    poll();
    ASSERT_NE(is_claim(second), is_claim(third));
    settle(is_claim(second) ? second : third, 9);
    poll();
    EXPECT_TRUE(second && third);
}

TEST_F(NonceBookTest, nonces_of_another_caller_are_others) {
    std::optional<Answer> first;
    std::optional<Answer> other;
    ask(first, key("n", 0));
    settle(first, 9);
    ask(other, key("n", 1001));
    EXPECT_TRUE(is_claim(other));
}

TEST_F(NonceBookTest, outcomes_are_kept_for_ten_minutes) {
    std::optional<Answer> first;
    std::optional<Answer> in_time;
    std::optional<Answer> too_late;
    ask(first, key("n"));
    settle(first, 9);
    now += 10min - 1s;
    ask(in_time, key("n"));
    EXPECT_EQ(epoch_in(in_time), 9U);
    now += 1s;
    ask(too_late, key("n"));
    EXPECT_TRUE(is_claim(too_late));
}

TEST_F(NonceBookTest, is_bounded_and_the_oldest_outcome_goes) {
    for (std::size_t i = 0; i < NonceBook::most + 1; ++i) {
        std::optional<Answer> answer;
        ask(answer, key("n" + std::to_string(i)));
        settle(answer, i);
        now += 1ms;
    }
    std::optional<Answer> newest;
    std::optional<Answer> oldest;
    ask(newest, key("n" + std::to_string(NonceBook::most)));
    EXPECT_EQ(epoch_in(newest), NonceBook::most);
    ask(oldest, key("n0"));
    EXPECT_TRUE(is_claim(oldest));
}

}  // namespace
}  // namespace ramd
