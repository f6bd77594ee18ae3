// SPDX-License-Identifier: LGPL-2.1-or-later
#include <array>
#include <fstream>
#include <span>
#include <stdexcept>

#include "policy/weak_list/weak_list.h"
#include "tests/bench/weak_list/figures.h"
#include "tests/bench/weak_list/page_cache.h"
#include "tests/bench/weak_list/passwdqc.h"
#include "tests/bench/weak_list/phases.h"
#include "tests/bench/weak_list/strings.h"
#include "tests/bench/weak_list/texts.h"
#include "tests/bench/weak_list/timed.h"

namespace ramauth::bench {
namespace {

using weak_list::ListAnswer;
using weak_list::WeakList;

constexpr int rounds = 5;
constexpr std::size_t block_size = 256;
constexpr std::size_t asked_of_library = 100'000;  // a question opens a file
constexpr std::uint64_t false_refusals_asked = 10'000'000;

bool is_weak(const WeakList& list, const std::string& string) {
    return list.ask(weak_list::weak_hash(string)) == ListAnswer::weak;
}

// Questions that are gathered and asked at once, as for many lines.
class Block {
public:
    explicit Block(const WeakList& list) : list_(list) {}

    void add(const std::string& string) {
        keys_[count_++] = weak_list::weak_hash(string).key();
        if (count_ == keys_.size()) ask();
    }
    // How many were found, of all that were added.
    std::size_t finish() {
        ask();
        return found_;
    }

private:
    void ask() {
        const std::span<const weak_list::Key> keys(keys_.data(), count_);
        list_.ask(keys, answers_);
        for (std::size_t i = 0; i < count_; ++i) found_ += answers_[i] == ListAnswer::weak ? 1 : 0;
        count_ = 0;
    }

    const WeakList& list_;
    std::array<weak_list::Key, block_size> keys_{};
    std::array<ListAnswer, block_size> answers_{};
    std::size_t count_ = 0;
    std::size_t found_ = 0;
};

// The strings of one kind, listed or not, by every way.
struct Times {
    Figure ours;
    Figure ours_in_blocks;
    Figure ours_by_line;
    Figure library;
    Figure program;
};

double in_blocks(const WeakList& list, const Asked& asked) {
    Block block(list);
    const auto begin = Clock::now();
    for (const std::string& string : asked.strings) block.add(string);
    const std::size_t found = block.finish();
    const double seconds = seconds_since(begin);
    asked.check(found);
    return seconds * 1e9 / static_cast<double>(asked.strings.size());
}

double by_line(const WeakList& list, const std::string& lines, const Asked& asked) {
    std::ifstream file(lines);
    std::string line;
    Block block(list);
    const auto begin = Clock::now();
    while (std::getline(file, line)) block.add(line);
    const std::size_t found = block.finish();
    const double seconds = seconds_since(begin);
    asked.check(found);
    return seconds * 1e9 / static_cast<double>(asked.strings.size());
}

double by_program(const Places& places, const std::string& lines, const Asked& asked) {
    const FilterLookup all = look_up_lines(places.theirs, lines);
    const FilterLookup none = look_up_lines(places.theirs, places.no_lines);
    asked.check(all.found);
    return (all.seconds - none.seconds) * 1e9 / static_cast<double>(asked.strings.size());
}

double by_library(const PasswdqcRules& with, const PasswdqcRules& without, const Asked& all) {
    const Asked asked = all.first(asked_of_library);
    const double both = nanoseconds_each(asked, [&](auto& string) { return with.refuse(string); });
    const Asked allowed{asked.strings, Asked::Listed::no};
    return both - nanoseconds_each(allowed, [&](auto& string) { return without.refuse(string); });
}

void print_times(const std::string& kind, const Times& times) {
    print_heading("Warm lookup of random strings that are " + kind);
    print("ours, one by one: weak_hash and WeakList::ask", times.ours, "ns");
    print("ours, in blocks of 256", times.ours_in_blocks, "ns");
    print("ours, in blocks, std::getline from the program's file", times.ours_by_line, "ns");
    print("pwqfilter, the program: a line more of its input", times.program, "ns");
    print("libpasswdqc: passwdqc_check, less one without filter", times.library, "ns");
    const Aim aim{Aim::Wanted::at_most, 0.35};
    const double program = times.program.median();
    print_ratio("one by one / libpasswdqc", times.ours.median() / times.library.median(), aim);
    print_ratio("in blocks / pwqfilter, the program", times.ours_in_blocks.median() / program, aim);
    print_ratio("in blocks by line / pwqfilter, the program", times.ours_by_line.median() / program,
                aim);
    print_ratio("one by one / pwqfilter, the program", times.ours.median() / program, aim);
}

}  // namespace

void ask_all(const Places& places, std::uint64_t entries) {
    say("asking for every string");
    for (const auto& path : {places.ours, places.ours_of_18}) {
        const WeakList list = WeakList::open(path);
        if (!list.verify([](std::uint64_t) { return true; }))
            throw std::runtime_error(path + ": not verified");
        Block block(list);
        for (std::uint64_t i = 0; i < entries; ++i) block.add(string_of(i));
        if (block.finish() != entries) throw std::runtime_error(path + ": has not all strings");
    }
}

void ask_warm(const Places& places, const Samples& samples) {
    say("asking what is in memory");
    write_lines(places.listed_lines, samples.listed);
    write_lines(places.unlisted_lines, samples.unlisted);
    write_lines(places.no_lines, {});
    for (const auto& path : {places.ours, places.theirs}) warm(path);
    const WeakList list = WeakList::open(places.ours);
    const PasswdqcRules with(places.theirs);
    const PasswdqcRules without;
    Times listed;
    Times unlisted;
    const auto round = [&](const Asked& asked, const std::string& lines, Times& times) {
        times.ours.add(nanoseconds_each(asked, [&](auto& one) { return is_weak(list, one); }));
        times.program.add(by_program(places, lines, asked));
        times.ours_in_blocks.add(in_blocks(list, asked));
        times.ours_by_line.add(by_line(list, lines, asked));
        times.library.add(by_library(with, without, asked));
    };
    const Asked in{samples.listed, Asked::Listed::yes};
    const Asked out{samples.unlisted, Asked::Listed::no};
    // The first look at a page of a mapping is dearer, and is had once.
    (void)nanoseconds_each(in, [&](auto& one) { return is_weak(list, one); });
    for (int i = 0; i < rounds; ++i) {
        round(in, places.listed_lines, listed);
        round(out, places.unlisted_lines, unlisted);
    }
    print_times("listed", listed);
    print_times("not listed", unlisted);
}

void count_false_refusals(const Places& places, std::uint64_t entries) {
    say("counting wrong refusals");
    const WeakList list = WeakList::open(places.ours_of_18);
    Block block(list);
    for (std::uint64_t i = 0; i < false_refusals_asked; ++i) block.add(string_of(entries + i));
    const auto refused = static_cast<double>(block.finish());
    print_heading("Wrong refusals with 18 bits, of " + std::to_string(false_refusals_asked) +
                  " strings that are not listed");
    print("refused", refused, "");
    print("expected: one in 65536", static_cast<double>(false_refusals_asked) / 65'536, "");
}

}  // namespace ramauth::bench
