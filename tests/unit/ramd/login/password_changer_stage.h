// SPDX-License-Identifier: LGPL-2.1-or-later
// A PasswordChanger in the house of fakes, and short words for its changes.
#pragma once

#include <gtest/gtest.h>

#include "ramd/login/password_changer.h"
#include "tests/support/login_house.h"

namespace ramd::test {

class PasswordChangerTest : public testing::Test, protected LoginHouse {
protected:
    static constexpr const char* old_password = "correct horse";
    static constexpr const char* new_password = "battery staple";

    Secret ticket(Purpose purpose, std::optional<std::string_view> password = old_password) {
        Ticket made{.user = name("ann"),
                    .purpose = purpose,
                    .epoch = ann().epoch,
                    .password = std::nullopt};
        if (password) made.password = secret(*password);
        return tickets.issue(std::move(made));
    }
    ChangeOutcome change(std::string_view old, std::string_view wanted,
                         Request request = module_request()) {
        return run(changer.change(name("ann"), PasswordProof{secret(old)}, secret(wanted),
                                  std::move(request)));
    }
    ChangeOutcome change(const Secret& by, std::string_view wanted,
                         Request request = module_request()) {
        return run(changer.change(name("ann"), TicketProof{by.clone()}, secret(wanted),
                                  std::move(request)));
    }
    static bool done(const ChangeOutcome& outcome) {
        return std::holds_alternative<PasswordChanged>(outcome);
    }
    void expect_untouched() {
        EXPECT_EQ(ann().hash, FakeHashingPool::hash_of(old_password));
        EXPECT_EQ(ann().epoch, 7U);
        EXPECT_TRUE(store.pending.empty());
        EXPECT_TRUE(sessions.begun.empty());
        EXPECT_EQ(log.count(EventKind::password_changed), 0U);
    }
    static Request with_nonce(std::string nonce) {
        auto request = module_request();
        request.context.nonce = std::move(nonce);
        return request;
    }

    PasswordChanger changer{services};
};

}  // namespace ramd::test
