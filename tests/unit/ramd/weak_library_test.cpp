// SPDX-License-Identifier: LGPL-2.1-or-later
// The list that is asked, while files come, go, and are damaged beneath it.
#include "ramd/weak_library.h"

#include <gmock/gmock.h>

#include <boost/asio/detached.hpp>

#include <filesystem>
#include <fstream>

#include "tests/support/login_house.h"
#include "tests/support/weak_list_file.h"

namespace ramd::test {
namespace {

namespace fs = std::filesystem;
using ramauth::Code;
using ramauth::test::make_weak_list;
using ramauth::test::many_passwords;
using ramauth::test::overwrite;
using ramauth::test::size_of;
using ramauth::weak_list::weak_hash;
using State = WeakListInfo::State;
using testing::HasSubstr;
using testing::IsEmpty;

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

TEST_F(WeakLibraryTest, a_list_is_asked_from_the_beginning_and_verified_afterwards) {
    make_weak_list(path, {"iloveyou", "letmein"}, "a corpus");
    open();
    EXPECT_TRUE(library->usable());
    EXPECT_EQ(library->info().state, State::verifying);
    EXPECT_EQ(ask("iloveyou"), WeakAnswer::weak);
    EXPECT_EQ(ask("another horse"), WeakAnswer::fine);
    EXPECT_TRUE(becomes(State::usable));
    const WeakListInfo info = library->info();
    EXPECT_EQ(info.path, path);
    EXPECT_EQ(info.problem, "");
    ASSERT_TRUE(info.in_use);
    EXPECT_EQ(info.in_use->entries, 2U);
    EXPECT_EQ(info.in_use->source, "a corpus");
    EXPECT_EQ(info.loaded, Timestamp(77s));
    ASSERT_EQ(log.count(EventKind::weak_list_loaded), 1U);
    EXPECT_EQ(log.events.back().detail, path + ": 2 passwords, from a corpus");
}

TEST_F(WeakLibraryTest, one_weak_spelling_is_enough) {
    make_weak_list(path, {"iloveyou"});
    open();
    const std::vector<std::string> one{"ILoveYou", "iloveyou"};
    const std::vector<std::string> none{"ILoveYou", "x"};
    EXPECT_EQ(ask(one), WeakAnswer::weak);
    EXPECT_EQ(ask(none), WeakAnswer::fine);
}

TEST_F(WeakLibraryTest, P9_no_list_is_loud_and_once) {
    open();
    EXPECT_FALSE(library->usable());
    EXPECT_EQ(ask("another horse"), WeakAnswer::no_list);
    EXPECT_TRUE(becomes([&] { return refusals() == 1; }));
    EXPECT_THAT(log.events.back().detail, HasSubstr(path + ": there is no such file"));
    EXPECT_EQ(library->info().state, State::none);
    EXPECT_THAT(library->info().problem, HasSubstr("there is no such file"));
    EXPECT_EQ(reload(), Code::weak_list_unavailable);
}

TEST_F(WeakLibraryTest, P9_a_file_that_comes_is_used_within_a_second) {
    open();
    EXPECT_TRUE(becomes([&] { return refusals() == 1; }));
    make_weak_list(path, {"iloveyou"});
    EXPECT_TRUE(becomes([&] { return library->info().state == State::usable; }, 1s));
    EXPECT_EQ(ask("iloveyou"), WeakAnswer::weak);
    make_weak_list(path, {"letmein"});
    EXPECT_TRUE(becomes([&] { return log.count(EventKind::weak_list_loaded) == 2; }, 1s));
    EXPECT_EQ(ask("iloveyou"), WeakAnswer::fine);
    EXPECT_EQ(ask("letmein"), WeakAnswer::weak);
}

TEST_F(WeakLibraryTest, other_files_beside_it_are_nothing_to_it) {
    make_weak_list(path, {"iloveyou"});
    open();
    EXPECT_TRUE(becomes(State::usable));
    std::ofstream(directory + "/other") << "x";
    make_weak_list(directory + "/another.weak", {"letmein"});
    loop.run_for(50ms);
    EXPECT_EQ(log.events.size(), 1U);
    EXPECT_EQ(ask("letmein"), WeakAnswer::fine);
}

struct Bad {
    const char* what;
    std::function<void(const std::string& path)> make;
    const char* said;
};

std::vector<Bad> bad_files() {
    const auto list = [](const std::string& path) { make_weak_list(path, many_passwords(5000)); };
    return {
        {"empty", [](const std::string& path) { std::ofstream{path}; }, "is no weak list"},
        {"text", [](const std::string& path) { std::ofstream(path) << std::string(9000, 'x'); },
         "is no weak list"},
        {"cut short",
         [=](const std::string& path) {
             list(path);
             fs::resize_file(path, static_cast<std::uintmax_t>(size_of(path)) - 1);
         },
         "cut short"},
        {"of a newer version",
         [=](const std::string& path) {
             list(path);
             overwrite(path, 8, "\x02");
         },
         "newer version"},
        {"with a damaged page",
         [=](const std::string& path) {
             list(path);
             overwrite(path, 4096 + 100, "damage");
         },
         "is damaged"},
        {"a directory", [](const std::string& path) { fs::create_directory(path); },
         "not a regular file"},
        {"a pipe", [](const std::string& path) { (void)::mkfifo(path.c_str(), 0600); },
         "not a regular file"},
    };
}

TEST_F(WeakLibraryTest, P9_what_is_refused_leaves_the_one_before_in_use) {
    make_weak_list(path, {"iloveyou"});
    open();
    EXPECT_TRUE(becomes(State::usable));
    unsigned refused = 0;
    for (const Bad& bad : bad_files()) {
        SCOPED_TRACE(bad.what);
        bad.make(directory + "/new");
        fs::remove_all(path + ".old");
        fs::rename(path, path + ".old");
        fs::rename(directory + "/new", path);
        EXPECT_EQ(reload(), Code::parameter_format);
        EXPECT_EQ(library->info().state, State::damaged);
        EXPECT_THAT(library->info().problem, HasSubstr(bad.said));
        EXPECT_THAT(library->info().problem, HasSubstr(path));
        EXPECT_TRUE(library->usable());
        EXPECT_EQ(ask("iloveyou"), WeakAnswer::weak);
        EXPECT_EQ(ask("another horse"), WeakAnswer::fine);
        loop.run_for(5ms);
        EXPECT_EQ(refusals(), ++refused) << "it is told once";
        EXPECT_THAT(log.events.back().detail, HasSubstr("still asked"));
    }
    fs::remove_all(path);
    make_weak_list(path, {"letmein"});
    EXPECT_TRUE(becomes(State::usable));
    EXPECT_EQ(library->info().problem, "");
    EXPECT_EQ(ask("letmein"), WeakAnswer::weak);
}

TEST_F(WeakLibraryTest, P9_at_the_start_a_bad_file_is_no_list) {
    for (const Bad& bad : bad_files()) {
        SCOPED_TRACE(bad.what);
        bad.make(path);
        open();
        EXPECT_TRUE(becomes(State::damaged));
        EXPECT_FALSE(library->usable());
        EXPECT_EQ(ask("another horse"), WeakAnswer::no_list);
        EXPECT_EQ(reload(), Code::parameter_format);
        library.reset();
        fs::remove_all(path);
    }
}

TEST_F(WeakLibraryTest, a_list_that_was_removed_is_still_asked) {
    make_weak_list(path, {"iloveyou"});
    open();
    EXPECT_TRUE(becomes(State::usable));
    fs::remove(path);
    EXPECT_TRUE(becomes(State::none));
    EXPECT_TRUE(library->usable());
    EXPECT_EQ(ask("iloveyou"), WeakAnswer::weak);
}

TEST_F(WeakLibraryTest, P9_a_list_that_is_written_to_where_it_lies_is_used_no_more) {
    make_weak_list(path, many_passwords(5000));
    open();
    EXPECT_TRUE(becomes(State::usable));
    overwrite(path, 4096 + 100, "damage");
    EXPECT_TRUE(becomes(State::damaged));
    EXPECT_FALSE(library->usable());
    EXPECT_EQ(ask("another horse"), WeakAnswer::no_list);
}

TEST_F(WeakLibraryTest, P9_a_list_that_is_cut_where_it_lies_kills_nobody) {
    make_weak_list(path, many_passwords(5000));
    open();
    EXPECT_TRUE(becomes(State::usable));
    ASSERT_EQ(::truncate(path.c_str(), 4096), 0);
    EXPECT_EQ(ask("another horse"), WeakAnswer::no_list);
    EXPECT_TRUE(becomes(State::damaged));
    EXPECT_FALSE(library->usable());
    EXPECT_EQ(ask("another horse"), WeakAnswer::no_list);
    EXPECT_EQ(refusals(), 2U) << "the page, and then the file";
}

TEST_F(WeakLibraryTest, additions_are_asked_with_and_without_a_list) {
    open();
    add({"tr0ub4dor"});
    EXPECT_EQ(ask("tr0ub4dor"), WeakAnswer::weak);
    EXPECT_EQ(ask("another horse"), WeakAnswer::no_list);
    make_weak_list(path, {"iloveyou"});
    EXPECT_TRUE(becomes(State::usable));
    EXPECT_EQ(ask("tr0ub4dor"), WeakAnswer::weak);
    EXPECT_EQ(ask("another horse"), WeakAnswer::fine);
}

TEST_F(WeakLibraryTest, P9_additions_that_are_damaged_are_loud_and_not_taken_for_a_no) {
    make_weak_list(path, {"iloveyou"});
    store.whole_weak = false;
    open();
    ASSERT_EQ(log.count(EventKind::record_damaged), 1U);
    EXPECT_TRUE(becomes(State::usable));
    EXPECT_THAT(library->info().problem, HasSubstr("added passwords is damaged"));
    EXPECT_EQ(ask("iloveyou"), WeakAnswer::weak);
    EXPECT_EQ(ask("another horse"), WeakAnswer::no_list);
    EXPECT_EQ(log.count(EventKind::record_damaged), 1U);
}

TEST_F(WeakLibraryTest, what_is_pending_is_what_the_list_in_use_has_not) {
    open();
    add({"iloveyou", "tr0ub4dor"});
    EXPECT_EQ(library->info().added, 2U);
    EXPECT_EQ(library->info().pending, 2U) << "no list has them";
    make_weak_list(path, {"iloveyou", "letmein"});
    EXPECT_EQ(reload(), std::nullopt);
    EXPECT_EQ(library->info().pending, 1U);
    add({"letmein", "sunshine"});
    EXPECT_TRUE(becomes([&] { return library->info().pending == 2; }));
    EXPECT_EQ(library->info().added, 4U);
    make_weak_list(path, {"iloveyou", "letmein", "tr0ub4dor", "sunshine"});
    EXPECT_EQ(reload(), std::nullopt);
    EXPECT_EQ(library->info().pending, 0U);
}

TEST_F(WeakLibraryTest, what_is_added_while_many_are_counted_is_counted_once) {
    const auto all = many_passwords(20'000);
    open();
    add(std::vector<std::string>(all.begin(), all.end() - 2));
    make_weak_list(path, {all[0], all[7], all[19'999]});
    library.reset();
    open();
    unsigned added = 0;
    while (library->info().state != State::usable) {
        loop.restart();
        loop.run_one_for(20s);
        if (added < 2) add({all[19'998 + added++]});
    }
    EXPECT_TRUE(becomes([&] { return library->info().pending == 20'000 - 3; }));
}

TEST_F(WeakLibraryTest, reloads_at_once_are_all_answered) {
    make_weak_list(path, {"iloveyou"});
    open();
    unsigned answered = 0;
    const auto one = [&]() -> boost::asio::awaitable<void> {
        EXPECT_EQ(co_await library->reload(), std::nullopt);
        ++answered;
    };
    for (int i = 0; i < 5; ++i) boost::asio::co_spawn(loop, one(), boost::asio::detached);
    EXPECT_TRUE(becomes([&] { return answered == 5; }));
    EXPECT_LE(log.count(EventKind::weak_list_loaded), 2U);
}

TEST_F(WeakLibraryTest, what_a_file_says_of_itself_is_valid_text) {
    make_weak_list(path, {"iloveyou"}, "no \xff\xed\xa0\x80UTF-8");
    open();
    EXPECT_EQ(library->info().in_use.value().source, "no UTF-8");
    library.reset();
    make_weak_list(path, {"iloveyou"},
                   "Gr\xc3\xbc\xc3\x9f"
                   "e");
    open();
    EXPECT_EQ(library->info().in_use.value().source,
              "Gr\xc3\xbc\xc3\x9f"
              "e");
}

TEST_F(WeakLibraryTest, goes_within_a_second_while_a_large_list_is_verified) {
    std::vector<std::string> words = many_passwords(400'000);
    make_weak_list(path, words);
    open();
    loop.run_for(1ms);
    const auto before = std::chrono::steady_clock::now();
    library.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - before, 1s);
    loop.restart();
    loop.poll();
    EXPECT_THAT(log.events, IsEmpty());
}

}  // namespace
}  // namespace ramd::test
