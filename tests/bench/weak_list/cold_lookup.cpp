// SPDX-License-Identifier: LGPL-2.1-or-later
// A question whose answer no memory has: ours, one page read at a random place, and passwdqc's, in
// turn. Each reads a file of its own, and no page twice.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <random>
#include <stdexcept>

#include "policy/weak_list/weak_list.h"
#include "tests/bench/weak_list/figures.h"
#include "tests/bench/weak_list/page_cache.h"
#include "tests/bench/weak_list/passwdqc.h"
#include "tests/bench/weak_list/phases.h"

namespace ramauth::bench {
namespace {

using weak_list::ListAnswer;
using weak_list::WeakList;

constexpr std::size_t page = 4096;
constexpr std::size_t pages_of_a_question = 16;  // that a file has at least
constexpr int rounds = 15;
constexpr std::size_t most_questions = 200;  // a round

struct ColdFigures {
    Figure microseconds;
    Figure faults;  // a question
    Figure kibis;   // likewise
};

template <typename Question>
void ask_one(ColdFigures& figures, Question question) {
    const DiskReads before = disk_reads();
    const auto begin = Clock::now();
    question();
    figures.microseconds.add(seconds_since(begin) * 1e6);
    const DiskReads after = disk_reads();
    figures.faults.add(static_cast<double>(after.faults - before.faults));
    figures.kibis.add(static_cast<double>(after.half_kibis - before.half_kibis) / 2);
}

// One random number from each of `parts` equal parts of all below `end`, in random order.
std::vector<std::uint64_t> spread(std::uint64_t end, std::size_t parts, std::mt19937_64& random) {
    const std::uint64_t part = end / parts;
    std::vector<std::uint64_t> numbers(parts);
    for (std::size_t i = 0; i < parts; ++i) numbers[i] = i * part + random() % part;
    std::ranges::shuffle(numbers, random);
    return numbers;
}

class ColdRounds {
public:
    ColdRounds(const Places& places, const Samples& samples)
        : places_(places), samples_(samples), rules_(places.theirs) {}

    void round() {
        evict_all();
        const WeakList list = WeakList::open(places_.ours_cold);
        const UniqueFd file = open_to_read(places_.plain);
        ::posix_fadvise(file.get(), 0, 0, POSIX_FADV_RANDOM);
        evict_all();  // also what was read ahead
        const std::size_t pages = std::filesystem::file_size(places_.plain) / page;
        const std::size_t questions = std::min(most_questions, pages / pages_of_a_question);
        const auto keys = spread(UINT64_MAX, questions, random_);
        const auto numbers = spread(pages, questions, random_);
        for (std::size_t i = 0; i < questions; ++i) {
            ask_one(ours_, [&] {
                if (list.ask(keys[i]) == ListAnswer::unreadable)
                    throw std::runtime_error("ours is unreadable");
            });
            ask_one(plain_, [&] { read_page(file.get(), numbers[i]); });
            ask_theirs();
        }
    }

    void report() const;

private:
    void evict_all() const {
        for (const auto& path : {places_.ours_cold, places_.plain, places_.theirs}) evict(path);
    }

    static void read_page(int fd, std::uint64_t number) {
        std::array<char, page> bytes{};
        if (::pread(fd, bytes.data(), page, static_cast<off_t>(number * page)) !=
            static_cast<ssize_t>(page))
            throw std::runtime_error("pread");
    }

    void ask_theirs() {
        const bool listed = random_() % 2 == 0;
        const auto& strings = listed ? samples_.listed : samples_.unlisted;
        const std::string& string = strings[random_() % strings.size()];
        bool refused = false;
        ask_one(listed ? theirs_listed_ : theirs_unlisted_,
                [&] { refused = rules_.refuse(string); });
        if (listed && !refused) throw std::runtime_error("passwdqc has not all strings");
    }

    const Places& places_;
    const Samples& samples_;
    PasswdqcRules rules_;
    std::mt19937_64 random_{7};
    ColdFigures ours_;
    ColdFigures plain_;
    ColdFigures theirs_listed_;
    ColdFigures theirs_unlisted_;
};

void print_cold(const std::string& what, const ColdFigures& figures) {
    print(what, figures.microseconds, "us");
    print("  major page faults each, mean", figures.faults.mean(), "");
    print("  read from the disk each, mean", figures.kibis.mean(), "KiB");
}

void ColdRounds::report() const {
    print_heading("Cold lookup, one question at a time");
    print_cold("ours: WeakList::ask of a key", ours_);
    print_cold("one pread of 4 KiB", plain_);
    print_cold("libpasswdqc: passwdqc_check, listed", theirs_listed_);
    print_cold("libpasswdqc: passwdqc_check, not listed", theirs_unlisted_);
    print_ratio("ours / pread", ours_.microseconds.median() / plain_.microseconds.median(),
                Aim{Aim::Wanted::at_most, 1.15});
    print_ratio("ours / libpasswdqc, not listed",
                ours_.microseconds.median() / theirs_unlisted_.microseconds.median());
}

}  // namespace

void ask_cold(const Places& places, const Samples& samples) {
    say("asking what is not in memory");
    copy_durably(places.ours, places.ours_cold);
    copy_durably(places.ours, places.plain);
    evict(places.ours_cold);
    if (pages_in_memory(places.ours_cold) != 0) {
        print_heading("Cold lookup: not measured, this directory's files stay in memory");
        return;
    }
    ColdRounds cold(places, samples);
    for (int i = 0; i < rounds; ++i) cold.round();
    cold.report();
}

}  // namespace ramauth::bench
