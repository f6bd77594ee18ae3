// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ramctl/verbs.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ::testing::ElementsAre;
using testing::Stage;

TEST(Unlock, it_asks_ramd_and_says_so) {
    Stage stage;
    stage.client.next_done = Done{};
    EXPECT_EQ(run(UnlockVerb{"alice"}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.client.asked, ElementsAre("unlock alice"));
    EXPECT_EQ(stage.out.str(), "");
}

TEST(Unlock, json_says_what_was_done) {
    Stage stage;
    stage.environment.json = true;
    stage.client.next_done = Done{};
    EXPECT_EQ(run(UnlockVerb{"alice"}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(), "{\"UserName\":\"alice\",\"Unlocked\":true}\n");
}

TEST(Unlock, no_answer_ends_with_8) {
    Stage stage;
    EXPECT_EQ(run(UnlockVerb{"alice"}, stage.environment), ExitStatus::unavailable);
    EXPECT_EQ(stage.err.str(), "ramctl: ServiceFailure: ramd does not answer (not told).\n");
}

}  // namespace
}  // namespace ramctl
