// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/job_queue.h"

#include <gtest/gtest.h>

#include <string>

namespace ramd {
namespace {

constexpr JobOwner root{{0}};
constexpr JobOwner ann{{1001}};
constexpr JobOwner bob{{1002}};
constexpr JobOwner spare{{1001}, true};

class JobQueueTest : public testing::Test {
protected:
    void push(JobOwner owner, char name) { queue.push({owner, name}); }
    // Begins what may, in its order.
    std::string begin() {
        std::string begun;
        while (queue.may_begin()) begun.push_back(queue.begin().work);
        return begun;
    }

    JobQueue<char> queue{4, 64};
};

TEST_F(JobQueueTest, roots_jobs_go_first_and_others_have_half_of_the_workers) {
    push(ann, 'a');
    push(bob, 'b');
    push({{1003}}, 'c');
    push(root, 'r');
    push(root, 's');
    EXPECT_EQ(begin(), "rsab");
    queue.ended(ann);
    EXPECT_EQ(begin(), "c");
}

TEST_F(JobQueueTest, an_ordinary_user_has_one_job_at_a_time) {
    EXPECT_TRUE(queue.may_push(ann));
    push(ann, 'a');
    EXPECT_FALSE(queue.may_push(ann));
    EXPECT_TRUE(queue.may_push(bob));
    EXPECT_EQ(begin(), "a");
    EXPECT_FALSE(queue.has_room(ann));
    queue.ended(ann);
    EXPECT_TRUE(queue.has_room(ann));
}

TEST_F(JobQueueTest, H5_a_spare_job_begins_alone_and_when_nothing_else_waits) {
    push(spare, 'x');
    push(spare, 'y');
    push(ann, 'a');
    push(root, 'r');
    EXPECT_EQ(begin(), "rax");
    queue.ended(root);
    EXPECT_EQ(begin(), "") << "one at a time";
    queue.ended(spare);
    EXPECT_EQ(begin(), "y");
}

TEST_F(JobQueueTest, H5_a_spare_job_stands_behind_others_who_wait_for_their_share) {
    JobQueue<char> one_worker(1, 64);
    one_worker.push({ann, 'a'});
    one_worker.push({bob, 'b'});
    one_worker.push({spare, 'x'});
    EXPECT_EQ(one_worker.begin().work, 'a');
    EXPECT_FALSE(one_worker.may_begin());
    one_worker.ended(ann);
    EXPECT_EQ(one_worker.begin().work, 'b');
    one_worker.ended(bob);
    EXPECT_EQ(one_worker.begin().work, 'x');
}

TEST_F(JobQueueTest, H5_a_spare_job_does_not_take_its_users_only_place) {
    push(spare, 'x');
    EXPECT_TRUE(queue.may_push(ann));
    push(ann, 'a');
    EXPECT_TRUE(queue.has_room(spare));
    EXPECT_EQ(begin(), "ax");
    queue.ended(spare);
    EXPECT_FALSE(queue.may_push(ann)) << "the user's own one still runs";
}

TEST_F(JobQueueTest, few_spare_jobs_wait) {
    for (std::size_t i = 0; i < JobQueue<char>::most_spare; ++i) {
        EXPECT_TRUE(queue.has_room(spare));
        push(spare, 'x');
    }
    EXPECT_FALSE(queue.has_room(spare));
    EXPECT_TRUE(queue.has_room(ann));
    EXPECT_EQ(queue.ahead_of(root), 0U);
    EXPECT_EQ(queue.ahead_of(ann), 0U);
}

TEST_F(JobQueueTest, what_has_not_begun_can_be_dropped) {
    push(root, 'r');
    push(ann, 'a');
    push(spare, 'x');
    EXPECT_EQ(queue.drop_all().size(), 3U);
    EXPECT_FALSE(queue.may_begin());
    EXPECT_TRUE(queue.may_push(ann));
}

}  // namespace
}  // namespace ramd
