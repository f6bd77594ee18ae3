// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/caller.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "shared/fd.h"

namespace ramd {
namespace {

TEST(PeerOfSocket, is_who_connected) {
    int ends[2] = {-1, -1};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    const ramauth::UniqueFd one(ends[0]);
    const ramauth::UniqueFd other(ends[1]);
    const auto peer = peer_of_socket(one.get());
    ASSERT_TRUE(peer);
    EXPECT_EQ(peer->uid.value, ::geteuid());
    EXPECT_EQ(peer->pid, ::getpid());
}

TEST(PeerOfSocket, X2_is_nobody_where_the_kernel_does_not_say) {
    EXPECT_FALSE(peer_of_socket(-1));
    const ramauth::UniqueFd file(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    EXPECT_FALSE(peer_of_socket(file.get()));
}

}  // namespace
}  // namespace ramd
