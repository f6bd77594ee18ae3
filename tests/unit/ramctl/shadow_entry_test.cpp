// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/shadow_entry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ::testing::ElementsAre;
using testing::Stage;

const UserName alice = *UserName::parse("alice");
const UserName bob = *UserName::parse("bob");

TEST(ShadowEntry, the_entry_is_read_and_only_that_of_the_account) {
    Stage stage;
    EXPECT_EQ(stage.shadow.read(alice), (ShadowAging{ShadowLock::hash, 19700, 0, 99999, 7, -1}));
    EXPECT_EQ(stage.shadow.read(bob), std::nullopt);
    EXPECT_TRUE(stage.shadow.is_local(alice));
    EXPECT_FALSE(stage.shadow.is_local(bob));
}

TEST(ShadowEntry, the_entry_of_uid_0_is_neither_taken_nor_given_back) {
    Stage stage;
    const auto entry = *stage.shadow.read(alice);
    stage.accounts.write_passwd("alice:x:0:0::/root:/bin/sh\n");
    EXPECT_TRUE(stage.shadow.is_uid_0(alice));
    EXPECT_TRUE(stage.shadow.is_uid_0(*UserName::parse("root")));
    EXPECT_FALSE(stage.shadow.is_uid_0(bob));
    EXPECT_FALSE(stage.shadow.take_away(alice, entry));
    EXPECT_FALSE(stage.shadow.give_back(alice, entry));
    EXPECT_THAT(stage.runner.ran, ::testing::IsEmpty());
}

TEST(ShadowEntry, only_a_password_that_works_is_locked) {
    Stage stage;
    for (const char* hash : {"!", "*", "!$y$j9T$x", "!!", "*LK*"}) {
        stage.accounts.write_shadow(std::string("alice:") + hash + ":::::::\n");
        EXPECT_EQ(stage.shadow.read(alice), ShadowAging{}) << hash;
    }
    stage.accounts.write_shadow("alice::::::::\n");
    EXPECT_EQ(stage.shadow.read(alice)->lock, ShadowLock::empty);
}

TEST(ShadowEntry, taking_away_locks_and_clears_the_aging_but_not_the_expiry) {
    Stage stage;
    ASSERT_TRUE(stage.shadow.take_away(alice, *stage.shadow.read(alice)));
    EXPECT_THAT(stage.runner.ran,
                ElementsAre("/usr/sbin/usermod --lock alice",
                            "/usr/bin/chage -d -1 -m -1 -M -1 -W -1 -I -1 alice"));
    EXPECT_EQ(stage.accounts.shadow_text(), "alice:!$y$j9T$salt$hash::::::21915:\n");
}

TEST(ShadowEntry, giving_back_restores_what_there_was) {
    Stage stage;
    const auto before = *stage.shadow.read(alice);
    ASSERT_TRUE(stage.shadow.take_away(alice, before));
    ASSERT_TRUE(stage.shadow.give_back(alice, before));
    EXPECT_EQ(stage.accounts.shadow_text(), Stage::shadow_line);
}

TEST(ShadowEntry, an_account_without_a_password_gets_that_back) {
    Stage stage;
    stage.accounts.write_shadow("alice::19700::::::\n");
    const auto before = *stage.shadow.read(alice);
    ASSERT_TRUE(stage.shadow.take_away(alice, before));
    ASSERT_TRUE(stage.shadow.give_back(alice, before));
    EXPECT_THAT(stage.runner.ran, ::testing::Contains("/usr/bin/passwd --delete alice"));
    EXPECT_EQ(stage.accounts.shadow_text(), "alice::19700::::::\n");
}

// Who may write profiles may write this text.
TEST(ShadowEntry, no_text_makes_an_account_that_needs_no_password) {
    Stage stage;
    stage.accounts.write_shadow("alice:!$y$j9T$salt$hash:19700::::::\n");
    EXPECT_FALSE(stage.shadow.give_back(alice, ShadowAging{.lock = ShadowLock::empty}));
    EXPECT_THAT(stage.runner.ran, ::testing::IsEmpty());
    stage.accounts.write_shadow("alice:*:19700::::::\n");
    EXPECT_FALSE(stage.shadow.give_back(alice, ShadowAging{.lock = ShadowLock::hash}));
    EXPECT_THAT(stage.runner.ran, ::testing::IsEmpty());
}

TEST(ShadowEntry, an_entry_that_somebody_unlocked_meanwhile_is_left) {
    Stage stage;
    const auto before = *stage.shadow.read(alice);
    ASSERT_TRUE(stage.shadow.give_back(alice, before));
    EXPECT_THAT(stage.runner.ran,
                ElementsAre("/usr/bin/chage -d 19700 -m 0 -M 99999 -W 7 -I -1 alice"));
}

TEST(ShadowEntry, a_program_that_fails_is_noticed) {
    Stage stage;
    const auto before = *stage.shadow.read(alice);
    stage.runner.broken = "/usr/sbin/usermod";
    EXPECT_FALSE(stage.shadow.take_away(alice, before));
    stage.runner.broken = "/usr/bin/chage";
    EXPECT_FALSE(stage.shadow.take_away(alice, before));
}

// What was not seen may be there.
TEST(ShadowEntry, a_file_that_cannot_be_read_to_its_end_is_not_taken_for_one_without_the_entry) {
    const std::string endless = "long:" + std::string(20000, 'x') + ":::::::\n";
    Stage stage;
    const auto before = *stage.shadow.read(alice);
    stage.accounts.write_shadow(endless + Stage::shadow_line);
    EXPECT_THROW((void)stage.shadow.read(alice), AccountsUnreadable);
    EXPECT_THROW((void)stage.shadow.usable(), AccountsUnreadable);
    EXPECT_FALSE(stage.shadow.give_back(alice, before));
    stage.accounts.write_passwd(endless + "alice:x:0:0::/root:/bin/sh\n");
    EXPECT_THROW((void)stage.shadow.is_uid_0(alice), AccountsUnreadable);
    EXPECT_THROW((void)stage.shadow.is_local(alice), AccountsUnreadable);
    EXPECT_FALSE(stage.shadow.take_away(alice, before));
    EXPECT_THAT(stage.runner.ran, ::testing::IsEmpty());
    // Opens, and answers EISDIR to a read, as a bad disk answers EIO.
    ShadowEntry directories(stage.runner, "/", "/");
    EXPECT_THROW((void)directories.read(alice), AccountsUnreadable);
    EXPECT_THROW((void)directories.local_uid(alice), AccountsUnreadable);
    ShadowEntry nowhere(stage.runner, "/nowhere", "/nowhere");
    EXPECT_EQ(nowhere.read(alice), std::nullopt);
    EXPECT_FALSE(nowhere.is_local(alice));
}

TEST(ShadowEntry, a_password_in_the_passwd_file_is_seen) {
    Stage stage;
    for (const char* field : {"x", "*", "!", "!!", "!$y$hash", "*NP*"}) {
        stage.accounts.write_passwd(std::string("alice:") + field + ":1000:1000:::\n");
        EXPECT_FALSE(stage.shadow.is_past_shadow(alice)) << field;
    }
    for (const char* field : {"", "$y$j9T$salt$hash", "ab1cdefghijkl", "xx"}) {
        stage.accounts.write_passwd(std::string("bob:x:1:1:::\nalice:") + field +
                                    ":1000:1000:::\n");
        EXPECT_TRUE(stage.shadow.is_past_shadow(alice)) << field;
        EXPECT_FALSE(stage.shadow.is_past_shadow(bob)) << field;
    }
}

// usermod may say yes and do nothing; the file is looked at.
TEST(ShadowEntry, success_is_seen_and_not_believed) {
    struct : ProgramRunner {
        int run(const char*, const std::vector<std::string>&) override { return 0; }
    } liar;
    Stage stage;
    ShadowEntry shadow(liar, stage.accounts.passwd(), stage.accounts.shadow());
    EXPECT_FALSE(shadow.take_away(alice, *shadow.read(alice)));
}

TEST(ShadowEntry, the_way_by_hand_is_what_is_run) {
    EXPECT_EQ(give_back_by_hand(alice, {ShadowLock::hash, 19700, 0, 99999, 7, -1}),
              "/usr/sbin/usermod --unlock alice && "
              "/usr/bin/chage -d 19700 -m 0 -M 99999 -W 7 -I -1 alice");
}

}  // namespace
}  // namespace ramctl
