// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/weak_list_update.h"

#include <gmock/gmock.h>

#include <deque>

#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ramctl::testing::Stage;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class FakeUnit final : public UpdateUnit {
public:
    std::deque<std::optional<UnitState>> states;  // the last one stays
    int rounds = 0;                               // until the run is over
    bool well = true;
    std::string word = "the list has 7 entries.";
    std::vector<std::string> done;

    std::optional<UnitState> look() override {
        const auto state = states.front();
        if (states.size() > 1) states.pop_front();
        return state;
    }
    bool start() override {
        done.emplace_back("start");
        return true;
    }
    std::optional<bool> ended(std::chrono::milliseconds) override {
        return rounds-- <= 0 ? std::optional(well) : std::nullopt;
    }
    std::string last_word() override { return word; }
    void request_full() override { done.emplace_back("full"); }
};

const UnitState idle{"loaded", "inactive", "success", ""};
const UnitState busy{"loaded", "activating", "success", "5 of 10 ranges"};

TEST(WeakListUpdate, starts_the_unit_and_says_its_last_word) {
    Stage stage;
    FakeUnit unit;
    unit.states = {idle};
    EXPECT_EQ(update_weak_list({}, stage.environment, unit), ExitStatus::ok);
    EXPECT_THAT(unit.done, ElementsAre("start"));
    EXPECT_EQ(stage.out.str(), "the list has 7 entries.\n");
    EXPECT_EQ(stage.err.str(), "");
}

TEST(WeakListUpdate, a_full_one_is_asked_for_before_the_start) {
    Stage stage;
    FakeUnit unit;
    unit.states = {idle};
    EXPECT_EQ(update_weak_list({.full = true}, stage.environment, unit), ExitStatus::ok);
    EXPECT_THAT(unit.done, ElementsAre("full", "start"));
}

TEST(WeakListUpdate, one_that_is_under_way_is_joined_but_cannot_become_a_full_one) {
    Stage stage;
    FakeUnit unit;
    unit.states = {busy};
    EXPECT_EQ(update_weak_list({}, stage.environment, unit), ExitStatus::ok);
    EXPECT_THAT(stage.err.str(), HasSubstr("under way already"));
    unit = {};
    unit.states = {busy};
    EXPECT_EQ(update_weak_list({.full = true}, stage.environment, unit), ExitStatus::conflict);
    EXPECT_THAT(unit.done, ElementsAre());
}

TEST(WeakListUpdate, a_terminal_sees_how_far_it_is) {
    Stage stage;
    stage.environment.progress = true;
    FakeUnit unit;
    unit.states = {idle, busy};
    unit.rounds = 1;
    EXPECT_EQ(update_weak_list({}, stage.environment, unit), ExitStatus::ok);
    EXPECT_EQ(stage.err.str(), "\r5 of 10 ranges\033[K\r\033[K");
}

TEST(WeakListUpdate, a_failure_is_told_with_its_sentence) {
    Stage stage;
    FakeUnit unit;
    unit.states = {idle, UnitState{"loaded", "failed", "exit-code", "5 of 10 ranges"}};
    unit.well = false;
    unit.word = "range 00002: it is broken";
    EXPECT_EQ(update_weak_list({}, stage.environment, unit), ExitStatus::unavailable);
    EXPECT_THAT(stage.err.str(),
                HasSubstr("ServiceFailure: range 00002: it is broken; journalctl"));
    EXPECT_EQ(stage.out.str(), "");
}

TEST(WeakListUpdate, one_that_was_killed_is_told_as_such) {
    Stage stage;
    FakeUnit unit;
    unit.states = {idle, UnitState{"loaded", "failed", "oom-kill", "5 of 10 ranges"}};
    unit.well = false;
    EXPECT_EQ(update_weak_list({}, stage.environment, unit), ExitStatus::unavailable);
    EXPECT_THAT(stage.err.str(), HasSubstr("was ended (oom-kill)"));
}

TEST(WeakListUpdate, is_for_root) {
    Stage stage;
    stage.environment.caller = {1000, "alice"};
    FakeUnit unit;
    EXPECT_EQ(update_weak_list({}, stage.environment, unit), ExitStatus::not_permitted);
    EXPECT_THAT(unit.done, ElementsAre());
}

TEST(WeakListUpdate, without_systemd_or_the_unit_nothing_is_begun) {
    Stage stage;
    FakeUnit unit;
    unit.states = {std::nullopt};
    EXPECT_EQ(update_weak_list({}, stage.environment, unit), ExitStatus::unavailable);
    unit.states = {UnitState{"not-found", "inactive", "success", ""}};
    EXPECT_EQ(update_weak_list({.full = true}, stage.environment, unit), ExitStatus::unavailable);
    EXPECT_THAT(unit.done, ElementsAre());
}

TEST(WeakListUpdate, json_is_one_document) {
    Stage stage;
    stage.environment.json = true;
    FakeUnit unit;
    unit.states = {idle};
    EXPECT_EQ(update_weak_list({}, stage.environment, unit), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(), "{\"Status\":\"the list has 7 entries.\"}\n");
}

}  // namespace
}  // namespace ramctl
