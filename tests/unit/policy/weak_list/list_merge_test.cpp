// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gtest/gtest.h>

#include <random>

#include "tests/unit/policy/weak_list/scratch_files.h"

namespace ramauth::weak_list {
namespace {

struct Merging : testing::Test {
    ScratchFiles files;

    WeakList list_of(int words, unsigned bits = 32) {
        (void)files.list_of("list", numbered_words("w", words), bits);
        return WeakList::open(files.path("list"));
    }
    static std::vector<Key> any_keys(std::size_t count) {
        std::mt19937_64 random(1);
        std::vector<Key> keys(count);
        for (Key& key : keys) key = random();
        return keys;
    }
};

TEST_F(Merging, keeps_what_is_there_and_adds_the_rest) {
    BuildSettings settings;
    settings.source = "leak";
    std::string text;
    for (const auto& word : numbered_words("w", 10'000)) text += word + "\n";
    (void)build_list({{.name = files.write("words", text)}}, {}, files.path("list"), settings);
    const WeakList list = WeakList::open(files.path("list"));
    const std::vector<Key> added{weak_hash("new").key(), weak_hash("w17").key(), 0, ~Key{0}};
    const ListHeader merged = merge_list(list, added, files.path("merged"), {});
    EXPECT_EQ(merged.entries, 10'003U);
    EXPECT_EQ(merged.source, "leak");
    const WeakList both = WeakList::open(files.path("merged"));
    EXPECT_TRUE(both.verify([](auto) { return true; }));
    for (const Key key : added) EXPECT_EQ(both.ask(key), ListAnswer::weak);
    for (const auto& word : numbered_words("w", 10'000))
        ASSERT_EQ(both.ask(weak_hash(word)), ListAnswer::weak) << word;
    EXPECT_EQ(both.ask(weak_hash("stranger")), ListAnswer::not_in_list);
}

TEST_F(Merging, with_a_damaged_list_is_refused) {
    (void)list_of(10'000);
    std::string bytes = files.read("list");
    bytes[10'000] = static_cast<char>(bytes[10'000] ^ 4);
    files.write("list", bytes);
    const WeakList list = WeakList::open(files.path("list"));
    const std::string fault =
        fault_of([&] { (void)merge_list(list, {1}, files.path("merged"), {}); });
    EXPECT_TRUE(fault.starts_with(files.path("list") + ": is damaged: ")) << fault;
    EXPECT_FALSE(files.names().contains("merged"));
}

TEST_F(Merging, leaves_a_list_that_was_put_there_meanwhile) {
    const WeakList list = list_of(100);
    (void)list_of(200);
    const std::string other = files.read("list");
    EXPECT_EQ(fault_of([&] { (void)merge_list(list, {1}, files.path("list"), {}); }),
              files.path("list") + ": was replaced meanwhile, and is left as it is; merge again");
    EXPECT_EQ(files.read("list"), other);
}

TEST_F(Merging, says_how_often_it_refuses_for_nothing_then) {
    const WeakList list = list_of(1000, 32);
    const ListHeader merged = merge_list(list, any_keys(9000), files.path("list"), {});
    EXPECT_EQ(merged.entries, 10'000U);
    EXPECT_EQ(merged.one_wrong_refusal_in(), (std::uint64_t{1} << 30U) / 10);
}

TEST_F(Merging, of_so_many_that_it_would_refuse_too_often_is_refused) {
    const WeakList list = list_of(1000, 18);
    const std::string before = files.read("list");
    const std::string fault =
        fault_of([&] { (void)merge_list(list, any_keys(1000), files.path("list"), {}); });
    EXPECT_TRUE(
        fault.starts_with("with 2000 entries in place of 1000 one password in 32768 would "
                          "be refused for nothing"))
        << fault;
    EXPECT_EQ(files.read("list"), before);
    EXPECT_EQ(merge_list(list, any_keys(90), files.path("list"), {}).entries, 1090U);
}

}  // namespace
}  // namespace ramauth::weak_list
