// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update_unit.h"

#include <gtest/gtest.h>

namespace ramctl {
namespace {

TEST(UpdateUnit, is_read_from_what_systemctl_shows) {
    const UnitState state = parse_unit_state(
        "Result=exit-code\nLoadState=loaded\nOther=x\nStatusText=range 1: a=b\nActiveState=failed");
    EXPECT_EQ(state.load, "loaded");
    EXPECT_EQ(state.active, "failed");
    EXPECT_EQ(state.result, "exit-code");
    EXPECT_EQ(state.status, "range 1: a=b");
    EXPECT_EQ(parse_unit_state("").load, "");
}

}  // namespace
}  // namespace ramctl
