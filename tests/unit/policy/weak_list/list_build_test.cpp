// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/list_build.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <random>

#include "policy/weak_list/unique_keys.h"
#include "tests/unit/policy/weak_list/scratch_files.h"

namespace ramauth::weak_list {
namespace {

std::string line(const WeakHash& hash, int count) {
    return to_text(hash) + ":" + std::to_string(count) + "\n";
}

std::string corpus(const std::vector<std::string>& words, int count) {
    std::vector<WeakHash> hashes;
    for (const auto& word : words) hashes.push_back(weak_hash(word));
    std::sort(hashes.begin(), hashes.end());
    std::string text;
    for (const auto& hash : hashes) text += line(hash, count);
    return text;
}

TextSource text(const std::string& path) {
    return {.name = path};
}

struct Building : testing::Test {
    ScratchFiles files;
    BuildSettings settings;

    Built build(const std::vector<TextSource>& sources) {
        return build_list(sources, {}, files.path("list"), settings);
    }
    bool has(std::string_view word) {
        return WeakList::open(files.path("list")).ask(weak_hash(word)) == ListAnswer::weak;
    }
};

TEST_F(Building, gives_the_same_bytes_from_words_and_hashes_in_any_order_and_number) {
    auto words = numbered_words("w", 30'000);
    (void)build({text(files.write("sorted", corpus(words, 1)))});
    const std::string expected = files.read("list");
    ASSERT_GT(expected.size(), 100'000U);

    (void)files.list_of("list", words);
    EXPECT_EQ(files.read("list"), expected) << "words";

    std::shuffle(words.begin(), words.end(), std::mt19937_64(3));
    std::string shuffled;
    for (const auto& word : words) shuffled += line(weak_hash(word), 1);
    (void)build({text(files.write("shuffled", shuffled))});
    EXPECT_EQ(files.read("list"), expected) << "hashes that are not in order";

    const std::vector<std::string> one(words.begin(), words.begin() + 20'000);
    const std::vector<std::string> other(words.begin() + 10'000, words.end());
    (void)build(
        {text(files.write("other", corpus(other, 1))), text(files.write("one", corpus(one, 1)))});
    EXPECT_EQ(files.read("list"), expected) << "two corpora that overlap";
}

TEST_F(Building, says_what_it_made) {
    settings.bits_per_entry = 18;
    settings.source = "two leaks";
    settings.date = from_wire(1'700'000'000'000'000U);
    const Built built = build({text(files.write("words", "a\nb\n\nb\n"))});
    EXPECT_EQ(built.lines, 3U);
    EXPECT_EQ(built.skipped, 1U);
    const WeakList list = WeakList::open(files.path("list"));
    EXPECT_EQ(list.header().entries, 2U);
    EXPECT_EQ(list.header().bits_per_entry, 18U);
    EXPECT_EQ(list.header().source, "two leaks");
    EXPECT_EQ(list.header().date, settings.date);
    EXPECT_EQ(built.header.head_digest, list.header().head_digest);
}

TEST_F(Building, leaves_out_what_was_seen_too_seldom_in_all_sources_together) {
    settings.minimum_count = 5;
    (void)build({text(files.write("one", corpus({"seldom", "together", "often"}, 3))),
                 text(files.write("other", corpus({"together", "often"}, 2))),
                 text(files.write("words", "mine\n"))});
    EXPECT_FALSE(has("seldom"));
    EXPECT_TRUE(has("together"));
    EXPECT_TRUE(has("often"));
    EXPECT_TRUE(has("mine")) << "a word that an administrator lists has no count";
    EXPECT_EQ(WeakList::open(files.path("list")).header().minimum_count, 5U);
}

TEST_F(Building, keeps_to_the_size_that_the_width_promises) {
    for (const unsigned bits : {18U, 32U}) {
        (void)files.list_of("list", numbered_words("w", 200'000), bits);
        const WeakList list = WeakList::open(files.path("list"));
        // But for the first page and what is left of the last one.
        const auto size =
            static_cast<double>(list.header().file_size() - 2 * page_size) * 8 / 200'000;
        EXPECT_LE(size, bits + 0.1) << bits << " bits an entry";
    }
}

TEST_F(Building, takes_hashes_that_do_not_lie_evenly) {
    std::vector<Key> keys;
    for (Key low = 0; low < 5000; ++low) keys.push_back(Key{0xABCDE} << 44U | low << 20U);
    keys.push_back(0);
    keys.push_back(~Key{0});
    std::string lines;
    for (const Key key : keys) {
        WeakHash hash;
        for (int i = 0; i < 8; ++i)
            hash.bytes[static_cast<std::size_t>(i)] =
                static_cast<unsigned char>(key >> (56 - 8 * i));
        lines += line(hash, 1);
    }
    (void)build({text(files.write("skewed", lines))});
    const WeakList list = WeakList::open(files.path("list"));
    EXPECT_TRUE(list.verify([](auto) { return true; }));
    for (const Key key : keys) ASSERT_EQ(list.ask(key), ListAnswer::weak) << std::hex << key;
    EXPECT_EQ(list.ask(Key{0xABCDD} << 44U), ListAnswer::not_in_list);
    EXPECT_EQ(list.ask(Key{0x1234} << 48U), ListAnswer::not_in_list);
}

TEST_F(Building, that_is_refused_leaves_what_was_there) {
    files.write("list", "as it was");
    const std::string good = to_text(weak_hash("a")) + ":1\n";
    EXPECT_NE(fault_of([&] { (void)build({text(files.write("bad", good + "x\n"))}); }), "");
    EXPECT_EQ(fault_of([&] { (void)build({text(files.write("empty", "\n"))}); }),
              "the sources have no entry: there is no list to make");
    EXPECT_EQ(fault_of([&] { (void)build({text(files.path("none"))}); }),
              files.path("none") + ": No such file or directory");
    EXPECT_EQ(fault_of([&] { (void)build({text(files.path(""))}); }),
              files.path("") + ": is a directory");
    settings.progress = [](const BuildProgress&) { throw std::runtime_error("stop"); };
    EXPECT_THROW((void)build({text(files.write("good", good))}), std::runtime_error);
    EXPECT_EQ(files.read("list"), "as it was");
    EXPECT_EQ(files.names(), (std::set<std::string>{"bad", "empty", "good", "list"}));
}

TEST_F(Building, refuses_a_width_that_cannot_be) {
    for (const unsigned bits : {0U, 9U, 33U}) {
        settings.bits_per_entry = bits;
        EXPECT_EQ(fault_of([&] { (void)build({text(files.write("words", "a\n"))}); }),
                  "the width must be from 10 to 32 bits an entry");
    }
}

TEST_F(Building, does_not_write_over_what_is_no_file) {
    ASSERT_EQ(::mkdir(files.path("list").c_str(), 0700), 0);
    EXPECT_EQ(fault_of([&] { (void)build({text(files.write("words", "a\n"))}); }),
              files.path("list") + ": is there and is no regular file; give another name");
}

TEST_F(Building, whose_disk_is_full_leaves_what_was_there) {
    (void)files.list_of("list", {"before"});
    const auto source = text(files.write("words", corpus(numbered_words("w", 50'000), 1)));
    const rlimit before = [] {
        rlimit limit{};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        return limit;
    }();
    const rlimit small{64 * 1024, before.rlim_max};
    auto* const old = ::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &small);
    EXPECT_THROW((void)build({source}), std::system_error);
    ::setrlimit(RLIMIT_FSIZE, &before);
    ::signal(SIGXFSZ, old);
    EXPECT_TRUE(has("before"));
    EXPECT_EQ(files.names(), (std::set<std::string>{"list", "list.words", "words"}));
}

TEST_F(Building, reads_a_pipe) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const std::string words = "from\na\npipe\n";
    ASSERT_EQ(::write(ends[1], words.data(), words.size()), static_cast<ssize_t>(words.size()));
    ::close(ends[1]);
    (void)build({{.name = "standard input", .fd = ends[0]}});
    ::close(ends[0]);
    EXPECT_TRUE(has("pipe"));
}

TEST_F(Building, sorts_what_does_not_fit_into_memory) {
    auto words = numbered_words("w", 1'100'000);  // more than one part
    std::shuffle(words.begin(), words.end(), std::mt19937_64(5));
    (void)files.list_of("list", words);
    const WeakList list = WeakList::open(files.path("list"));
    EXPECT_EQ(list.header().entries, words.size());
    for (std::size_t i = 0; i < words.size(); i += 101)
        ASSERT_EQ(list.ask(weak_hash(words[i])), ListAnswer::weak) << words[i];
}

class Given final : public KeySource {
public:
    explicit Given(std::vector<Sighting> all) : all_(std::move(all)) {}
    std::span<const Sighting> next() override {
        if (at_ == all_.size()) return {};
        return std::span(all_).subspan(at_++, 1);
    }
    void rewind() override { at_ = 0; }

private:
    std::vector<Sighting> all_;
    std::size_t at_ = 0;
};

TEST_F(Building, takes_sources_of_other_kinds_beside_texts) {
    Given given({{Key{1} << 60U, 7},
                 {Key{2} << 60U, 1},
                 {Key{3} << 60U, 1},
                 {Key{3} << 60U, 1},
                 {Key{4} << 60U, uncounted}});
    settings.minimum_count = 2;
    const Built built =
        build_list({text(files.write("words", "a\n"))}, {&given}, files.path("list"), settings);
    EXPECT_EQ(built.header.entries, 4U);
}

TEST_F(Building, refuses_a_source_that_is_not_in_order) {
    for (const std::uint64_t minimum : {1U, 2U}) {
        Given given({{5, 1}, {3, 1}});
        settings.minimum_count = minimum;
        EXPECT_EQ(fault_of([&] { (void)build_list({}, {&given}, files.path("list"), settings); }),
                  "a source is not in the order of its hashes");
    }
}

TEST(UniqueKeys, gives_each_key_once_in_order_and_again_from_the_start) {
    Given one({{1, 1}, {3, 1}, {3, 2}});
    Given other({{2, 1}, {3, 1}, {8, 1}});
    Given nothing({});
    UniqueKeys keys({&one, &nothing, &other}, 1);
    for (int round = 0; round < 2; ++round) {
        std::vector<Key> all;
        for (auto some = keys.next(); !some.empty(); some = keys.next())
            all.insert(all.end(), some.begin(), some.end());
        EXPECT_EQ(all, (std::vector<Key>{1, 2, 3, 8}));
        keys.rewind();
    }
}

TEST(OutputFile, that_replaces_a_file_keeps_its_owner_and_has_the_asked_mode) {
    if (::geteuid() != 0) GTEST_SKIP() << "needs root to give a file away";
    const ScratchFiles files;
    files.write("list", "before");
    ASSERT_EQ(::chown(files.path("list").c_str(), 1234, 1235), 0);
    (void)files.list_of("list", {"a"});
    struct stat status {};
    ASSERT_EQ(::stat(files.path("list").c_str(), &status), 0);
    EXPECT_EQ(status.st_uid, 1234U);
    EXPECT_EQ(status.st_gid, 1235U);
    EXPECT_EQ(status.st_mode & 07777U, 0644U);
}

}  // namespace
}  // namespace ramauth::weak_list
