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
