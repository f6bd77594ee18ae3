// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/text_reader.h"

#include <fcntl.h>
#include <unistd.h>

#include <map>

#include "policy/weak_list/line_reader.h"
#include "tests/unit/policy/weak_list/scratch_files.h"

namespace ramauth::weak_list {
namespace {

UniqueFd opened(const std::string& path) {
    return UniqueFd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
}

std::vector<std::string> lines_of(std::string_view text) {
    const ScratchFiles files;
    const UniqueFd fd = opened(files.write("text", text));
    LineReader reader(fd.get(), "text");
    std::vector<std::string> lines;
    while (const auto line = reader.next()) lines.emplace_back(*line);
    return lines;
}

struct Read {
    TextRead text;
    std::vector<Sighting> sightings;
};

Read read(std::string_view bytes, TextFormat format = TextFormat::automatic) {
    const ScratchFiles files;
    const UniqueFd fd = opened(files.write("text", bytes));
    SightingSorter sorter(files.path(""), SightingSorter::Counts::kept);
    Read all;
    all.text = read_text({.name = "text", .format = format}, fd.get(), sorter, [](auto) {});
    for (const auto& run : sorter.runs(1 << 20)) {
        for (auto some = run->next(); !some.empty(); some = run->next())
            all.sightings.insert(all.sightings.end(), some.begin(), some.end());
    }
    return all;
}

std::string hash(std::string_view word, const std::string& tail = {}) {
    return to_text(weak_hash(word)) + tail;
}

TEST(Sorter, makes_one_run_of_what_comes_in_order_and_more_of_the_rest) {
    const ScratchFiles files;
    for (const bool in_order : {true, false}) {
        SightingSorter sorter(files.path(""), SightingSorter::Counts::kept, 100);
        for (Key i = 0; i < 5000; ++i) {
            const Key key = in_order ? i / 2 : i * 2'654'435'761U % 65'536U;
            sorter.add({key, static_cast<std::uint32_t>(i)});
        }
        EXPECT_EQ(sorter.distinct(), in_order ? std::optional<std::uint64_t>(2500) : std::nullopt);
        const auto runs = sorter.runs(1 << 16);
        EXPECT_EQ(runs.size(), in_order ? 1U : 50U);
        std::size_t entries = 0;
        for (const auto& run : runs) {
            Key before = 0;
            for (auto some = run->next(); !some.empty(); some = run->next()) {
                for (const auto& sighting : some)
                    EXPECT_GE(sighting.key, std::exchange(before, sighting.key));
                entries += some.size();
            }
        }
        EXPECT_EQ(entries, 5000U);
    }
}

TEST(LineReader, gives_lines_however_they_end) {
    using Lines = std::vector<std::string>;
    EXPECT_EQ(lines_of(""), Lines{});
    EXPECT_EQ(lines_of("a\nb\r\n\nc"), (Lines{"a", "b", "", "c"}));
    EXPECT_EQ(lines_of("\r\n\r"), (Lines{"", ""}));
    EXPECT_EQ(lines_of(std::string_view("a\0b\n", 4)), (Lines{std::string("a\0b", 3)}));
}

TEST(LineReader, gives_lines_that_lie_across_its_buffer) {
    std::string text;
    std::vector<std::string> expected;
    for (int i = 0; i < 200; ++i) {
        expected.push_back(std::to_string(i) + std::string(20'000, 'x'));
        text += expected.back() + "\n";
    }
    EXPECT_EQ(lines_of(text), expected);
}

TEST(LineReader, cuts_a_line_that_is_too_long_and_goes_on_behind_it) {
    const auto lines = lines_of("a\n" + std::string(3'000'000, 'x') + "\nb\n");
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[1].size(), LineReader::longest_line);
    EXPECT_EQ(lines[2], "b");
}

TEST(Text, of_words_is_a_password_a_line) {
    const Read all = read("zebra\n\nApfel\r\n" + std::string(513, 'x') + "\n");
    EXPECT_EQ(all.text.lines, 2U);
    EXPECT_EQ(all.text.skipped, 2U);
    std::set<Key> keys;
    for (const auto& sighting : all.sightings) keys.insert(sighting.key);
    EXPECT_EQ(keys, (std::set<Key>{weak_hash("zebra").key(), weak_hash("Apfel").key()}));
    EXPECT_EQ(all.sightings.front().count, uncounted);
}

TEST(Text, of_words_may_have_anything_in_it) {
    const std::string long_line(10'000'000, 'x');
    const Read all = read(std::string("a\0b\n", 4) + "crlf\r\n" + long_line + "\n\xFF\xFE\xC0\nend",
                          TextFormat::words);
    EXPECT_EQ(all.text.lines, 4U);
    EXPECT_EQ(all.text.skipped, 1U) << "the line of ten million bytes";
    std::set<Key> keys;
    for (const auto& sighting : all.sightings) keys.insert(sighting.key);
    EXPECT_EQ(keys,
              (std::set<Key>{weak_hash(std::string_view("a\0b", 3)).key(), weak_hash("crlf").key(),
                             weak_hash("\xFF\xFE\xC0").key(), weak_hash("end").key()}));
}

TEST(Text, of_words_takes_them_in_the_form_that_passwords_have) {
    const Read all = read(
        "Bu\xCC\x88"
        "cher\nB\xFC"
        "cher\n");  // decomposed; Latin-1
    std::set<Key> keys;
    for (const auto& sighting : all.sightings) keys.insert(sighting.key);
    EXPECT_TRUE(keys.contains(weak_hash("B\xC3\xBC"
                                        "cher")
                                  .key()));
    EXPECT_TRUE(keys.contains(weak_hash("B\xFC"
                                        "cher")
                                  .key()));
}

TEST(Text, of_hashes_is_told_by_its_first_line) {
    const Read all = read(hash("a", ":3\n") + hash("b", "\r\n") + hash("c", ":12"));
    ASSERT_EQ(all.text.lines, 3U);
    std::map<Key, std::uint32_t> counts;
    for (const auto& sighting : all.sightings) counts[sighting.key] = sighting.count;
    EXPECT_EQ(counts[weak_hash("a").key()], 3U);
    EXPECT_EQ(counts[weak_hash("b").key()], uncounted);
    EXPECT_EQ(counts[weak_hash("c").key()], 12U);
}

TEST(Text, that_looks_like_hashes_may_be_words) {
    const std::string word = hash("a");
    const Read all = read(word + "\n", TextFormat::words);
    EXPECT_EQ(all.sightings.at(0).key, weak_hash(word).key());
}

TEST(Text, of_hashes_with_anything_else_is_refused_with_its_line) {
    const std::string fault = fault_of([] { (void)read(hash("a", ":3\n") + "\nhunter2\n"); });
    EXPECT_EQ(fault, "text:3: neither HASH nor HASH:count with the 40 hexadecimal digits of SHA-1");
    EXPECT_NE(fault_of([] { (void)read("hunter2\n", TextFormat::hashes); }), "");
}

TEST(Text, that_begins_with_a_byte_order_mark_is_read_behind_it) {
    const Read all = read("\xEF\xBB\xBF" + hash("a", ":3\n"));
    ASSERT_EQ(all.sightings.size(), 1U);
    EXPECT_EQ(all.sightings[0].count, 3U);
    EXPECT_EQ(read("\xEF\xBB\xBFword\n").sightings.at(0).key, weak_hash("word").key());
}

TEST(Text, of_hashes_that_are_written_otherwise_is_not_taken_for_words) {
    for (const char* tail : {" ", " 17", ":1,234", "\t5"}) {
        const std::string fault = fault_of([&] { (void)read(hash("a", tail) + "\n"); });
        EXPECT_TRUE(fault.starts_with("text:1: a hash with something behind it")) << tail << fault;
    }
}

TEST(Text, of_hashes_may_have_some_that_nobody_saw) {
    const Read all = read(hash("a", ":0\n") + hash("b", ":1\n") + hash("c", ":0\n"));
    ASSERT_EQ(all.sightings.size(), 1U);
    EXPECT_EQ(all.sightings[0].key, weak_hash("b").key());
}

TEST(Text, of_NTLM_hashes_is_refused_as_such) {
    EXPECT_EQ(fault_of([] { (void)read("31D6CFE0D16AE931B73C59D7E0C089C0:5\n"); }),
              "text:1: this is a corpus of NTLM hashes; take the one of SHA-1 hashes");
}

}  // namespace
}  // namespace ramauth::weak_list
