// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/weak_list.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <random>

#include "tests/unit/policy/weak_list/scratch_files.h"

namespace ramauth::weak_list {
namespace {

ListAnswer ask(const WeakList& list, std::string_view word) {
    return list.ask(weak_hash(word));
}

void verify(const WeakList& list) {
    EXPECT_TRUE(list.verify([](std::uint64_t) { return true; }));
}

TEST(WeakList, has_every_word_that_it_was_made_of_and_no_other) {
    const ScratchFiles files;
    const auto words = numbered_words("secret", 20'000);
    const WeakList list = WeakList::open(files.list_of("list", words));
    for (const auto& word : words) ASSERT_EQ(ask(list, word), ListAnswer::weak) << word;
    for (const auto& word : numbered_words("other", 20'000))
        ASSERT_EQ(ask(list, word), ListAnswer::not_in_list) << word;
    verify(list);
}

TEST(WeakList, answers_many_as_it_answers_each) {
    const ScratchFiles files;
    const WeakList list = WeakList::open(files.list_of("list", numbered_words("a", 20'000), 18));
    std::vector<Key> keys;
    for (const auto& word : numbered_words("a", 40'001)) keys.push_back(weak_hash(word).key());
    std::vector<ListAnswer> answers(keys.size(), ListAnswer::unreadable);
    list.ask(keys, answers);
    for (std::size_t i = 0; i < keys.size(); ++i) ASSERT_EQ(answers[i], list.ask(keys[i])) << i;
    EXPECT_GE(std::count(answers.begin(), answers.end(), ListAnswer::weak), 20'000);
}

TEST(WeakList, of_one_word_is_a_list) {
    const ScratchFiles files;
    const WeakList list = WeakList::open(files.list_of("list", {"hunter2"}));
    EXPECT_EQ(ask(list, "hunter2"), ListAnswer::weak);
    EXPECT_EQ(ask(list, "hunter3"), ListAnswer::not_in_list);
    EXPECT_EQ(list.header().entries, 1U);
    verify(list);
}

// 18 bits an entry: one in 65,536. Of a million strangers 15.3 are expected.
TEST(WeakList, refuses_wrongly_as_seldom_as_its_width_says) {
    const ScratchFiles files;
    const WeakList list = WeakList::open(files.list_of("list", numbered_words("a", 50'000), 18));
    std::mt19937_64 random(2026);
    int wrong = 0;
    for (int i = 0; i < 1'000'000; ++i) wrong += list.ask(random()) == ListAnswer::weak ? 1 : 0;
    EXPECT_GE(wrong, 3);
    EXPECT_LE(wrong, 36);
}

TEST(WeakList, gives_its_cells_in_order) {
    const ScratchFiles files;
    const WeakList list = WeakList::open(files.list_of("list", numbered_words("a", 5000)));
    auto cells = list.cells();
    std::vector<std::uint64_t> all;
    for (std::uint64_t cell = 0; cells.next(cell);) all.push_back(cell);
    EXPECT_EQ(all.size(), 5000U);
    EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
}

TEST(WeakList, that_is_not_there_or_no_file_is_refused_with_its_name) {
    const ScratchFiles files;
    EXPECT_EQ(fault_of([&] { (void)WeakList::open(files.path("none")); }),
              files.path("none") + ": No such file or directory");
    ASSERT_EQ(::mkfifo(files.path("pipe").c_str(), 0600), 0);
    EXPECT_EQ(fault_of([&] { (void)WeakList::open(files.path("pipe")); }),
              files.path("pipe") + ": is not a regular file");
    for (const char* bytes : {"", "RAMAUTHW", "what is this?"}) {
        EXPECT_EQ(fault_of([&] { (void)WeakList::open(files.write("file", bytes)); }),
                  files.path("file") + ": is no weak list");
    }
}

TEST(WeakList, behind_a_link_is_refused_where_links_are) {
    const ScratchFiles files;
    (void)files.list_of("list", {"a"});
    ASSERT_EQ(::symlink("list", files.path("link").c_str()), 0);
    EXPECT_EQ(ask(WeakList::open(files.path("link")), "a"), ListAnswer::weak);
    EXPECT_EQ(fault_of([&] { (void)WeakList::open(files.path("link"), Links::refused); }),
              files.path("link") + ": is a symbolic link; put the file itself there");
}

TEST(WeakList, that_was_cut_or_is_too_long_is_refused) {
    const ScratchFiles files;
    const std::string path = files.list_of("list", numbered_words("a", 3000));
    const std::string whole = files.read("list");
    for (const std::size_t size : {whole.size() - 1, whole.size() / 2, std::size_t{4096}}) {
        files.write("list", std::string_view(whole).substr(0, size));
        EXPECT_EQ(fault_of([&] { (void)WeakList::open(path); }),
                  path + ": is damaged: it was cut short");
    }
    files.write("list", whole + "x");
    EXPECT_EQ(fault_of([&] { (void)WeakList::open(path); }), path + ": is damaged: it is too long");
}

// By open() or by verify(), and never by a wrong answer that nobody noticed.
TEST(WeakList, in_which_any_bit_has_changed_is_refused) {
    const ScratchFiles files;
    const std::string path = files.list_of("list", numbered_words("a", 3000));
    const std::string whole = files.read("list");
    std::mt19937_64 random(7);
    for (int round = 0; round < 300; ++round) {
        std::string damaged = whole;
        const std::size_t at = round < 130 ? static_cast<std::size_t>(round)
                                           : static_cast<std::size_t>(random() % whole.size());
        damaged[at] = static_cast<char>(damaged[at] ^ static_cast<char>(1U << random() % 8));
        files.write("list", damaged);
        const std::string fault = fault_of([&] {
            const WeakList list = WeakList::open(path);
            for (const auto& word : numbered_words("a", 100)) (void)ask(list, word);
            verify(list);
        });
        EXPECT_TRUE(fault.starts_with(path + ": ")) << "byte " << at << ": " << fault;
    }
}

TEST(WeakList, of_a_newer_version_is_refused_as_such) {
    const ScratchFiles files;
    const std::string path = files.list_of("list", {"a"});
    std::string bytes = files.read("list");
    bytes[8] = 9;
    files.write("list", bytes);
    EXPECT_EQ(fault_of([&] { (void)WeakList::open(path); }),
              path + ": has the newer version 9; this program reads 1");
}

TEST(WeakList, that_is_cut_while_it_is_open_cannot_be_read_and_harms_nobody) {
    const ScratchFiles files;
    const auto words = numbered_words("a", 3000);
    const std::string path = files.list_of("list", words);
    const WeakList list = WeakList::open(path);
    ASSERT_EQ(::truncate(path.c_str(), 0), 0);
    for (const auto& word : words) ASSERT_EQ(ask(list, word), ListAnswer::unreadable);
    std::vector<ListAnswer> answers(2, ListAnswer::weak);
    list.ask(std::vector<Key>{1, 2}, answers);
    EXPECT_EQ(answers, (std::vector<ListAnswer>{ListAnswer::unreadable, ListAnswer::unreadable}));
    EXPECT_EQ(fault_of([&] { verify(list); }), path + ": was cut short");
}

TEST(WeakList, that_is_replaced_while_it_is_open_stays_what_it_was) {
    const ScratchFiles files;
    const std::string path = files.list_of("list", {"before"});
    const WeakList before = WeakList::open(path);
    (void)files.list_of("list", {"after"});
    EXPECT_EQ(ask(before, "before"), ListAnswer::weak);
    EXPECT_EQ(ask(before, "after"), ListAnswer::not_in_list);
    EXPECT_EQ(ask(WeakList::open(path), "after"), ListAnswer::weak);
}

TEST(WeakList, stops_verifying_when_it_is_told_to) {
    const ScratchFiles files;
    const WeakList list = WeakList::open(files.list_of("list", {"a"}));
    EXPECT_FALSE(list.verify([](std::uint64_t) { return false; }));
}

}  // namespace
}  // namespace ramauth::weak_list
