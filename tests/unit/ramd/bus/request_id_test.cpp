// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/request_id.h"

#include <gmock/gmock.h>

namespace ramd {
namespace {

TEST(RequestId, is_32_hexadecimal_digits_and_another_each_time) {
    const std::string id = make_request_id();
    EXPECT_THAT(id, testing::ContainsRegex("^[0-9a-f]{32}$"));
    EXPECT_NE(id, make_request_id());
}

}  // namespace
}  // namespace ramd
