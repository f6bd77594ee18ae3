// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/shadow_aging.h"

#include <gtest/gtest.h>

namespace ramctl {
namespace {

TEST(ShadowAging, the_text_comes_back_as_it_was) {
    const ShadowAging aging{ShadowLock::hash, 19700, 0, 99999, 7, -1};
    EXPECT_EQ(aging.text(), "lock=hash last=19700 min=0 max=99999 warn=7 inactive=-1");
    EXPECT_EQ(ShadowAging::parse(aging.text()), aging);
    const ShadowAging nothing;
    EXPECT_EQ(ShadowAging::parse(nothing.text()), nothing);
}

TEST(ShadowAging, any_other_text_is_nothing) {
    for (const char* text : {"", "lock", "lock=maybe", "last=x", "last=1x", "last=-2", "=1",
                             "other=1", "lock=hash  last=1", "last=99999999999999999999"})
        EXPECT_FALSE(ShadowAging::parse(text)) << text;
}

}  // namespace
}  // namespace ramctl
