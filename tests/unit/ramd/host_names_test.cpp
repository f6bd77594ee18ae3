// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/host_names.h"

#include <gmock/gmock.h>

namespace ramd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* hosts =
    "127.0.0.1\tlocalhost\n"
    "# 192.0.2.1 gate.old.example.org\n"
    "127.0.1.1 gate.example.org gate  # gate.not.example.org\n"
    "192.0.2.9 gateway.example.org gateway\n"
    "2001:db8::1 gate.lan gate.example.org";

TEST(HostNames, are_the_short_one_and_the_full_ones_of_the_hosts_file) {
    EXPECT_THAT(host_names("gate", hosts), ElementsAre("gate", "gate.example.org", "gate.lan"));
    EXPECT_THAT(host_names("other", hosts), ElementsAre("other"));
    EXPECT_THAT(host_names("other", ""), ElementsAre("other"));
}

TEST(HostNames, a_full_name_gives_its_short_one) {
    EXPECT_THAT(host_names("gate.example.com", hosts),
                ElementsAre("gate", "gate.example.com", "gate.example.org", "gate.lan"));
    EXPECT_THAT(host_names("gate.example.org", hosts),
                ElementsAre("gate", "gate.example.org", "gate.lan"));
}

TEST(HostNames, a_host_without_a_name_has_none) {
    EXPECT_THAT(host_names("", hosts), IsEmpty());
    EXPECT_THAT(host_names(".", hosts), IsEmpty());
}

TEST(HostNames, this_host_has_one) {
    EXPECT_FALSE(host_names().empty());
}

}  // namespace
}  // namespace ramd
