// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/device_offers.h"

#include <gtest/gtest.h>

#include <string>

namespace ramd {
namespace {

using namespace std::chrono_literals;

class DeviceOffersTest : public testing::Test {
protected:
    static UserName user(std::string_view text) { return UserName::parse(text).value(); }
    static TotpDevice device(std::string seed) {
        TotpDevice made;
        made.seed = std::move(seed);
        return made;
    }

    DeviceOffers::Time now{1h};
    DeviceOffers offers;
};

TEST_F(DeviceOffersTest, is_found_for_its_user_for_ten_minutes) {
    offers.offer(user("ann"), device("one"), now);
    EXPECT_EQ(offers.find(user("bob"), now), nullptr);
    const auto last = now + DeviceOffers::lifetime - 1s;
    ASSERT_NE(offers.find(user("ann"), last), nullptr);
    EXPECT_EQ(offers.find(user("ann"), last)->seed, "one");
    EXPECT_EQ(offers.find(user("ann"), last + 1s), nullptr);
}

TEST_F(DeviceOffersTest, a_new_one_takes_the_place_of_the_earlier_one_and_has_its_own_time) {
    offers.offer(user("ann"), device("one"), now);
    now += 9min;
    offers.offer(user("ann"), device("two"), now);
    now += 9min;
    ASSERT_NE(offers.find(user("ann"), now), nullptr);
    EXPECT_EQ(offers.find(user("ann"), now)->seed, "two");
}

TEST_F(DeviceOffersTest, what_is_forgotten_is_gone_and_the_others_stay) {
    offers.offer(user("ann"), device("one"), now);
    offers.offer(user("bob"), device("two"), now);
    offers.forget(user("ann"));
    EXPECT_EQ(offers.find(user("ann"), now), nullptr);
    EXPECT_NE(offers.find(user("bob"), now), nullptr);
}

TEST_F(DeviceOffersTest, what_was_swept_does_not_come_back_with_the_clock) {
    offers.offer(user("ann"), device("one"), now);
    offers.sweep(now + DeviceOffers::lifetime);
    EXPECT_EQ(offers.find(user("ann"), now), nullptr);
}

TEST_F(DeviceOffersTest, the_oldest_goes_where_there_are_too_many) {
    for (std::size_t i = 0; i <= DeviceOffers::most; ++i)
        offers.offer(user("u" + std::to_string(i)), device("seed"), now);
    EXPECT_EQ(offers.find(user("u0"), now), nullptr);
    EXPECT_NE(offers.find(user("u1"), now), nullptr);
    EXPECT_NE(offers.find(user("u" + std::to_string(DeviceOffers::most)), now), nullptr);
}

}  // namespace
}  // namespace ramd
