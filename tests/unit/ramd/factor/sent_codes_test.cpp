// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/factor/sent_codes.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>

namespace ramd {
namespace {

using namespace std::chrono_literals;
using ramauth::UserName;

class SentCodesTest : public testing::Test {
protected:
    static UserName name(const std::string& text) { return UserName::parse(text).value(); }
    std::string sent(CourierWay way = CourierWay::email) {
        return std::string(codes_.make(ann_, way, now_).view());
    }
    bool take(const std::string& code) { return codes_.take(ann_, code, now_); }
    // Another one than any that is good.
    static std::string wrong(std::string code) {
        code[0] = code[0] == '9' ? '0' : static_cast<char>(code[0] + 1);
        return code;
    }

    UserName ann_ = name("ann");
    UserName bob_ = name("bob");
    SentCodes codes_;
    SentCodes::Time now_{1000h};
};

TEST_F(SentCodesTest, are_six_digits_and_each_digit_comes_in_each_place) {
    std::array<std::set<char>, SentCodes::digits> seen;
    std::set<std::string> all;
    for (int i = 0; i < 2000; ++i) {
        const std::string code = sent();
        ASSERT_EQ(code.size(), SentCodes::digits);
        for (std::size_t place = 0; place < code.size(); ++place) {
            ASSERT_TRUE(code[place] >= '0' && code[place] <= '9') << code;
            seen.at(place).insert(code[place]);
        }
        all.insert(code);
    }
    // That a digit is missing from a place by chance: less than once in 10^89.
    for (const auto& place : seen) EXPECT_EQ(place.size(), 10U);
    EXPECT_GT(all.size(), 1900U);
}

TEST_F(SentCodesTest, a_code_is_good_once_and_for_its_user) {
    const std::string code = sent();
    EXPECT_FALSE(codes_.take(bob_, code, now_));
    EXPECT_TRUE(take(code));
    EXPECT_FALSE(take(code));
}

TEST_F(SentCodesTest, a_code_is_good_for_ten_minutes) {
    std::string code = sent();
    now_ += SentCodes::lifetime - 1ns;
    EXPECT_TRUE(take(code));
    code = sent();
    now_ += SentCodes::lifetime;
    EXPECT_FALSE(take(code));
}

TEST_F(SentCodesTest, the_fifth_wrong_one_uses_all_of_the_user_up_and_nobody_elses) {
    const std::string mailed = sent(), texted = sent(CourierWay::sms);
    const std::string bobs(codes_.make(bob_, CourierWay::email, now_).view());
    std::string neither = wrong(mailed);
    if (neither == texted) neither = wrong(neither);
    for (unsigned i = 1; i < SentCodes::most_tries; ++i) ASSERT_FALSE(take(neither));
    {
        SentCodes others;
        const std::string code(others.make(ann_, CourierWay::email, now_).view());
        for (unsigned i = 1; i < SentCodes::most_tries; ++i)
            ASSERT_FALSE(others.take(ann_, wrong(code), now_));
        EXPECT_TRUE(others.take(ann_, code, now_))
            << "expected: the fifth try may be the right one";
    }
    ASSERT_FALSE(take(neither));
    EXPECT_FALSE(take(mailed));
    EXPECT_FALSE(take(texted));
    EXPECT_TRUE(codes_.take(bob_, bobs, now_));
}

TEST_F(SentCodesTest, a_right_one_uses_the_other_ways_up) {
    const std::string mailed = sent(), texted = sent(CourierWay::sms);
    EXPECT_TRUE(take(texted));
    EXPECT_FALSE(take(mailed));
}

TEST_F(SentCodesTest, a_new_one_takes_the_place_of_the_earlier_one_of_its_way) {
    const std::string mailed = sent();
    const std::string texted = sent(CourierWay::sms);
    now_ += 1min;
    std::string again = sent();
    while (again == mailed) again = sent();
    codes_.handed_over(ann_, CourierWay::email);
    EXPECT_FALSE(take(mailed));
    EXPECT_TRUE(take(texted));
}

TEST_F(SentCodesTest, an_earlier_one_stays_good_where_the_new_one_is_not_handed_over) {
    const std::string first = sent();
    codes_.handed_over(ann_, CourierWay::email);
    now_ += 1min;
    std::string second = sent();
    while (second == first) second = sent();
    codes_.drop(ann_, CourierWay::email);
    EXPECT_TRUE(codes_.has(ann_, now_));
    EXPECT_FALSE(take(second));
    EXPECT_TRUE(take(first));
}

TEST_F(SentCodesTest, a_user_waits_a_minute_whatever_the_way_and_whatever_came_of_it) {
    EXPECT_EQ(codes_.wait(ann_, now_), 0s);
    const std::string code = sent();
    EXPECT_EQ(codes_.wait(ann_, now_), 60s);
    EXPECT_EQ(codes_.wait(bob_, now_), 0s);
    codes_.drop(ann_, CourierWay::email);
    EXPECT_FALSE(take(code)) << "expected: what could not be sent is good for nothing";
    now_ += 30s + 1ms;
    EXPECT_EQ(codes_.wait(ann_, now_), 30s) << "expected: rounded up";
    const std::string second = sent(CourierWay::sms);
    EXPECT_TRUE(take(second));
    EXPECT_EQ(codes_.wait(ann_, now_), 60s) << "expected: a code that was used counts";
    now_ += 60s;
    EXPECT_EQ(codes_.wait(ann_, now_), 0s);
    codes_.sweep(now_);
    EXPECT_EQ(codes_.wait(ann_, now_), 0s);
}

TEST_F(SentCodesTest, to_drop_one_way_leaves_the_other) {
    const std::string mailed = sent(), texted = sent(CourierWay::sms);
    codes_.drop(ann_, CourierWay::email);
    EXPECT_FALSE(mailed != texted && take(mailed));
    EXPECT_TRUE(take(texted));
}

TEST_F(SentCodesTest, what_is_no_code_is_none) {
    const std::string code = sent();
    for (const std::string& typed :
         {std::string(), code.substr(1), code + "0", std::string(100'000, '0')}) {
        EXPECT_FALSE(take(typed)) << typed.size();
    }
    EXPECT_TRUE(take(code)) << "four tries were wrong";
    EXPECT_FALSE(take("")) << "expected: what was used up is not an empty code";
    codes_.drop(ann_, CourierWay::email);
    EXPECT_FALSE(take(""));
    EXPECT_FALSE(codes_.take(bob_, "", now_));
}

TEST_F(SentCodesTest, are_bounded_in_number_and_the_oldest_goes) {
    const std::string code = sent();
    for (std::size_t i = 1; i < SentCodes::most; ++i)
        (void)codes_.make(name("u" + std::to_string(i)), CourierWay::email, now_);
    EXPECT_EQ(codes_.size(), SentCodes::most);
    (void)codes_.make(bob_, CourierWay::email, now_);
    EXPECT_EQ(codes_.size(), SentCodes::most);
    EXPECT_FALSE(take(code));
}

TEST_F(SentCodesTest, a_sweep_takes_away_what_is_old_and_nothing_else) {
    const std::string old = sent();
    now_ += 5min;
    const std::string young(codes_.make(bob_, CourierWay::sms, now_).view());
    now_ += 5min;
    codes_.sweep(now_);
    EXPECT_EQ(codes_.size(), 1U);
    EXPECT_FALSE(take(old));
    EXPECT_TRUE(codes_.take(bob_, young, now_));
}

}  // namespace
}  // namespace ramd
