// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/config.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

namespace ramd {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string fault_of(const std::string& text) {
    try {
        (void)parse_config(text, "f");
    } catch (const ConfigError& fault) {
        return fault.what();
    }
    return "no fault";
}

TEST(Config, is_the_defaults_where_nothing_is_said) {
    const Config config = parse_config("# nothing\n\n   \n", "f");
    EXPECT_EQ(config.cost, HashCost{});
    EXPECT_GE(config.pool.workers, 1U);
    EXPECT_EQ(config.pool.queue, 64U);
    EXPECT_FALSE(config.manage_root);
    const PauseSettings pauses;
    EXPECT_EQ(config.pauses.per_source.after, pauses.per_source.after);
    EXPECT_EQ(config.pauses.per_user.longest, pauses.per_user.longest);
    EXPECT_EQ(config.pauses.most_sources, 65'536U);
    EXPECT_EQ(config.weak_list, "/var/lib/ramd-weak-list/passwords.weak");
}

TEST(Config, takes_every_key_and_blanks_around_it) {
    const Config config = parse_config(
        " HashMemory = 19 \nHashPasses=3\nHashWorkers=4\nHashQueue=128\n\tManageRoot=yes", "f");
    EXPECT_EQ(config.cost.memory_mib, 19U);
    EXPECT_EQ(config.cost.passes, 3U);
    EXPECT_EQ(config.pool.workers, 4U);
    EXPECT_EQ(config.pool.queue, 128U);
    EXPECT_TRUE(config.manage_root);
}

TEST(Config, takes_the_curves_of_pauses) {
    const Config config = parse_config(
        "SourcePauseAfter=3\nSourcePauseFirst=2\nSourcePauseLongest=3600\nUserPauseAfter=100\n"
        "UserPauseFirst=1\nUserPauseLongest=1\nPauseSources=1024\n",
        "f");
    EXPECT_EQ(config.pauses.per_source.after, 3U);
    EXPECT_EQ(config.pauses.per_source.first, std::chrono::seconds(2));
    EXPECT_EQ(config.pauses.per_source.longest, std::chrono::hours(1));
    EXPECT_EQ(config.pauses.per_user.after, 100U);
    EXPECT_EQ(config.pauses.per_user.first, std::chrono::seconds(1));
    EXPECT_EQ(config.pauses.per_user.longest, std::chrono::seconds(1));
    EXPECT_EQ(config.pauses.most_sources, 1024U);
}

TEST(Config, L3_pauses_can_be_neither_left_out_nor_turned_round) {
    EXPECT_THAT(fault_of("SourcePauseAfter=0"), HasSubstr("1 to 1000"));
    EXPECT_THAT(fault_of("UserPauseFirst=0"), HasSubstr("1 to 86400"));
    EXPECT_THAT(fault_of("UserPauseLongest=86401"), StartsWith("f:1: "));
    EXPECT_THAT(fault_of("PauseSources=1023"), HasSubstr("1024 to 131072"));
    EXPECT_THAT(fault_of("SourcePauseLongest=9\nSourcePauseFirst=10"),
                HasSubstr("SourcePauseFirst is longer than SourcePauseLongest"));
}

// How many guesses at one password a day, each as soon as its pause is over.
unsigned guesses_a_day(const PauseCurve& curve) {
    unsigned guesses = curve.after;
    auto time = pause_after(curve, guesses);
    while (time < std::chrono::hours(24)) time += pause_after(curve, ++guesses);
    return guesses;
}

TEST(Config, L3_the_manual_page_has_the_guesses_a_day_that_follow_from_the_defaults) {
    std::ifstream file(RAMAUTH_SOURCE "/ramd/ramd.conf.5");
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    const PauseSettings defaults;
    for (const PauseCurve& curve : {defaults.per_source, defaults.per_user}) {
        EXPECT_THAT(page, HasSubstr("After " + std::to_string(curve.after) + " failures"));
        EXPECT_THAT(page, HasSubstr(std::to_string(guesses_a_day(curve)) + " guesses a day"));
    }
}

TEST(Config, O6_a_fault_is_named_with_file_and_line) {
    EXPECT_THAT(fault_of("HashMemory=64\n\nHashMemroy=64\n"), StartsWith("f:3: "));
    EXPECT_THAT(fault_of("HashMemory=64\nHashMemory=64\n"), StartsWith("f:2: "));
    EXPECT_THAT(fault_of("HashMemory"), StartsWith("f:1: "));
}

TEST(Config, O6_values_are_whole_numbers_in_their_range) {
    for (const char* value :
         {"", "18", "1025", "-1", "0x40", "64M", "64 ", "6 4", "99999999999999"}) {
        const std::string fault = fault_of(std::string("HashMemory=") + value + "x\n");
        EXPECT_THAT(fault, StartsWith("f:1: ")) << value;
    }
    EXPECT_THAT(fault_of("HashMemory=18"), HasSubstr("19 to 1024"));
    EXPECT_THAT(fault_of("HashPasses=1"), HasSubstr("2 to 16"));
    EXPECT_THAT(fault_of("HashWorkers=0"), StartsWith("f:1: "));
    EXPECT_THAT(fault_of("ManageRoot=true"), StartsWith("f:1: "));
}

TEST(Config, checks_what_the_courier_obeys) {
    const Config config =
        parse_config("MailFrom=ramauth@example.org\nSMSCommand=/usr/local/bin/sms\n", "f");
    EXPECT_EQ(config.courier.mail_from, "ramauth@example.org");
    EXPECT_EQ(config.courier.sms_command, "/usr/local/bin/sms");
    EXPECT_THAT(fault_of("\nMailFrom=-t"), StartsWith("f:2: "));
    EXPECT_THAT(fault_of("SMSCommand=sms"), StartsWith("f:1: "));
}

TEST(Config, takes_the_path_of_the_weak_list) {
    EXPECT_EQ(parse_config("WeakList = /srv/a list.weak \n", "f").weak_list, "/srv/a list.weak");
    for (const char* path : {"", "list", "./list", "/", "/srv/", "/srv/\xc3\xa4"}) {
        EXPECT_THAT(fault_of(std::string("WeakList=") + path), HasSubstr("absolute path")) << path;
    }
    EXPECT_THAT(fault_of("WeakList=/" + std::string(1024, 'x')), StartsWith("f:1: "));
}

TEST(Config, O6_stray_bytes_are_faults) {
    EXPECT_THAT(fault_of("HashMemory=64\r\n"), StartsWith("f:1: "));
    EXPECT_THAT(fault_of(std::string("HashMemory=64\0\n", 15)), StartsWith("f:1: "));
    EXPECT_THAT(fault_of("\xEF\xBB\xBFHashMemory=64\n"), StartsWith("f:1: "));
}

class ConfigFile : public testing::Test {
protected:
    void SetUp() override {
        path_ = testing::TempDir() + "ramd.conf-" + std::to_string(::getpid());
        std::ofstream(path_) << "HashMemory=32\n";
        ::chmod(path_.c_str(), 0644);
    }
    void TearDown() override { ::unlink(path_.c_str()); }
    std::string path_;
};

TEST_F(ConfigFile, is_read) {
    if (::geteuid() != 0) GTEST_SKIP() << "the file must belong to root";
    EXPECT_EQ(read_config(path_).cost.memory_mib, 32U);
}

TEST_F(ConfigFile, is_the_defaults_where_there_is_none) {
    ::unlink(path_.c_str());
    EXPECT_EQ(read_config(path_).cost, HashCost{});
}

TEST_F(ConfigFile, that_others_may_write_is_refused) {
    ::chmod(path_.c_str(), 0666);
    EXPECT_THROW((void)read_config(path_), ConfigError);
}

TEST_F(ConfigFile, that_is_no_regular_file_is_refused) {
    ::unlink(path_.c_str());
    ASSERT_EQ(::symlink("/etc/passwd", path_.c_str()), 0);
    EXPECT_THROW((void)read_config(path_), ConfigError);
    ::unlink(path_.c_str());
    ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
    EXPECT_THROW((void)read_config(path_), ConfigError);
}

TEST_F(ConfigFile, that_is_too_large_is_refused) {
    if (::geteuid() != 0) GTEST_SKIP() << "the file must belong to root";
    std::ofstream(path_) << std::string(70 * 1024, '#');
    EXPECT_THROW((void)read_config(path_), ConfigError);
}

}  // namespace
}  // namespace ramd
