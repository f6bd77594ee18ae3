// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/cgroup_place.h"

#include <gtest/gtest.h>

namespace ramctl {
namespace {

using ramauth::Uid;

std::string unit_of(std::string_view path) {
    return place_of(path).unit;
}

TEST(CgroupPath, of_cgroup_v2) {
    EXPECT_EQ(cgroup_path("0::/system.slice/cron.service\n"), "/system.slice/cron.service");
    EXPECT_EQ(cgroup_path("0::/a:b:c\n"), "/a:b:c");
    EXPECT_EQ(cgroup_path("0::/no-line-feed"), "/no-line-feed");
}

TEST(CgroupPath, of_cgroup_v1_is_that_of_systemd) {
    EXPECT_EQ(cgroup_path("4:memory:/elsewhere\n1:name=systemd:/user.slice\n0::/\n"),
              "/user.slice");
    EXPECT_EQ(cgroup_path("2:cpu,cpuacct:/elsewhere\n1:name=systemd:/init.scope\n"), "/init.scope");
}

TEST(CgroupPath, of_a_hybrid_host_is_the_unified_one) {
    EXPECT_EQ(cgroup_path("1:name=systemd:/\n0::/user.slice/x.scope\n"), "/user.slice/x.scope");
    EXPECT_EQ(cgroup_path("1:name=systemd:/\n0::/\n"), "/");
}

TEST(CgroupPath, where_systemd_has_none_is_empty) {
    for (const char* text : {"", "\n", "4:memory:/x\n", "nonsense\n", "0:\n", ":\n"})
        EXPECT_EQ(cgroup_path(text), "") << text;
}

TEST(CgroupPlace, a_session_has_an_id_and_a_user) {
    const auto place = place_of("/user.slice/user-1000.slice/session-c5.scope");
    EXPECT_EQ(place, (CgroupPlace{"session-c5.scope", Uid{1000}, "c5", std::nullopt}));
    EXPECT_EQ(place_of("/user.slice/user-0.slice/session-1.scope/below").session_of, Uid{0});
}

TEST(CgroupPlace, the_scope_of_a_dead_process_is_still_its_scope) {
    const auto place = place_of("/user.slice/user-1000.slice/session-5.scope (deleted)");
    EXPECT_EQ(place.unit, "session-5.scope");
    EXPECT_EQ(place.session_of, Uid{1000});
}

TEST(CgroupPlace, a_user_manager_has_a_user_and_units_of_its_own) {
    const auto place =
        place_of("/user.slice/user-1000.slice/user@1000.service/app.slice/tmux.service/x");
    EXPECT_EQ(place, (CgroupPlace{"user@1000.service/tmux.service", std::nullopt, "", Uid{1000}}));
    EXPECT_EQ(unit_of("/user.slice/user-1000.slice/user@1000.service/init.scope"),
              "user@1000.service/init.scope");
    EXPECT_EQ(unit_of("/user.slice/user-1000.slice/user@1000.service"), "user@1000.service");
}

TEST(CgroupPlace, what_is_only_called_so_is_no_session) {
    for (const char* path :
         {"/system.slice/user.slice/user-1000.slice/session-5.scope",
          "/machine.slice/box.scope/user.slice/user-1000.slice/session-5.scope",
          "/user.slice/user-1000.slice/user@1000.service/session-5.scope",
          "/user.slice/user-1000.slice/session-.scope",
          "/user.slice/user-1000.slice/session-5.scope.scope",
          "/user.slice/user-1000.slice/session-5.service",
          "/user.slice/user-01000.slice/session-5.scope",
          "/user.slice/user-+1.slice/session-5.scope", "/user.slice/user-.slice/session-5.scope",
          "/user.slice/user-4294967296.slice/session-5.scope", "/user.slice/session-5.scope",
          "/../user.slice/user-1000.slice/session-5.scope"})
        EXPECT_EQ(place_of(path).session_of, std::nullopt) << path;
}

TEST(CgroupPlace, a_manager_of_another_user_is_nobodys) {
    EXPECT_EQ(place_of("/user.slice/user-1000.slice/user@1001.service/x.service").manager_of,
              std::nullopt);
    EXPECT_EQ(place_of("/system.slice/user@1000.service/x.service").manager_of, std::nullopt);
}

TEST(CgroupPlace, the_unit_is_what_stands_below_the_slices) {
    EXPECT_EQ(unit_of("/system.slice/cron.service"), "cron.service");
    EXPECT_EQ(unit_of("/system.slice/system-x.slice/x@1.service/child"), "x@1.service");
    EXPECT_EQ(unit_of("/machine.slice/box.scope/payload/system.slice/a.service"), "box.scope");
    EXPECT_EQ(unit_of("/system.slice/_cpu.service"), "cpu.service");
    EXPECT_EQ(unit_of("/user.slice/user-1000.slice"), "user-1000.slice");
    EXPECT_EQ(unit_of("/init.scope"), "init.scope");
}

TEST(CgroupPlace, a_path_without_a_unit_is_shown_whole) {
    EXPECT_EQ(unit_of("/docker/0123"), "/docker/0123");
    EXPECT_EQ(unit_of("/../other"), "/../other");
    EXPECT_EQ(unit_of("/.service"), "/.service");
    for (const char* path : {"/", "", "//"}) EXPECT_EQ(unit_of(path), "/") << path;
}

}  // namespace
}  // namespace ramctl
