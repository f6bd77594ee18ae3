// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/nonce.h"

#include <gtest/gtest.h>

namespace ramctl {
namespace {

TEST(Nonce, it_is_128_bits_in_hexadecimal_and_never_the_same) {
    const std::string nonce = fresh_nonce();
    EXPECT_EQ(nonce.size(), 32U);
    EXPECT_EQ(nonce.find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_NE(nonce, fresh_nonce());
}

}  // namespace
}  // namespace ramctl
