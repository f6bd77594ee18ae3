// SPDX-License-Identifier: LGPL-2.1-or-later
#include <sys/resource.h>

#include <cmath>
#include <filesystem>

#include "policy/weak_list/list_build.h"
#include "tests/bench/weak_list/figures.h"
#include "tests/bench/weak_list/page_cache.h"
#include "tests/bench/weak_list/passwdqc.h"
#include "tests/bench/weak_list/phases.h"
#include "tests/bench/weak_list/texts.h"

namespace ramauth::bench {
namespace {

using weak_list::WeakList;

constexpr std::uint64_t built_once_from = 10'000'000;  // entries
constexpr int rounds = 3;
// A filter is to be larger than its entries are many "by at least 2.04%", says the manual page:
// then it has the size that is known of it. With a little more room it is made much faster.
constexpr double full = 0.98;
constexpr double roomy = 0.975;
// What pwqfilter --test-fp-rate told of filters of 100 million entries. It takes six minutes.
constexpr double rate_of_full = 1 / 1.137e9;
constexpr double rate_of_roomy = 1 / 1.155e9;

struct Cost {
    Figure elapsed;    // ns an entry
    Figure processor;  // likewise, user and system
};

double processor_seconds() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

void build_ours(const std::string& text, const std::string& list, unsigned bits, Cost& cost) {
    warm(text);
    const double processor = processor_seconds();
    const auto begin = Clock::now();
    weak_list::BuildSettings settings;
    settings.bits_per_entry = bits;
    settings.source = "bench_weak_list";
    const auto built =
        weak_list::build_list({{text, -1, weak_list::TextFormat::hashes}}, {}, list, settings);
    const double to_ns = 1e9 / static_cast<double>(built.header.entries);
    cost.elapsed.add(seconds_since(begin) * to_ns);
    cost.processor.add((processor_seconds() - processor) * to_ns);
}

// False where pwqfilter gave up.
bool build_theirs(const Places& places, const std::string& filter, std::uint64_t entries,
                  double load, Cost& cost) {
    warm(places.md4);
    const auto run = create_filter(places.md4, filter, entries, load);
    if (!run) return false;
    cost.elapsed.add(run->seconds * 1e9 / static_cast<double>(entries));
    cost.processor.add(run->processor_seconds * 1e9 / static_cast<double>(entries));
    return true;
}

// With a little room, and then as full as it may be: that one is asked, where it could be made.
struct Theirs {
    Cost roomy{};
    Cost full{};
    bool is_full = false;

    void build(const Places& places, std::uint64_t entries) {
        if (!build_theirs(places, places.theirs, entries, bench::roomy, roomy))
            throw std::runtime_error("pwqfilter --create failed");
        is_full = build_theirs(places, places.theirs_full, entries, bench::full, full);
        if (is_full) std::filesystem::rename(places.theirs_full, places.theirs);
    }
};

void print_ratios(const Cost& theirs, const Cost& ours, std::optional<Aim> aim) {
    print_ratio("  over ours", theirs.elapsed.median() / ours.elapsed.median(), aim);
    print_ratio("  likewise, processor time", theirs.processor.median() / ours.processor.median());
}

void print_cost(const std::string& what, const Cost& cost) {
    print(what, cost.elapsed, "ns");
    print("  processor, user and system", cost.processor, "ns");
}

void print_size(const std::string& what, double bits, double epsilon, std::optional<Aim> aim) {
    print(what + ", of a whole file an entry", bits, "bits");
    print("  wrong refusals: one in", 1 / epsilon, "");
    print_ratio("  over the bound of log2 of that", bits / std::log2(1 / epsilon), aim);
}

double bits_each(const std::string& path, std::uint64_t entries) {
    return static_cast<double>(std::filesystem::file_size(path)) * 8 / static_cast<double>(entries);
}

void report_size_of_ours(const std::string& path, std::optional<Aim> aim) {
    const WeakList list = WeakList::open(path);
    const auto& header = list.header();
    const double cells = static_cast<double>(header.buckets) * std::exp2(header.low_bits());
    print_size("ours of " + std::to_string(header.bits_per_entry), bits_each(path, header.entries),
               static_cast<double>(header.entries) / cells, aim);
}

}  // namespace

bool build_lists(const Places& places, std::uint64_t entries) {
    say("writing the texts");
    write_counted_hashes(places.hashes, entries);
    write_md4(places.md4, entries);
    Cost ours;
    Cost ours_of_18;
    Theirs theirs;
    const int wanted = entries >= built_once_from ? 1 : rounds;
    for (int round = 0; round < wanted; ++round) {
        say("building, round " + std::to_string(round + 1) + " of " + std::to_string(wanted));
        build_ours(places.hashes, places.ours, weak_list::most_bits, ours);
        theirs.build(places, entries);
        build_ours(places.hashes, places.ours_of_18, 18, ours_of_18);
        build_ours(places.hashes, places.ours, weak_list::most_bits, ours);
    }
    build_ours(places.hashes, places.ours, weak_list::most_bits, ours);
    print_heading("Building, an entry; on the disk at the end, from text in memory");
    print_cost("ours of 32 bits, from HASH:count in hash order", ours);
    print_cost("ours of 18 bits", ours_of_18);
    if (theirs.is_full) {
        print_cost("pwqfilter --create --pre-hashed, filled to 98 %", theirs.full);
        print_ratios(theirs.full, ours, Aim{Aim::Wanted::at_least, 25});
    } else {
        say("pwqfilter gave up a filter that is filled to 98 %");
    }
    print_cost("pwqfilter, filled to 97.5 %", theirs.roomy);
    print_ratios(theirs.roomy, ours, std::nullopt);
    std::filesystem::remove(places.hashes);
    std::filesystem::remove(places.md4);
    return theirs.is_full;
}

void report_sizes(const Places& places, bool is_full) {
    print_heading("Size");
    const std::uint64_t entries = WeakList::open(places.ours).header().entries;
    report_size_of_ours(places.ours, Aim{Aim::Wanted::at_most, 1.07});
    report_size_of_ours(places.ours_of_18, std::nullopt);
    print_size(is_full ? "pwqfilter, filled to 98 %" : "pwqfilter, filled to 97.5 %",
               bits_each(places.theirs, entries), is_full ? rate_of_full : rate_of_roomy,
               std::nullopt);
}

}  // namespace ramauth::bench
