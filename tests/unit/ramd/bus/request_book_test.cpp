// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/request_book.h"

#include <gtest/gtest.h>

#include <vector>

namespace ramd {
namespace {

RequestBook::Abandoned request() {
    return std::make_shared<std::atomic<bool>>(false);
}

class RequestBookTest : public testing::Test {
protected:
    // How many of so many are let in.
    std::size_t admitted(const std::string& sender, std::size_t wanted) {
        std::size_t in = 0;
        for (std::size_t i = 0; i < wanted; ++i) in += book.admit(sender, request()) ? 1U : 0U;
        return in;
    }

    RequestBook book;
};

TEST_F(RequestBookTest, H3_one_sender_leaves_room_for_others) {
    EXPECT_EQ(admitted(":1.1", 1000), RequestBook::most_of_sender);
    EXPECT_EQ(admitted(":1.2", 1), 1U);
}

TEST_F(RequestBookTest, H3_all_of_them_are_bounded) {
    std::size_t in = 0;
    for (int sender = 0; sender < 100; ++sender) in += admitted(std::to_string(sender), 16);
    EXPECT_EQ(in, RequestBook::most);
}

TEST_F(RequestBookTest, a_place_is_free_again_when_its_request_is_done) {
    const auto first = request();
    ASSERT_TRUE(book.admit(":1.1", first));
    ASSERT_EQ(admitted(":1.1", 100), RequestBook::most_of_sender - 1);
    book.done(":1.1", first);
    EXPECT_EQ(admitted(":1.1", 100), 1U);
}

TEST_F(RequestBookTest, one_user_is_bounded_and_root_is_not) {
    for (std::size_t i = 0; i < RequestBook::most_of_uid; ++i)
        EXPECT_TRUE(book.admit_uid(Uid{1001}));
    EXPECT_FALSE(book.admit_uid(Uid{1001}));
    EXPECT_TRUE(book.admit_uid(Uid{1002}));
    for (std::size_t i = 0; i < 100; ++i) EXPECT_TRUE(book.admit_uid(Uid{0}));
    book.uid_done(Uid{1001});
    EXPECT_TRUE(book.admit_uid(Uid{1001}));
}

TEST_F(RequestBookTest, H3_the_requests_of_a_sender_that_has_gone_learn_it) {
    const auto gone = request();
    const auto other = request();
    ASSERT_TRUE(book.admit(":1.1", gone));
    ASSERT_TRUE(book.admit(":1.2", other));
    book.sender_gone(":1.1");
    EXPECT_TRUE(gone->load());
    EXPECT_FALSE(other->load());
    book.all_gone();
    EXPECT_TRUE(other->load());
}

TEST_F(RequestBookTest, X2_who_a_sender_is_is_known_until_it_has_gone) {
    const auto first = request();
    ASSERT_TRUE(book.admit(":1.1", first));
    EXPECT_FALSE(book.caller_of(":1.1"));
    book.identified(":1.1", {Uid{1001}, 42});
    book.done(":1.1", first);
    ASSERT_TRUE(book.caller_of(":1.1"));
    EXPECT_EQ(book.caller_of(":1.1")->uid, Uid{1001});
    EXPECT_FALSE(book.caller_of(":1.2"));
    book.sender_gone(":1.1");
    EXPECT_FALSE(book.caller_of(":1.1"));
}

TEST_F(RequestBookTest, a_sender_that_was_identified_after_it_went_is_forgotten_with_its_request) {
    const auto last = request();
    ASSERT_TRUE(book.admit(":1.1", last));
    book.sender_gone(":1.1");
    book.identified(":1.1", {Uid{1001}, 42});
    book.done(":1.1", last);
    EXPECT_FALSE(book.caller_of(":1.1"));
}

}  // namespace
}  // namespace ramd
