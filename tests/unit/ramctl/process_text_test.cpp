// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/process_text.h"

#include <gtest/gtest.h>

namespace ramctl {
namespace {

using namespace std::chrono_literals;
using ramauth::Uid;

// One of a hundred ticks a second, with `flags`, so many threads, started 29710.37 s after boot.
std::string stat_of(const std::string& command, char state = 'S', const char* flags = "4194560",
                    const char* threads = "1", const char* start = "2971037") {
    return "16327 (" + command + ") " + state + " 16326 16327 16327 0 -1 " + flags +
           " 6375 83497 1 36 0 5 105 252 20 0 " + threads + " 0 " + start +
           " 5251072 958 18446744073709551615 1 1 0 0 0 0 0 4096 1256 0 0 0 17 1 0 0\n";
}

TEST(ProcessStat, has_the_name_and_the_start) {
    const auto stat = parse_stat(stat_of("sleep"), 100);
    EXPECT_EQ(stat, (ProcessStat{"sleep", false, false, 29710s + 370ms}));
    EXPECT_EQ(parse_stat(stat_of("sleep"), 1000)->started, 2971s + 37ms);
}

TEST(ProcessStat, a_name_may_hold_anything) {
    for (const std::string name : {"", ")", "a) Z 1 2", "tmux: server", "\n", "\x1b[31m",
                                   ") R 1 1 1 1 1 1", "((", "\xff\x80"})
        EXPECT_EQ(parse_stat(stat_of(name), 100)->command, name);
}

TEST(ProcessStat, the_dead_have_ended_but_not_while_a_thread_runs) {
    EXPECT_TRUE(parse_stat(stat_of("x", 'Z'), 100)->ended);
    EXPECT_TRUE(parse_stat(stat_of("x", 'X'), 100)->ended);
    EXPECT_FALSE(parse_stat(stat_of("x", 'Z', "0", "2"), 100)->ended);
    for (const char state : {'R', 'S', 'D', 'T', 't', 'I'})
        EXPECT_FALSE(parse_stat(stat_of("x", state), 100)->ended) << state;
}

TEST(ProcessStat, threads_of_the_kernel_are_told) {
    EXPECT_TRUE(parse_stat(stat_of("kworker/0:1", 'I', "69238880"), 100)->of_kernel);
    EXPECT_FALSE(parse_stat(stat_of("kworker/0:1"), 100)->of_kernel);
}

TEST(ProcessStat, what_is_not_of_that_form_is_none) {
    for (const std::string& text :
         {std::string(), std::string("1"), std::string("1 (x"), std::string("1 )("),
          std::string("1 (x) S 1 2 3"), stat_of("x", 'S', "-1"), stat_of("x", 'S', "0", "many"),
          stat_of("x", 'S', "0", "1", "-1"), stat_of("x", 'S', "0", "1", "18446744073709551616"),
          stat_of("x", 'S', "0", "1", "18446744073709551615")})
        EXPECT_EQ(parse_stat(text, 100), std::nullopt) << text;
}

TEST(ProcessUids, are_real_effective_and_saved) {
    const auto uids =
        parse_uids("Name:\tx\nUmask:\t0022\nUid:\t1000\t0\t4294967294\t0\nGid:\t1\t2\t3\t4\n");
    EXPECT_EQ(uids, (ProcessUids{Uid{1000}, Uid{0}, Uid{4294967294}}));
    for (const unsigned uid : {1000U, 0U, 4294967294U}) EXPECT_TRUE(uids->has(Uid{uid}));
    EXPECT_FALSE(uids->has(Uid{1001}));
}

TEST(ProcessUids, a_name_cannot_pretend_to_be_their_line) {
    const auto uids = parse_uids("Name:\tUid:\\nUid:\t7\t7\t7\t7\nUid:\t1\t1\t1\t1\n");
    EXPECT_EQ(uids->real, Uid{1});
}

TEST(ProcessUids, what_is_not_of_that_form_is_none) {
    for (const char* text : {"", "Uid:\t1\t1\t1\t1\n", "\nUid:\t1\t1\n", "\nUid:\t1\tx\t1\t1\n",
                             "\nUid:\t1 1 1 1\n", "\nUid:\t4294967296\t1\t1\t1\n"})
        EXPECT_EQ(parse_uids(text), std::nullopt) << text;
}

TEST(LoginUid, is_a_number_or_not_set) {
    EXPECT_EQ(parse_login_uid("1000")->uid, Uid{1000});
    EXPECT_EQ(parse_login_uid("0\n")->uid, Uid{0});
    EXPECT_EQ(parse_login_uid("4294967295")->uid, std::nullopt);
    for (const char* text : {"", "\n", "-1", "4294967296", "1000 ", "x"})
        EXPECT_FALSE(parse_login_uid(text).has_value()) << text;
}

}  // namespace
}  // namespace ramctl
