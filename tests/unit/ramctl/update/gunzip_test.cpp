// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/gunzip.h"

#include <gtest/gtest.h>

#include <string>

namespace ramctl::update {
namespace {

std::string gzip(const std::string& text) {
    z_stream stream{};
    EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string packed(text.size() + 1000, '\0');
    std::string input = text;
    stream.next_in = reinterpret_cast<unsigned char*>(input.data());
    stream.avail_in = static_cast<unsigned>(input.size());
    stream.next_out = reinterpret_cast<unsigned char*>(packed.data());
    stream.avail_out = static_cast<unsigned>(packed.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

struct Unpacked {
    std::string text;
    bool fed = true;
    bool whole = false;
};

Unpacked unpack(Gunzip& gunzip, const std::string& packed, std::size_t part) {
    Unpacked unpacked;
    gunzip.restart();
    for (std::size_t at = 0; at < packed.size() && unpacked.fed; at += part)
        unpacked.fed = gunzip.feed(std::string_view(packed).substr(at, part),
                                   [&unpacked](std::string_view text) {
                                       unpacked.text += text;
                                       return unpacked.text.size() < 1'000'000;
                                   });
    unpacked.whole = gunzip.whole();
    return unpacked;
}

std::string example() {
    std::string text;
    for (int i = 0; i < 10'000; ++i) text += std::to_string(i * i) + "\n";
    return text;
}

TEST(Gunzip, gives_back_what_was_packed_in_whatever_parts) {
    Gunzip gunzip;
    const std::string packed = gzip(example());
    for (const std::size_t part : {std::size_t{1}, std::size_t{1000}, packed.size()}) {
        const Unpacked unpacked = unpack(gunzip, packed, part);
        EXPECT_TRUE(unpacked.fed && unpacked.whole) << part;
        EXPECT_EQ(unpacked.text, example());
    }
}

TEST(Gunzip, one_that_is_cut_short_anywhere_is_not_whole) {
    Gunzip gunzip;
    const std::string packed = gzip(example());
    for (std::size_t size = 0; size < packed.size(); size += 97)
        EXPECT_FALSE(unpack(gunzip, packed.substr(0, size), 500).whole) << size;
    EXPECT_FALSE(unpack(gunzip, packed.substr(0, packed.size() - 1), 500).whole);
}

TEST(Gunzip, what_is_none_or_has_something_behind_it_is_refused) {
    Gunzip gunzip;
    EXPECT_FALSE(unpack(gunzip, "0000000000000000:1\r\n", 5).fed);
    EXPECT_FALSE(unpack(gunzip, gzip("a") + "b", 1000).fed);
    EXPECT_FALSE(unpack(gunzip, gzip("a") + gzip("b"), 1).fed);
    std::string wrong_sum = gzip("abc");
    wrong_sum[wrong_sum.size() - 8] = static_cast<char>(wrong_sum[wrong_sum.size() - 8] ^ 1);
    EXPECT_FALSE(unpack(gunzip, wrong_sum, 1000).fed);
}

TEST(Gunzip, a_bomb_ends_where_its_taker_has_enough) {
    Gunzip gunzip;
    const Unpacked unpacked = unpack(gunzip, gzip(std::string(50'000'000, '0')), 1000);
    EXPECT_FALSE(unpacked.fed);
    EXPECT_LT(unpacked.text.size(), 1'100'000U);
}

}  // namespace
}  // namespace ramctl::update
