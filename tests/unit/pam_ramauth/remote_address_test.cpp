// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/remote_address.h"

#include <gtest/gtest.h>

namespace ramauth::pam {
namespace {

TEST(RemoteAddress, is_the_first_word_of_SSH_CONNECTION_where_the_host_is_a_name) {
    EXPECT_EQ("192.0.2.7", remote_address("host.example", "192.0.2.7 50022 192.0.2.1 22"));
    EXPECT_EQ("2001:db8::7", remote_address("host.example", "2001:db8::7 50022 2001:db8::1 22"));
    EXPECT_EQ("fe80::7%eth0", remote_address("host.example", "fe80::7%eth0 50022 fe80::1 22"));
    EXPECT_EQ("192.0.2.7", remote_address("host.example", "192.0.2.7"));
    // What a name server says is not an address, however much it looks like one.
    EXPECT_EQ("192.0.2.7", remote_address("198.51.100.1.example", "192.0.2.7 1 192.0.2.1 22"));
}

TEST(RemoteAddress, is_left_out_where_the_host_says_it_already) {
    for (const char* host : {"192.0.2.9", "2001:db8::9", "::ffff:192.0.2.9", "fe80::9%eth0"})
        EXPECT_EQ("", remote_address(host, "192.0.2.7 50022 192.0.2.1 22")) << host;
}

TEST(RemoteAddress, is_none_for_a_console) {
    EXPECT_EQ("", remote_address("", "192.0.2.7 50022 192.0.2.1 22"));
}

TEST(RemoteAddress, is_none_where_the_variable_holds_none) {
    for (const char* text : {"", " ", " 192.0.2.7", "UNKNOWN 65535 UNKNOWN 65535", "host.example 1",
                             "192.0.2.7/0 1 2 3", "192.0.2.7\n1", "1", "0x7f000001 1 2 3", "%eth0"})
        EXPECT_EQ("", remote_address("host.example", text)) << text;
}

}  // namespace
}  // namespace ramauth::pam
