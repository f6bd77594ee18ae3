// SPDX-License-Identifier: LGPL-2.1-or-later
// The list that is asked, while files come and go and passwords are added.
#include "ramd/weak_library.h"

#include <fstream>

#include "tests/unit/ramd/weak_library_stage.h"

namespace ramd::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

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
