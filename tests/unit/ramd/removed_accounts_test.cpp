// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/removed_accounts.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>

#include <array>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <vector>

namespace ramd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class RemovedAccountsTest : public testing::Test {
protected:
    RemovedAccountsTest()
        : directory_(testing::TempDir() + "removed-" + std::to_string(::getpid())) {
        std::filesystem::create_directory(directory_);
    }
    ~RemovedAccountsTest() override { std::filesystem::remove_all(directory_); }

    void leave(const std::string& name) const { std::ofstream(directory_ + "/" + name) << ""; }
    [[nodiscard]] bool there(const std::string& name) const {
        return std::filesystem::exists(directory_ + "/" + name);
    }
    RemovedAccounts watch() {
        return RemovedAccounts(
            loop_.get_executor(), directory_,
            [this](const ramauth::UserName& user, ramauth::Timestamp when) {
                if (broken_) throw std::runtime_error("the disk is full");
                acted_.push_back(user.str());
                when_ = when;
                loop_.stop();
            },
            [this](const std::string& what) { complaints_.push_back(what); });
    }

    boost::asio::io_context loop_;
    std::string directory_;
    bool broken_ = false;
    std::vector<std::string> acted_;
    ramauth::Timestamp when_;
    std::vector<std::string> complaints_;
};

TEST_F(RemovedAccountsTest, acts_on_what_lay_there_before_the_start) {
    leave("ann");
    const RemovedAccounts removed = watch();
    EXPECT_THAT(acted_, ElementsAre("ann"));
    EXPECT_FALSE(there("ann"));
}

TEST_F(RemovedAccountsTest, R5_says_when_the_account_went) {
    leave("ann");
    const timespec then{1'700'000'000, 250'000'000};
    ASSERT_EQ(
        ::utimensat(AT_FDCWD, (directory_ + "/ann").c_str(), std::array{then, then}.data(), 0), 0);
    const RemovedAccounts removed = watch();
    EXPECT_EQ(when_.time_since_epoch(), std::chrono::milliseconds(1'700'000'000'250));
}

TEST_F(RemovedAccountsTest, acts_on_what_comes_later) {
    const RemovedAccounts removed = watch();
    leave("bob");
    loop_.run_for(std::chrono::seconds(20));
    EXPECT_THAT(acted_, testing::Contains("bob"));
}

TEST_F(RemovedAccountsTest, keeps_the_file_until_it_was_acted_upon) {
    leave("ann");
    broken_ = true;
    {
        const RemovedAccounts removed = watch();
        EXPECT_TRUE(there("ann"));
        EXPECT_EQ(complaints_.size(), 1U);
    }
    broken_ = false;
    const RemovedAccounts again = watch();
    EXPECT_THAT(acted_, ElementsAre("ann"));
    EXPECT_FALSE(there("ann"));
}

TEST_F(RemovedAccountsTest, takes_away_what_is_no_name) {
    leave("-rf");
    const RemovedAccounts removed = watch();
    EXPECT_THAT(acted_, IsEmpty());
    EXPECT_FALSE(there("-rf"));
}

TEST_F(RemovedAccountsTest, does_without_a_directory) {
    std::filesystem::remove_all(directory_);
    const RemovedAccounts removed = watch();
    EXPECT_THAT(acted_, IsEmpty());
}

}  // namespace
}  // namespace ramd
