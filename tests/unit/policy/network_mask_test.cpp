// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/network_mask.h"

#include <gtest/gtest.h>

namespace ramauth::policy {
namespace {

std::optional<std::string> canonical(std::string_view text) {
    const auto mask = NetworkMask::parse(text);
    if (!mask) return std::nullopt;
    return mask->text();
}

bool within(std::string_view address, std::string_view mask) {
    return NetworkMask::parse(mask).value().contains(parse_address(address).value());
}

TEST(NetworkMask, has_one_way_to_be_written) {
    EXPECT_EQ(canonical("192.0.2.0/24"), "192.0.2.0/24");
    EXPECT_EQ(canonical("0.0.0.0/0"), "0.0.0.0/0");
    EXPECT_EQ(canonical("::/0"), "::/0");
    EXPECT_EQ(canonical("2001:DB8:0:0::/32"), "2001:db8::/32");
    EXPECT_EQ(canonical("2001:0db8:0000:0000:0000:0000:0000:0001/128"), "2001:db8::1/128");
}

TEST(NetworkMask, an_address_alone_is_itself) {
    EXPECT_EQ(canonical("192.0.2.7"), "192.0.2.7/32");
    EXPECT_EQ(canonical("2001:db8::7"), "2001:db8::7/128");
}

TEST(NetworkMask, an_ipv4_network_in_ipv6_clothes_is_the_ipv4_network) {
    EXPECT_EQ(canonical("::ffff:192.0.2.0/120"), "192.0.2.0/24");
    EXPECT_EQ(canonical("::ffff:192.0.2.7"), "192.0.2.7/32");
    EXPECT_EQ(canonical("::ffff:0:0/96"), "0.0.0.0/0");
    EXPECT_FALSE(canonical("::ffff:0:0/95"));
}

TEST(NetworkMask, bits_beyond_the_prefix_are_a_mistake) {
    EXPECT_FALSE(canonical("192.0.2.1/24"));
    EXPECT_FALSE(canonical("192.0.2.128/24"));
    EXPECT_EQ(canonical("192.0.2.128/25"), "192.0.2.128/25");
    EXPECT_FALSE(canonical("192.0.2.129/31"));
    EXPECT_FALSE(canonical("1.0.0.0/0"));
    EXPECT_FALSE(canonical("2001:db8::1/64"));
    EXPECT_FALSE(canonical("2001:db9::/31"));
    EXPECT_EQ(canonical("2001:db8::/31"), "2001:db8::/31");
}

TEST(NetworkMask, what_is_none_is_refused) {
    for (const std::string_view bad : {"",
                                       "/",
                                       "/24",
                                       "192.0.2.0/",
                                       "192.0.2.0/33",
                                       "192.0.2.0/-1",
                                       "192.0.2.0/+24",
                                       "192.0.2.0/024",
                                       "192.0.2.0/24 ",
                                       " 192.0.2.0/24",
                                       "192.0.2.0/2 4",
                                       "192.0.2.0/24/24",
                                       "192.0.2/24",
                                       "192.0.2.256/32",
                                       "192.0.02.0/24",
                                       "0xc0.0.2.0/24",
                                       "3221225984",
                                       "::/129",
                                       "::/0x0",
                                       "2001:db8:::/32",
                                       "2001:db8::g/128",
                                       "fe80::%eth0/64",
                                       "fe80::1%eth0",
                                       "localhost",
                                       "example.org/24",
                                       "192.0.2.0/99999999999999999999",
                                       "any",
                                       "*",
                                       "2001:db8:0:0:0:0:0:0:0/32"})
        EXPECT_FALSE(canonical(bad)) << bad;
    EXPECT_FALSE(canonical(std::string_view("192.0.2.0\0/24", 13)));
    EXPECT_FALSE(canonical(std::string_view("192.0.2.7\0", 10)));
    EXPECT_FALSE(canonical(std::string(100'000, '1')));
}

TEST(NetworkMask, contains_its_addresses_and_no_others) {
    EXPECT_TRUE(within("192.0.2.0", "192.0.2.0/24"));
    EXPECT_TRUE(within("192.0.2.255", "192.0.2.0/24"));
    EXPECT_FALSE(within("192.0.3.0", "192.0.2.0/24"));
    EXPECT_FALSE(within("192.0.1.255", "192.0.2.0/24"));
    EXPECT_TRUE(within("192.0.2.129", "192.0.2.128/25"));
    EXPECT_FALSE(within("192.0.2.127", "192.0.2.128/25"));
    EXPECT_TRUE(within("192.0.2.7", "192.0.2.7"));
    EXPECT_FALSE(within("192.0.2.8", "192.0.2.7"));
    EXPECT_TRUE(within("255.255.255.255", "0.0.0.0/0"));
    EXPECT_TRUE(within("2001:db8:ffff::1", "2001:db8::/32"));
    EXPECT_FALSE(within("2001:db9::1", "2001:db8::/32"));
    EXPECT_TRUE(within("2001:db8::1", "::/0"));
}

TEST(NetworkMask, the_two_families_do_not_meet_but_in_mapped_addresses) {
    EXPECT_FALSE(within("192.0.2.7", "::/0"));
    EXPECT_FALSE(within("::", "0.0.0.0/0"));
    EXPECT_FALSE(within("::192.0.2.7", "192.0.2.0/24"));
    EXPECT_TRUE(within("::ffff:192.0.2.7", "192.0.2.0/24"));
    EXPECT_TRUE(within("192.0.2.7", "::ffff:192.0.2.0/120"));
}

TEST(NetworkMask, every_prefix_keeps_its_bits) {
    for (unsigned prefix = 0; prefix <= 32; ++prefix) {
        const NetworkMask mask{NetworkAddress{}, prefix};
        for (unsigned bit = 0; bit < 32; ++bit) {
            NetworkAddress address;
            address.bytes[bit / 8] = static_cast<std::uint8_t>(0x80U >> (bit % 8));
            EXPECT_EQ(mask.contains(address), bit >= prefix) << prefix << " " << bit;
        }
    }
    for (unsigned prefix = 0; prefix <= 128; ++prefix) {
        const NetworkMask mask{NetworkAddress{.is_v6 = true}, prefix};
        for (unsigned bit = 0; bit < 128; ++bit) {
            NetworkAddress address{.is_v6 = true};
            address.bytes[bit / 8] = static_cast<std::uint8_t>(0x80U >> (bit % 8));
            EXPECT_EQ(mask.contains(address), bit >= prefix) << prefix << " " << bit;
        }
    }
}

TEST(NetworkAddress, is_of_numbers_and_loses_its_zone) {
    EXPECT_EQ(parse_address("fe80::1%eth0"), parse_address("fe80::1"));
    EXPECT_EQ(parse_address("::ffff:192.0.2.7"), parse_address("192.0.2.7"));
    EXPECT_EQ(parse_address("::ffff:192.0.2.7%eth0"), parse_address("192.0.2.7"));
    for (const std::string_view bad :
         {"", "localhost", "192.0.2.7%eth0", "fe80::1%", "192.0.2.7/32", "%eth0", "[2001:db8::1]",
          "192.0.2.7:22", "192.0.2.7 "})
        EXPECT_FALSE(parse_address(bad)) << bad;
}

TEST(GuessSource, is_an_ipv4_address_an_ipv6_network_or_the_text) {
    EXPECT_EQ(guess_source("192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(guess_source("::ffff:192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(guess_source("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    EXPECT_EQ(guess_source("2001:db8:1:2::9"), guess_source("2001:db8:1:2:ffff::"));
    EXPECT_NE(guess_source("2001:db8:1:2::9"), guess_source("2001:db8:1:3::9"));
    EXPECT_EQ(guess_source("fe80::1%eth0"), "fe80::/64");
    EXPECT_EQ(guess_source("host.example.org"), "host.example.org");
    EXPECT_EQ(guess_source(""), "");
}

}  // namespace
}  // namespace ramauth::policy
