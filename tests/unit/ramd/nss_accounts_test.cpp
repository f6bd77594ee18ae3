// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/nss_accounts.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <future>
#include <optional>

namespace ramd {
namespace {

namespace asio = boost::asio;
using ramauth::UserName;

AccountAnswer find(asio::io_context& loop, NssAccounts& accounts, const char* name,
                   ramauth::Deadline by = ramauth::Deadline::after(std::chrono::hours(1))) {
    std::optional<AccountAnswer> answer;
    const UserName user = *UserName::parse(name);
    asio::co_spawn(loop, accounts.find(user, by),
                   [&](const std::exception_ptr& fault, AccountAnswer found) {
                       if (fault) std::rethrow_exception(fault);
                       answer = std::move(found);
                   });
    loop.restart();
    loop.run();
    return answer.value();
}

TEST(NssAccounts, finds_an_account_and_says_when_there_is_none) {
    asio::io_context loop;
    NssAccounts accounts(loop.get_executor());
    const AccountAnswer root = find(loop, accounts, "root");
    ASSERT_TRUE(std::holds_alternative<Account>(root));
    EXPECT_EQ(std::get<Account>(root).uid.value, 0U);
    EXPECT_TRUE(std::holds_alternative<NoAccount>(find(loop, accounts, "no-such-account")));
}

TEST(NssAccounts, M1_an_answer_that_does_not_come_is_silence) {
    asio::io_context loop;
    std::promise<void> release;
    const auto released = std::make_shared<std::shared_future<void>>(release.get_future());
    NssAccounts accounts(
        loop.get_executor(),
        [released](const AccountQuestion&) -> AccountAnswer {
            released->wait();
            return NoAccount{};
        },
        std::chrono::milliseconds(20));
    EXPECT_TRUE(std::holds_alternative<NssSilent>(find(loop, accounts, "ann")));
    EXPECT_TRUE(std::holds_alternative<NssSilent>(find(loop, accounts, "bob")));
    release.set_value();
}

TEST(NssAccounts, M1_is_waited_for_no_longer_than_the_request) {
    asio::io_context loop;
    std::promise<void> release;
    const auto released = std::make_shared<std::shared_future<void>>(release.get_future());
    NssAccounts accounts(
        loop.get_executor(),
        [released](const AccountQuestion&) -> AccountAnswer {
            released->wait();
            return NoAccount{};
        },
        std::chrono::hours(1));
    const auto soon = ramauth::Deadline::after(std::chrono::milliseconds(20));
    EXPECT_TRUE(std::holds_alternative<NssSilent>(find(loop, accounts, "ann", soon)));
    release.set_value();
}

TEST(NssAccounts, may_go_while_a_lookup_hangs) {
    std::promise<void> release;
    const auto released = std::make_shared<std::shared_future<void>>(release.get_future());
    {
        asio::io_context loop;
        NssAccounts accounts(
            loop.get_executor(),
            [released](const AccountQuestion&) -> AccountAnswer {
                released->wait();
                return NoAccount{};
            },
            std::chrono::milliseconds(1));
        (void)find(loop, accounts, "ann");
    }
    release.set_value();
}

}  // namespace
}  // namespace ramd
