// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/verdict.h"

#include <gmock/gmock.h>

#include "tests/unit/ramctl/update/stage.h"

namespace ramctl::update {
namespace {

using ::testing::HasSubstr;
using testing::test_now;
using namespace std::chrono_literals;

constexpr Prefix prefix{7};
constexpr std::chrono::days refresh{90};

Range copy_of(std::size_t entries, Timestamp fetched = test_now - 24h) {
    return {fetched, "\"1\"", testing::entries_of(prefix, entries)};
}

RangeAnswer answer(unsigned status, std::size_t entries = 0) {
    RangeAnswer answer;
    answer.prefix = prefix;
    answer.status = status;
    answer.entries = testing::entries_of(prefix, entries);
    return answer;
}

TEST(EtagToSend, is_that_of_a_young_copy) {
    EXPECT_EQ(etag_to_send(copy_of(1), false, refresh, test_now), "\"1\"");
    EXPECT_EQ(etag_to_send(copy_of(1, test_now - refresh + 1s), false, refresh, test_now), "\"1\"");
}

TEST(EtagToSend, is_none_without_a_copy_for_an_old_one_and_for_a_full_run) {
    EXPECT_EQ(etag_to_send(Range{}, false, refresh, test_now), "");
    EXPECT_EQ(etag_to_send(copy_of(1), true, refresh, test_now), "");
    EXPECT_EQ(etag_to_send(copy_of(1, test_now - refresh), false, refresh, test_now), "");
    EXPECT_EQ(etag_to_send(copy_of(1, test_now + 1h), false, refresh, test_now), "");
    EXPECT_EQ(etag_to_send(copy_of(1), false, std::chrono::days(0), test_now), "");
}

TEST(Judge, a_whole_answer_is_taken_and_not_modified_keeps) {
    EXPECT_EQ(judge(answer(200, 3), "", Range{}, test_now).judgement, Judgement::take);
    EXPECT_EQ(judge(answer(304), "\"1\"", copy_of(3), test_now).judgement, Judgement::keep);
}

TEST(Judge, no_content_is_a_range_without_entries) {
    EXPECT_EQ(judge(answer(204), "\"1\"", copy_of(3), test_now).judgement, Judgement::take);
    EXPECT_EQ(judge(answer(204), "", copy_of(64), test_now).judgement, Judgement::again);
}

TEST(Judge, not_modified_of_another_etag_is_a_lie) {
    RangeAnswer unmodified = answer(304);
    for (const char* same : {"", "\"1\"", "W/\"1\""}) {
        unmodified.etag = same;
        EXPECT_EQ(judge(unmodified, "\"1\"", copy_of(3), test_now).judgement, Judgement::keep);
    }
    EXPECT_EQ(judge(unmodified, "W/\"1\"", copy_of(3), test_now).judgement, Judgement::keep);
    unmodified.etag = "\"2\"";
    const Verdict verdict = judge(unmodified, "\"1\"", copy_of(3), test_now);
    EXPECT_EQ(verdict.judgement, Judgement::again);
    EXPECT_TRUE(verdict.etag_lied);
    EXPECT_THAT(verdict.why, HasSubstr("another ETag"));
}

TEST(Judge, not_modified_unasked_is_a_lie) {
    EXPECT_EQ(judge(answer(304), "", copy_of(3), test_now).judgement, Judgement::again);
    EXPECT_EQ(judge(answer(304), "", Range{}, test_now).judgement, Judgement::again);
}

TEST(Judge, a_range_does_not_shrink_to_less_than_half) {
    EXPECT_EQ(judge(answer(200, 32), "", copy_of(64), test_now).judgement, Judgement::take);
    const Verdict verdict = judge(answer(200, 31), "", copy_of(64), test_now);
    EXPECT_EQ(verdict.judgement, Judgement::again);
    EXPECT_THAT(verdict.why, HasSubstr("31 entries and had 64"));
    EXPECT_EQ(judge(answer(200, 0), "", copy_of(63), test_now).judgement, Judgement::take);
}

TEST(Judge, what_may_pass_is_asked_again) {
    for (const unsigned status : {408U, 425U, 429U, 500U, 502U, 503U, 504U, 599U}) {
        const Verdict verdict = judge(answer(status), "", Range{}, test_now);
        EXPECT_EQ(verdict.judgement, Judgement::again) << status;
        EXPECT_EQ(verdict.throttled, status == 429 || status == 503) << status;
        EXPECT_THAT(verdict.why, HasSubstr(std::to_string(status)));
    }
}

TEST(Judge, what_will_not_pass_ends_the_run) {
    for (const unsigned status : {0U, 100U, 206U, 302U, 400U, 401U, 403U, 404U, 410U})
        EXPECT_EQ(judge(answer(status), "", Range{}, test_now).judgement, Judgement::give_up)
            << status;
    RangeAnswer certificate = answer(0);
    certificate.fault = "the certificate";
    certificate.hopeless = true;
    EXPECT_EQ(judge(certificate, "", Range{}, test_now).judgement, Judgement::give_up);
}

TEST(Judge, retry_after_is_taken_over) {
    RangeAnswer busy = answer(429);
    busy.retry_after = "17";
    EXPECT_EQ(judge(busy, "", Range{}, test_now).retry_after, 17s);
    busy.retry_after = "tomorrow";
    EXPECT_EQ(judge(busy, "", Range{}, test_now).retry_after, std::nullopt);
}

TEST(Judge, a_broken_answer_is_asked_again_with_its_reason) {
    RangeAnswer broken = answer(0);
    broken.fault = "line 3 does not ascend";
    broken.unreachable = true;
    const Verdict verdict = judge(broken, "", Range{}, test_now);
    EXPECT_EQ(verdict.judgement, Judgement::again);
    EXPECT_EQ(verdict.why, "line 3 does not ascend");
    EXPECT_TRUE(verdict.unreachable);
}

}  // namespace
}  // namespace ramctl::update
