// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/change_once.h"

#include <gtest/gtest.h>

#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;
using ramauth::Refusal;

class ChangeOnceTest : public testing::Test, protected LoginHouse {
protected:
    ChangeOnceTest() { add_ann(); }

    ChangeOutcome change(const std::string& nonce) {
        Request request = manager_request();
        request.context.nonce = nonce;
        const MakeChange make = [this]() -> boost::asio::awaitable<ChangeOutcome> {
            ++made;
            co_return outcome;
        };
        return run(change_once(services, nonces, name("ann"), request, make));
    }

    NonceBook nonces;
    ChangeOutcome outcome = PasswordChanged{8};
    unsigned made = 0;
};

TEST_F(ChangeOnceTest, without_a_nonce_it_is_made_each_time) {
    for (int i = 0; i < 2; ++i) (void)change("");
    EXPECT_EQ(made, 2U);
}

TEST_F(ChangeOnceTest, P4_what_was_decided_is_told_again) {
    EXPECT_EQ(std::get<PasswordChanged>(change("n1")).epoch, 8U);
    outcome = Refusal{Code::password_too_weak, "Too short.", {}};
    EXPECT_EQ(std::get<PasswordChanged>(change("n1")).epoch, 8U);
    EXPECT_EQ(code_of(change("n2")), Code::password_too_weak);
    EXPECT_EQ(code_of(change("n2")), Code::password_too_weak);
    EXPECT_EQ(made, 2U);
}

TEST_F(ChangeOnceTest, P4_what_was_not_decided_is_tried_again) {
    for (const auto code : {Code::limit_exceeded, Code::service_failure}) {
        outcome = Refusal{code, "Not now.", {}};
        EXPECT_EQ(code_of(change("n1")), code);
    }
    EXPECT_EQ(made, 2U);
}

TEST_F(ChangeOnceTest, P4_the_record_tells_what_was_committed_before_a_restart) {
    Request request = manager_request();
    request.context.nonce = "n1";
    store.profiles.at("ann").last_change_nonce = stored_nonce(request);
    EXPECT_EQ(std::get<PasswordChanged>(change("n1")).epoch, ann().epoch);
    EXPECT_EQ(made, 0U);
}

}  // namespace
}  // namespace ramd::test
