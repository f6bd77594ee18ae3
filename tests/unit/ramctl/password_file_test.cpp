// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/password_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ramauth::Refusal;
using ramauth::UserName;
using testing::secret;

const UserName alice = *UserName::parse("alice");
const UserName bob = *UserName::parse("bob");

struct Folder : testing::TestAccounts {
    [[nodiscard]] std::string path() const { return passwd() + ".passwords"; }
    [[nodiscard]] std::string text() const {
        std::ifstream file(path());
        return {std::istreambuf_iterator<char>(file), {}};
    }
    void write(const std::string& text, mode_t mode = 0600) const {
        std::ofstream(path()) << text;
        ::chmod(path().c_str(), mode);
    }
    [[nodiscard]] std::string fault() const {
        const auto opened = PasswordFile::open(path());
        const auto* refusal = std::get_if<Refusal>(&opened);
        return refusal == nullptr ? "" : refusal->sentence;
    }
};

TEST(PasswordFile, it_is_made_for_its_owner_only) {
    const Folder folder;
    const mode_t before = ::umask(0);
    auto opened = PasswordFile::open(folder.path());
    ::umask(before);
    ASSERT_TRUE(std::holds_alternative<PasswordFile>(opened));
    struct stat found {};
    ASSERT_EQ(::stat(folder.path().c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 07777U, 0600U);
}

TEST(PasswordFile, lines_are_appended_and_found_again) {
    const Folder folder;
    {
        auto opened = PasswordFile::open(folder.path());
        auto& file = std::get<PasswordFile>(opened);
        EXPECT_FALSE(file.has(alice));
        EXPECT_TRUE(file.append(alice, secret("Pass,\"1")));
        EXPECT_TRUE(file.has(alice));
    }
    auto opened = PasswordFile::open(folder.path());
    auto& file = std::get<PasswordFile>(opened);
    EXPECT_TRUE(file.has(alice));
    EXPECT_FALSE(file.has(bob));
    EXPECT_TRUE(file.append(bob, secret("Pass2")));
    EXPECT_EQ(folder.text(), "alice\tPass,\"1\nbob\tPass2\n");
}

TEST(PasswordFile, a_torn_line_never_counts) {
    for (const char* torn : {"alice\tPas", "alice\t", "alic", "x\ty\nalice"}) {
        const Folder folder;
        folder.write(torn);
        {
            auto opened = PasswordFile::open(folder.path());
            auto& file = std::get<PasswordFile>(opened);
            EXPECT_FALSE(file.has(alice)) << torn;
            EXPECT_TRUE(file.append(bob, secret("Pass2")));
        }
        auto opened = PasswordFile::open(folder.path());
        EXPECT_FALSE(std::get<PasswordFile>(opened).has(alice)) << torn;
        EXPECT_TRUE(std::get<PasswordFile>(opened).has(bob)) << torn;
        EXPECT_TRUE(folder.text().ends_with("\nbob\tPass2\n"));
    }
}

TEST(PasswordFile, one_that_others_may_read_is_refused) {
    for (const mode_t mode : {0640U, 0604U, 0660U, 0601U}) {
        const Folder folder;
        folder.write("", mode);
        EXPECT_NE(folder.fault().find("by others"), std::string::npos) << mode;
    }
}

TEST(PasswordFile, links_and_other_kinds_of_files_are_refused) {
    const Folder link;
    std::ofstream(link.shadow()) << "";
    std::filesystem::create_symlink(link.shadow(), link.path());
    EXPECT_NE(link.fault().find("symbolic link"), std::string::npos);
    const Folder hard;
    hard.write("");
    std::filesystem::create_hard_link(hard.path(), hard.shadow());
    EXPECT_NE(hard.fault().find("another name"), std::string::npos);
    const Folder fifo;
    ASSERT_EQ(::mkfifo(fifo.path().c_str(), 0600), 0);
    EXPECT_NE(fifo.fault().find("no regular file"), std::string::npos);
    const Folder folder;
    std::filesystem::create_directory(folder.path());
    EXPECT_NE(folder.fault().find("cannot be opened"), std::string::npos);
}

TEST(PasswordFile, one_run_at_a_time) {
    const Folder folder;
    auto first = PasswordFile::open(folder.path());
    EXPECT_NE(folder.fault().find("another run"), std::string::npos);
}

TEST(PasswordFile, where_nothing_can_be_written_it_says_so) {
    auto opened = PasswordFile::open("/proc/self/nothing/there");
    EXPECT_TRUE(std::holds_alternative<Refusal>(opened));
}

}  // namespace
}  // namespace ramctl
