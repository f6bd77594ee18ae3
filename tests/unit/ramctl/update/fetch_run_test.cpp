// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/fetch_run.h"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/unit/ramctl/update/stage.h"

namespace ramctl::update {
namespace {

using namespace testing;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr Prefix third{2};

std::string failure_of(Stage& stage) {
    try {
        stage.run();
    } catch (const RunFailed& fault) {
        return fault.what();
    }
    return "no failure";
}

TEST(FetchRun, asks_for_each_range_once_and_with_the_etags_the_second_time) {
    Stage stage;
    stage.run();
    EXPECT_EQ(stage.fetcher.asked.size(), 260U);
    EXPECT_EQ(stage.counts.fetched, 260U);
    stage.run();
    EXPECT_EQ(stage.fetcher.asked.size(), 260U);
    EXPECT_EQ(stage.counts.not_modified, 260U);
}

TEST(FetchRun, no_more_are_under_way_than_were_agreed) {
    Stage stage;
    stage.settings.parallel = 5;
    stage.run();
    EXPECT_EQ(stage.fetcher.most_under_way, 5U);
}

TEST(FetchRun, a_fault_is_asked_again_after_a_pause_and_others_do_not_wait_for_it) {
    Stage stage;
    for (int i = 0; i < 3; ++i)
        stage.fetcher.scripts[third].push_back(
            [](const RangeRequest& request) { return with_fault(request, "it was cut short"); });
    stage.run();
    EXPECT_EQ(stage.fetcher.times_asked(third), 4U);
    EXPECT_EQ(stage.counts.retried, 3U);
    EXPECT_EQ(stage.counts.fetched, 260U);
    EXPECT_THAT(stage.lines, Contains(AllOf(HasSubstr("range 00002"), HasSubstr("cut short"))));
    std::chrono::milliseconds slept{};
    for (const auto pause : stage.fetcher.slept) slept += pause;
    EXPECT_EQ(slept, 500ms + 1s + 2s);
}

TEST(FetchRun, the_last_try_ends_the_run_with_range_url_and_reason) {
    Stage stage;
    stage.settings.tries = 3;
    stage.fetcher.scripts[third] = std::deque<FakeFetcher::Script>(
        3, [](const RangeRequest& request) { return with_status(request, 500); });
    EXPECT_EQ(
        failure_of(stage),
        "range 00002 (https://corpus.test/range/00002): the server answers 500; it was asked 3 "
        "times");
    EXPECT_FALSE(std::filesystem::exists(stage.settings.list));
}

TEST(FetchRun, what_came_before_a_failure_is_not_fetched_again) {
    Stage stage;
    stage.settings.tries = 1;
    stage.fetcher.scripts[{0x101}].push_back(
        [](const RangeRequest& request) { return with_status(request, 500); });
    EXPECT_THAT(failure_of(stage), HasSubstr("1 time"));
    stage.run();
    EXPECT_EQ(stage.fetcher.times_asked(third), 0U) << "its pack was whole";
    EXPECT_EQ(stage.fetcher.times_asked({0x100}), 1U);
    EXPECT_EQ(stage.counts.not_modified, 1U) << "of the other pack one had come";
}

TEST(FetchRun, another_4xx_ends_the_run_at_once) {
    Stage stage;
    stage.fetcher.scripts[third].push_back(
        [](const RangeRequest& request) { return with_status(request, 404); });
    EXPECT_THAT(failure_of(stage), HasSubstr("answers 404"));
    EXPECT_EQ(stage.fetcher.times_asked(third), 1U);
}

TEST(FetchRun, retry_after_holds_everything) {
    Stage stage;
    stage.settings.parallel = 1;
    stage.fetcher.scripts[third].push_back(
        [](const RangeRequest& request) { return with_status(request, 429, "30"); });
    stage.run();
    std::chrono::milliseconds slept{};
    for (const auto pause : stage.fetcher.slept) slept += pause;
    EXPECT_EQ(slept, 30s);
    EXPECT_EQ(stage.fetcher.asked.at(3).prefix, third) << "nobody was asked in between";
}

TEST(FetchRun, nobody_is_asked_while_nobody_is_there) {
    Stage stage;
    stage.settings.tries = 4;
    stage.fetcher.always = [](const RangeRequest& request) {
        RangeAnswer answer = with_fault(request, "could not connect");
        answer.unreachable = true;
        return answer;
    };
    EXPECT_THAT(failure_of(stage), HasSubstr("could not connect; it was asked 4 times"));
    EXPECT_LT(stage.fetcher.asked.size(), 16U * 4U);
}

TEST(FetchRun, a_304_without_a_copy_is_asked_again) {
    Stage stage;
    stage.fetcher.scripts[third].push_back(
        [](const RangeRequest& request) { return with_status(request, 304); });
    stage.run();
    EXPECT_EQ(stage.fetcher.times_asked(third), 2U);
    EXPECT_EQ(stage.counts.fetched, 260U);
}

TEST(FetchRun, a_lying_etag_does_not_last) {
    Stage stage;
    stage.run();
    stage.fetcher.per_range = 4;  // under the same ETags
    stage.wall += 89 * 24h;
    stage.run();
    EXPECT_EQ(stage.counts.not_modified, 260U) << "it is believed for a time";
    stage.wall += 24h;
    stage.run();
    EXPECT_EQ(stage.counts.fetched, 260U);
}

TEST(FetchRun, whose_etag_lied_is_asked_without_one) {
    Stage stage;
    stage.run();
    stage.fetcher.scripts[third].push_back([&stage](const RangeRequest& request) {
        RangeAnswer answer = stage.fetcher.well(request);
        answer.etag = "another";
        return answer;
    });
    stage.run();
    std::vector<std::string> etags;
    for (const RangeRequest& request : stage.fetcher.asked) {
        if (request.prefix == third) etags.push_back(request.etag);
    }
    EXPECT_THAT(etags, ElementsAre("00002/1", ""));
    EXPECT_EQ(stage.counts.fetched, 1U);
    EXPECT_EQ(stage.counts.not_modified, 259U);
}

TEST(FetchRun, a_run_that_was_begun_too_long_ago_is_begun_anew_with_etags) {
    Stage stage;
    stage.settings.tries = 1;
    for (const auto& [age, asked_again] : {std::pair{longest_run - 1s, 4U}, {longest_run, 260U}}) {
        stage.fetcher.scripts[{0x103}].push_back(
            [](const RangeRequest& request) { return with_status(request, 500); });
        EXPECT_THROW(stage.run(), RunFailed);
        stage.wall += age;
        stage.run();
        EXPECT_EQ(stage.fetcher.asked.size(), asked_again);
        EXPECT_EQ(stage.fetcher.asked.front().etag.empty(), false);
    }
}

TEST(FetchRun, a_pack_has_no_more_entries_than_a_list_could_hold_of_it) {
    Stage stage;
    stage.fetcher.per_range = most_entries_of_pack / 10;
    EXPECT_THAT(failure_of(stage), AllOf(HasSubstr("range 0000A"),
                                         HasSubstr("more entries than any list could hold")));
}

TEST(FetchRun, a_full_run_believes_no_etag_also_after_an_interruption) {
    Stage stage;
    stage.run();
    stage.fetcher.per_range = 4;
    stage.settings.tries = 1;
    stage.fetcher.scripts[{0x103}].push_back(
        [](const RangeRequest& request) { return with_status(request, 500); });
    EXPECT_THROW(stage.run(true), RunFailed);
    stage.run(false);
    EXPECT_EQ(stage.counts.fetched, 4U) << "the rest of the full run";
    stage.run(false);
    EXPECT_EQ(stage.counts.not_modified, 260U);
}

TEST(FetchRun, a_damaged_pack_is_fetched_anew) {
    Stage stage;
    stage.run();
    std::ofstream(stage.cache + "/000.pack", std::ios::app) << "x";
    stage.run();
    EXPECT_EQ(stage.counts.fetched, 256U);
    EXPECT_EQ(stage.counts.not_modified, 4U);
    EXPECT_THAT(stage.lines, Contains(HasSubstr("000.pack")));
}

TEST(FetchRun, copies_of_another_url_are_not_believed) {
    Stage stage;
    stage.run();
    stage.settings.url = "https://other.test";
    stage.run();
    EXPECT_EQ(stage.counts.fetched, 260U);
}

}  // namespace
}  // namespace ramctl::update
