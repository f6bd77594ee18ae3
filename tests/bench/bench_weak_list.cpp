// SPDX-License-Identifier: LGPL-2.1-or-later
// The weak list beside passwdqc's filter and cracklib, over the same strings, in one run, in files
// on a real disk. Prints ratios; a figure, never a test. Ends with 1 where an answer was wrong.
// usage: bench_weak_list DIRECTORY ENTRIES
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <exception>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>

#include "tests/bench/weak_list/figures.h"
#include "tests/bench/weak_list/passwdqc.h"
#include "tests/bench/weak_list/phases.h"
#include "tests/bench/weak_list/strings.h"

namespace ramauth::bench {
namespace {

constexpr std::uint64_t fewest_entries = 100'000;
constexpr std::uint64_t most_entries = 1'000'000'000;
// Of a large filter pwqfilter reads much before it answers: many lines make that small.
constexpr std::uint64_t fewest_asked = 1'000'000;
constexpr std::uint64_t most_asked = 4'000'000;

class Room {
public:
    explicit Room(const std::string& directory) : path(directory + "/bench-weak-list") {
        std::filesystem::remove_all(path);
        std::filesystem::create_directories(path);
    }
    Room(const Room&) = delete;
    Room& operator=(const Room&) = delete;
    ~Room() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }

    const std::string path;
};

void print_machine(std::uint64_t entries) {
    std::string load;
    std::getline(std::ifstream("/proc/loadavg"), load);
    char date[32] = "";
    const std::time_t now = std::time(nullptr);
    std::strftime(date, sizeof date, "%F %R", std::localtime(&now));
    print_heading(std::to_string(entries) + " entries; " + date + "; " +
                  std::to_string(std::thread::hardware_concurrency()) + " CPUs, load " + load);
}

Samples samples_of(std::uint64_t entries) {
    say("choosing strings to ask for");
    const PasswdqcRules others;
    const auto wanted = [&](const std::string& string) { return !others.refuse(string); };
    const std::size_t count = std::min(entries, std::clamp(entries / 25, fewest_asked, most_asked));
    return {random_strings(0, entries, count, wanted),
            random_strings(entries, all_strings, count, wanted)};
}

void run(const std::string& directory, std::uint64_t entries) {
    const Room room(directory);
    const Places places(room.path);
    print_machine(entries);
    const bool is_full = build_lists(places, entries);
    report_sizes(places, is_full);
    ask_all(places, entries);
    const Samples samples = samples_of(entries);
    ask_warm(places, samples);
    ask_cold(places, samples);
    ask_cracklib(places, samples, entries);
    count_false_refusals(places, entries);
    print_machine(entries);
}

std::optional<std::uint64_t> parse_entries(const char* text) {
    std::uint64_t entries = 0;
    const char* const end = text + std::strlen(text);
    const auto parsed = std::from_chars(text, end, entries);
    if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
    if (entries < fewest_entries || entries > most_entries) return std::nullopt;
    return entries;
}

}  // namespace

Places::Places(const std::string& directory)
    : hashes(directory + "/hashes"),
      md4(directory + "/md4"),
      listed_lines(directory + "/listed"),
      unlisted_lines(directory + "/unlisted"),
      no_lines(directory + "/none"),
      words(directory + "/words"),
      ours(directory + "/ours.weak"),
      ours_of_18(directory + "/ours-18.weak"),
      theirs(directory + "/theirs.pwq"),
      theirs_full(directory + "/theirs-full.pwq"),
      ours_cold(directory + "/ours-cold.weak"),
      plain(directory + "/plain"),
      cracklib(directory + "/cracklib") {}

}  // namespace ramauth::bench

int main(int count, char** arguments) {
    const auto entries = count == 3 ? ramauth::bench::parse_entries(arguments[2]) : std::nullopt;
    if (!entries) {
        std::fprintf(stderr, "usage: bench_weak_list DIRECTORY ENTRIES   (100000 to 1000000000)\n");
        return 2;
    }
    try {
        ramauth::bench::run(arguments[1], *entries);
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "bench_weak_list: %s\n", fault.what());
        return 1;
    }
    return 0;
}
