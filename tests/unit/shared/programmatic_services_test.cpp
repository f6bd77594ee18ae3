// SPDX-License-Identifier: LGPL-2.1-or-later
#include "shared/programmatic_services.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace ramauth {
namespace {

class ProgrammaticServices : public ::testing::Test {
protected:
    ProgrammaticServices() {
        if (::mkdtemp(directory_.data()) == nullptr) throw std::runtime_error("mkdtemp");
    }
    ~ProgrammaticServices() override { std::filesystem::remove_all(directory_); }

    [[nodiscard]] std::string list() const { return directory_ + "/.programmatic-services"; }
    void write(std::string_view text, mode_t mode = 0644) const {
        std::ofstream(list(), std::ios::binary) << text;
        ::chmod(list().c_str(), mode);
    }
    [[nodiscard]] bool knows(std::string_view service) const {
        return is_programmatic_service(directory_.c_str(), service);
    }
    // The list in the file says nothing else than "su" is one.
    [[nodiscard]] bool default_holds() const { return knows("cron") && !knows("su"); }

    std::string directory_ = "/var/tmp/ramauth-services-XXXXXX";
};

TEST_F(ProgrammaticServices, Without_a_list_the_default_holds) {
    EXPECT_TRUE(default_holds());
    EXPECT_TRUE(knows("atd"));
    EXPECT_TRUE(knows("systemd-user"));
    EXPECT_FALSE(knows("sshd"));
    EXPECT_FALSE(knows(""));
    EXPECT_TRUE(is_programmatic_service("/nonexistent/ramauth", "cron"));
    EXPECT_TRUE(is_programmatic_by_default("cron"));
    EXPECT_FALSE(is_programmatic_by_default("crond"));
}

TEST_F(ProgrammaticServices, A_list_says_who_is_one_and_who_is_not) {
    write("su\nmy-backup_2.0\n");
    EXPECT_TRUE(knows("su"));
    EXPECT_TRUE(knows("my-backup_2.0"));
    EXPECT_FALSE(knows("cron"));
    EXPECT_FALSE(knows("s"));
    EXPECT_FALSE(knows(""));
    EXPECT_FALSE(knows("su\nmy-backup_2.0"));
    write("");
    EXPECT_FALSE(knows("cron"));
}

TEST_F(ProgrammaticServices, A_list_that_holds_anything_else_is_not_believed) {
    const std::string long_name(65, 'x');
    for (const std::string& text :
         {std::string("su"), std::string("su\n\n"), std::string("\nsu\n"), std::string("su \n"),
          std::string("su\r\n"), std::string("#su\nsu\n"), std::string("su\n\0\n", 5),
          std::string("su\n../x\n"), "su\n" + long_name + "\n", std::string("su\nh\xc3\xa4\n")}) {
        write(text);
        EXPECT_TRUE(default_holds()) << text;
    }
}

TEST_F(ProgrammaticServices, A_list_that_is_longer_than_any_is_not_believed) {
    std::string text;
    while (text.size() + 3 <= longest_programmatic_services) text += "su\n";
    write(text);
    EXPECT_TRUE(knows("su"));
    write(text + "su\n");
    EXPECT_TRUE(default_holds());
}

TEST_F(ProgrammaticServices, A_list_that_others_may_write_or_own_is_not_believed) {
    write("su\n", 0666);
    EXPECT_TRUE(default_holds());
    write("su\n", 0664);
    EXPECT_TRUE(default_holds());
    write("su\n");
    ASSERT_EQ(::chown(list().c_str(), 65534, 65534), 0) << "the tests run as root";
    EXPECT_TRUE(default_holds());
    ASSERT_EQ(::chown(directory_.c_str(), 65534, 65534), 0);
    EXPECT_TRUE(knows("su")) << "the directory's owner keeps the list";
    ASSERT_EQ(::chown(list().c_str(), 0, 0), 0);
    EXPECT_TRUE(knows("su")) << "root may as well";
}

TEST_F(ProgrammaticServices, What_is_no_plain_file_is_not_believed_and_holds_nobody_up) {
    std::ofstream(directory_ + "/elsewhere") << "su\n";
    std::filesystem::create_symlink(directory_ + "/elsewhere", list());
    EXPECT_TRUE(default_holds());
    std::filesystem::remove(list());
    ASSERT_EQ(::mkfifo(list().c_str(), 0644), 0);
    EXPECT_TRUE(default_holds());
    std::filesystem::remove(list());
    ASSERT_EQ(::mkdir(list().c_str(), 0755), 0);
    EXPECT_TRUE(default_holds());
}

TEST_F(ProgrammaticServices, M2_no_descriptor_is_left_open) {
    const auto descriptors = [] {
        const std::filesystem::directory_iterator all("/proc/self/fd");
        return std::distance(begin(all), end(all));
    };
    const auto before = descriptors();
    write("su\n");
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(knows("su"));
    write("not a list");
    EXPECT_TRUE(default_holds());
    EXPECT_EQ(descriptors(), before);
}

}  // namespace
}  // namespace ramauth
