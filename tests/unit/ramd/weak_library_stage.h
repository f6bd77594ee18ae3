// SPDX-License-Identifier: LGPL-2.1-or-later
// A library over a directory of its own, on a loop that a test runs until something is so.
#pragma once

#include <gmock/gmock.h>

#include <boost/asio/detached.hpp>

#include <filesystem>

#include "ramd/weak_library.h"
#include "tests/support/login_house.h"
#include "tests/support/weak_list_file.h"

namespace ramd::test {

namespace fs = std::filesystem;
using ramauth::Code;
using ramauth::test::make_weak_list;
using ramauth::test::many_passwords;
using ramauth::weak_list::weak_hash;
using State = WeakListInfo::State;

class WeakLibraryTest : public testing::Test {
protected:
    WeakLibraryTest() {
        std::string name = testing::TempDir() + "weak-library-XXXXXX";
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
        directory = name;
        path = directory + "/passwords.weak";
    }
    ~WeakLibraryTest() override {
        library.reset();
        fs::remove_all(directory);
    }

    void open() {
        library.emplace(loop.get_executor(), store, log, path, [] { return Timestamp(77s); });
    }
    // Runs the loop until it is so, or for too long.
    template <class Condition>
    [[nodiscard]] bool becomes(Condition condition, std::chrono::seconds limit = 20s) {
        const auto deadline = std::chrono::steady_clock::now() + limit;
        while (!condition() && std::chrono::steady_clock::now() < deadline) {
            loop.restart();
            loop.run_one_until(deadline);
        }
        return condition();
    }
    [[nodiscard]] bool becomes(State state) {
        return becomes([&] { return library->info().state == state; });
    }
    template <class T>
    T run(boost::asio::awaitable<T> coroutine) {
        std::optional<T> result;
        boost::asio::co_spawn(loop, keep(std::move(coroutine), result),
                              [](const std::exception_ptr& error) {
                                  if (error) std::rethrow_exception(error);
                              });
        EXPECT_TRUE(becomes([&] { return result.has_value(); }));
        return std::move(result.value());
    }
    [[nodiscard]] WeakAnswer ask(const std::vector<std::string>& passwords) {
        WeakSpellings spellings;
        for (const auto& password : passwords) spellings.add(weak_hash(password));
        return run(library->ask(spellings));
    }
    [[nodiscard]] WeakAnswer ask(const char* password) {
        return ask(std::vector<std::string>{password});
    }
    [[nodiscard]] std::optional<Code> reload() { return code_of(run(library->reload())); }
    void add(const std::vector<std::string>& passwords) {
        std::vector<WeakHash> hashes;
        for (const auto& password : passwords) hashes.push_back(weak_hash(password));
        library->added(store.add_weak(hashes).added);
    }
    [[nodiscard]] unsigned refusals() const { return log.count(EventKind::weak_list_refused); }

    boost::asio::io_context loop{1};
    FakeStore store;
    KeptLog log;
    std::string directory;
    std::string path;
    std::optional<WeakLibrary> library;

private:
    template <class T>
    static boost::asio::awaitable<void> keep(boost::asio::awaitable<T> coroutine,
                                             std::optional<T>& result) {
        result.emplace(co_await std::move(coroutine));
    }
};

}  // namespace ramd::test
