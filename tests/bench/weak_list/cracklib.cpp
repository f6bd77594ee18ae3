// SPDX-License-Identifier: LGPL-2.1-or-later
// cracklib's header needs it and does not bring it.
#include <stddef.h>

#include <crack.h>

#include <algorithm>
#include <stdexcept>

#include "policy/weak_list/weak_list.h"
#include "tests/bench/weak_list/child_program.h"
#include "tests/bench/weak_list/figures.h"
#include "tests/bench/weak_list/phases.h"
#include "tests/bench/weak_list/strings.h"
#include "tests/bench/weak_list/texts.h"
#include "tests/bench/weak_list/timed.h"

namespace ramauth::bench {
namespace {

using weak_list::ListAnswer;
using weak_list::WeakList;

constexpr std::uint64_t most_words = 2'000'000;  // they are sorted in memory
constexpr int rounds = 5;
constexpr std::size_t questions = 200;  // to cracklib, a round

void pack(const Places& places, std::uint64_t words) {
    say("making cracklib's dictionary");
    write_sorted_words(places.words, words);
    const ChildRun run = run_program({CRACKLIB_PACKER, places.cracklib}, places.words, "/dev/null");
    if (run.exit_status != 0) throw std::runtime_error("cracklib-packer failed");
}

bool refused_by_cracklib(const std::string& string, const std::string& dictionary) {
    return ::FascistCheckUser(string.c_str(), dictionary.c_str(), "managed", "") != nullptr;
}

struct Kind {
    std::string name;
    Asked asked;
    std::size_t next = 0;  // other strings each round: cracklib's files are as warm as can be
    Figure ours{};
    Figure cracklib{};
};

void round(Kind& kind, const WeakList& list, const std::string& dictionary) {
    kind.ours.add(nanoseconds_each(kind.asked, [&](auto& string) {
        return list.ask(weak_list::weak_hash(string)) == ListAnswer::weak;
    }));
    const Asked asked{kind.asked.strings.subspan(kind.next, questions), kind.asked.listed};
    kind.next += questions;
    kind.cracklib.add(nanoseconds_each(
        asked, [&](auto& string) { return refused_by_cracklib(string, dictionary); }));
}

}  // namespace

void ask_cracklib(const Places& places, const Samples& samples, std::uint64_t entries) {
    const std::uint64_t words = std::min(entries, most_words);
    pack(places, words);
    say("asking cracklib");
    // What cracklib refuses for other reasons tells nothing of its dictionary.
    const auto allowed = [&](const std::string& string) {
        return !refused_by_cracklib(string, places.cracklib);
    };
    const auto listed = random_strings(0, words, samples.listed.size(), [](auto&) { return true; });
    const auto unlisted = random_strings(entries, all_strings, rounds * questions, allowed);
    Kind kinds[] = {{"listed", {listed, Asked::Listed::yes}},
                    {"not listed", {unlisted, Asked::Listed::no}}};
    const WeakList list = WeakList::open(places.ours);
    for (int i = 0; i < rounds; ++i)
        for (Kind& kind : kinds) round(kind, list, places.cracklib);
    print_heading("cracklib, with a dictionary of " + std::to_string(words) +
                  " of the strings; ours has all");
    for (const Kind& kind : kinds) {
        print("ours, " + kind.name, kind.ours, "ns");
        print("cracklib's FascistCheckUser, " + kind.name, kind.cracklib, "ns");
        print_ratio("cracklib / ours, " + kind.name, kind.cracklib.median() / kind.ours.median(),
                    Aim{Aim::Wanted::at_least, 10'000});
    }
}

}  // namespace ramauth::bench
