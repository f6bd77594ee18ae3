// SPDX-License-Identifier: LGPL-2.1-or-later
// Files that are refused, and what is damaged beneath a list in use.
#include <fstream>

#include "tests/unit/ramd/weak_library_stage.h"

namespace ramd::test {
namespace {

using ramauth::test::overwrite;
using ramauth::test::size_of;
using testing::HasSubstr;

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

}  // namespace
}  // namespace ramd::test
