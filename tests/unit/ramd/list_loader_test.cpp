// SPDX-License-Identifier: LGPL-2.1-or-later
// What weak_library_test does not meet: hooks that throw.
#include "ramd/list_loader.h"

#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <filesystem>
#include <new>
#include <stdexcept>

#include "tests/support/weak_list_file.h"

namespace ramd {
namespace {

namespace asio = boost::asio;
using ramauth::test::make_weak_list;
using testing::HasSubstr;

class ListLoaderTest : public testing::Test {
protected:
    ListLoaderTest() {
        std::string name = testing::TempDir() + "list-loader-XXXXXX";
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
        directory = name;
        path = directory + "/passwords.weak";
        loader = std::make_shared<ListLoader>(loop.get_executor(), path, reading, hooks());
    }
    ~ListLoaderTest() override {
        loader->stop();
        std::filesystem::remove_all(directory);
    }

    // Each throws while it is told to, and counts.
    ListLoader::Hooks hooks() {
        return {[this](const ListInUse&) {
                    ++opened;
                    if (opening_throws) throw std::runtime_error("opened");
                },
                [this](ListInUse) -> asio::awaitable<void> {
                    ++verified;
                    if (verifying_throws) throw std::runtime_error("verified");
                    co_return;
                },
                [this](const ListRefused& why) {
                    ++refused;
                    told = why.why;
                    if (refusing_throws) throw std::bad_alloc();
                }};
    }
    // Why it was refused; empty where it was not.
    [[nodiscard]] std::string load() {
        std::optional<std::string> why;
        asio::co_spawn(
            loop,
            [&]() -> asio::awaitable<void> {
                const auto refusal = co_await loader->load();
                why = refusal ? refusal->why : "";
            },
            asio::detached);
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (!why && std::chrono::steady_clock::now() < deadline) {
            loop.restart();
            loop.run_one_until(deadline);
        }
        return why.value_or("no answer");
    }

    asio::io_context loop{1};
    std::string directory;
    std::string path;
    std::shared_ptr<ReadingThread> reading = std::make_shared<ReadingThread>(loop.get_executor());
    std::shared_ptr<ListLoader> loader;
    unsigned opened = 0, verified = 0, refused = 0;
    bool opening_throws = false, verifying_throws = false, refusing_throws = false;
    std::string told;
};

TEST_F(ListLoaderTest, a_refusal_that_cannot_be_told_does_not_end_the_loading) {
    refusing_throws = true;
    EXPECT_THAT(load(), HasSubstr(path));
    EXPECT_THAT(load(), HasSubstr(path));
    EXPECT_EQ(refused, 2U);
    make_weak_list(path, {"iloveyou"});
    EXPECT_EQ(load(), "");
    EXPECT_EQ(verified, 1U);
}

TEST_F(ListLoaderTest, what_a_hook_throws_refuses_the_file_until_it_does_not) {
    make_weak_list(path, {"iloveyou"});
    opening_throws = true;
    EXPECT_EQ(load(), path + ": opened");
    EXPECT_EQ(told, path + ": opened");
    opening_throws = false;
    verifying_throws = true;
    EXPECT_EQ(load(), path + ": verified");
    verifying_throws = false;
    EXPECT_EQ(load(), "");
    EXPECT_EQ(refused, 2U);
    EXPECT_EQ(opened, 3U);
}

}  // namespace
}  // namespace ramd
