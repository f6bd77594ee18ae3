// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/directory_watch.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <fstream>
#include <optional>

namespace ramd {
namespace {

using namespace std::chrono_literals;

class DirectoryWatchTest : public testing::Test {
protected:
    DirectoryWatchTest() : directory(testing::TempDir() + "watch-" + std::to_string(::getpid())) {
        std::filesystem::create_directory(directory);
    }
    ~DirectoryWatchTest() override { std::filesystem::remove_all(directory); }

    void watch(WatchIntervals intervals = {.watched = 1h, .unwatched = 1h}) {
        watched.emplace(
            loop.get_executor(), directory, [this] { ++looks; }, intervals);
    }
    // Whether somebody looked, after the last time that this was asked.
    [[nodiscard]] bool looked() {
        const auto deadline = std::chrono::steady_clock::now() + 20s;
        while (looks == seen && loop.run_one_until(deadline) > 0) {
        }
        return std::exchange(seen, looks) != looks;
    }
    void write(const std::string& name) const { std::ofstream(directory + "/" + name) << "x"; }

    boost::asio::io_context loop;
    std::string directory;
    unsigned looks = 0;
    unsigned seen = 0;
    std::optional<DirectoryWatch> watched;
};

TEST_F(DirectoryWatchTest, looks_when_a_file_was_written_renamed_or_removed) {
    watch();
    write("new");
    EXPECT_TRUE(looked());
    std::filesystem::rename(directory + "/new", directory + "/list");
    EXPECT_TRUE(looked());
    ::chmod((directory + "/list").c_str(), 0600);
    EXPECT_TRUE(looked());
    std::filesystem::remove(directory + "/list");
    EXPECT_TRUE(looked());
}

TEST_F(DirectoryWatchTest, does_not_look_while_a_file_is_being_written) {
    watch();
    std::ofstream file(directory + "/list");
    file << "half" << std::flush;
    loop.poll();
    EXPECT_EQ(looks, 0U);
    file.close();
    EXPECT_TRUE(looked());
}

TEST_F(DirectoryWatchTest, looks_now_and_then_where_nothing_can_be_watched) {
    std::filesystem::remove_all(directory);
    watch({.watched = 1h, .unwatched = 1ms});
    EXPECT_TRUE(looked());
    EXPECT_TRUE(looked());
}

TEST_F(DirectoryWatchTest, looks_now_and_then_in_any_case) {
    watch({.watched = 1ms, .unwatched = 1h});
    EXPECT_TRUE(looked());
}

TEST_F(DirectoryWatchTest, watches_a_directory_that_comes_later_or_again) {
    std::filesystem::remove_all(directory);
    watch({.watched = 1h, .unwatched = 1ms});
    EXPECT_TRUE(looked());
    for (int turn = 0; turn < 2; ++turn) {
        std::filesystem::create_directory(directory);
        EXPECT_TRUE(looked());
        loop.poll();
        seen = looks;
        write("list");
        EXPECT_TRUE(looked());
        std::filesystem::remove_all(directory);
        EXPECT_TRUE(looked());
    }
}

TEST_F(DirectoryWatchTest, ends_when_it_goes) {
    watch();
    write("list");
    watched.reset();
    loop.run();
    EXPECT_EQ(looks, 0U);
}

}  // namespace
}  // namespace ramd
