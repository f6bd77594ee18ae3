// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/weak_bucket.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "ramd/store/record_codec.h"

namespace ramd::test {
namespace {

WeakHash hash_of(unsigned bucket, unsigned char last) {
    WeakHash hash;
    hash.bytes[0] = static_cast<unsigned char>(bucket >> 4U);
    hash.bytes[1] = static_cast<unsigned char>(bucket << 4U);
    hash.bytes[19] = last;
    return hash;
}

TEST(WeakBucket, Every_bucket_has_its_key_and_no_other_text_is_one) {
    for (unsigned number = 0; number < weak_buckets; ++number) {
        EXPECT_EQ(bucket_of(hash_of(number, 7)), number);
        EXPECT_EQ(bucket_number(bucket_key(number)), number);
    }
    EXPECT_EQ(bucket_key(0x0af), "0af");
    for (const char* text : {"", "0", "af", "0AF", "0afa", "1000", " af", "-af", "+af", "0x1"})
        EXPECT_FALSE(bucket_number(text)) << text;
}

TEST(WeakBucket, Hashes_come_back_as_they_were) {
    const WeakBucket bucket{hash_of(5, 1), hash_of(5, 2), hash_of(5, 255)};
    const std::string text = encode_bucket(5, bucket);
    EXPECT_EQ(text.size(), 60U);
    EXPECT_EQ(decode_bucket(5, text), bucket);
}

TEST(WeakBucket, What_is_empty_unordered_twice_or_elsewhere_is_neither_written_nor_read) {
    const WeakHash one = hash_of(5, 1);
    const WeakHash two = hash_of(5, 2);
    for (const WeakBucket& bad : {WeakBucket{}, WeakBucket{two, one}, WeakBucket{one, one},
                                  WeakBucket{hash_of(6, 1)}, WeakBucket(most_in_bucket + 1, one)}) {
        EXPECT_THROW((void)encode_bucket(5, bad), std::invalid_argument);
        std::string text;
        for (const WeakHash& hash : bad) text.append(hash.bytes.begin(), hash.bytes.end());
        EXPECT_THROW((void)decode_bucket(5, text), RecordError);
    }
    EXPECT_THROW((void)decode_bucket(5, encode_bucket(5, {one}).substr(1)), RecordError);
}

}  // namespace
}  // namespace ramd::test
