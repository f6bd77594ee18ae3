// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/loop/bus_pump.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "shared/fd.h"
#include "tests/unit/ramd/loop/bus_pair.h"

namespace ramd {
namespace {

constexpr std::chrono::seconds long_enough{10};

TEST(BusPump, lets_both_ends_become_ready) {
    BusPair pair;
    const auto ready = [&] {
        return sd_bus_is_ready(pair.server->bus()) > 0 && sd_bus_is_ready(pair.client->bus()) > 0;
    };
    while (!ready() && pair.loop.run_one_for(long_enough) > 0) {
    }
    EXPECT_TRUE(ready());
}

TEST(BusPump, tells_once_that_the_peer_has_gone) {
    BusPair pair;
    pair.client.reset();
    pair.loop.run_for(std::chrono::milliseconds(200));
    EXPECT_EQ(pair.server_closed, 1);
    EXPECT_EQ(pair.client_closed, 0);
}

TEST(BusPump, may_be_destroyed_in_what_tells_that_the_peer_has_gone) {
    boost::asio::io_context loop;
    int ends[2] = {-1, -1};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends), 0);
    const ramauth::UniqueFd other(ends[1]);
    std::unique_ptr<BusPump> pump;
    bool told = false;
    pump = std::make_unique<BusPump>(loop.get_executor(), make_end(ends[0], true), [&] {
        told = true;
        pump.reset();
    });
    ASSERT_EQ(::shutdown(other.get(), SHUT_RDWR), 0);
    loop.run_for(long_enough);
    EXPECT_TRUE(told);
}

TEST(BusPump, leaves_no_descriptor_behind) {
    const int before = ::dup(0);
    ::close(before);
    for (int turn = 0; turn < 10; ++turn) {
        BusPair pair;
        pair.loop.run_for(std::chrono::milliseconds(1));
    }
    const int after = ::dup(0);
    ::close(after);
    EXPECT_EQ(before, after);
}

TEST(BusPump, that_waits_outlives_neither_loop_nor_owner) {
    auto pair = std::make_unique<BusPair>();
    pair->loop.poll();
    pair.reset();
}

}  // namespace
}  // namespace ramd
