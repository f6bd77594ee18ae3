// SPDX-License-Identifier: LGPL-2.1-or-later
// Asks NSS on one thread of its own, because NSS may ask a directory server that does not answer.
// What is not answered in time is NssSilent; what comes on top of the bound is NssSilent at once.
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <memory>

#include "ramd/login/accounts.h"

namespace ramd {

// What getpwnam_r(3) or getpwuid_r(3) says, on the calling thread.
[[nodiscard]] AccountAnswer ask_nss(const AccountQuestion& question);

class NssAccounts : public Accounts {
public:
    using Lookup = std::function<AccountAnswer(const AccountQuestion&)>;

    static constexpr std::size_t most_waiting = 64;

    // Goes before the loop does. A lookup that hangs is left behind with its thread.
    explicit NssAccounts(boost::asio::any_io_executor loop, Lookup lookup = ask_nss,
                         std::chrono::milliseconds patience = std::chrono::seconds(5));
    NssAccounts(const NssAccounts&) = delete;
    NssAccounts& operator=(const NssAccounts&) = delete;
    ~NssAccounts() override;

    [[nodiscard]] boost::asio::awaitable<AccountAnswer> find(AccountQuestion question,
                                                             ramauth::Deadline by) override;

private:
    struct State;
    std::shared_ptr<State> state_;
    std::chrono::milliseconds patience_;
};

}  // namespace ramd
