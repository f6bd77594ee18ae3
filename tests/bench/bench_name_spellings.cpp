// SPDX-License-Identifier: LGPL-2.1-or-later
// The rule for names as passwords beside libzxcvbn with the same words: what each refuses of
// spellings that people use and of passwords that it must not refuse, and what a question takes.
// usage: bench_name_spellings NAMES LISTED   (files; one name, one password a line)
#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>

#include "policy/password_text.h"
#include "policy/word_spelling.h"
#include "tests/bench/spellings/bodies.h"
#include "tests/bench/spellings/zxcvbn_judge.h"
#include "tests/bench/weak_list/figures.h"

namespace ramauth::bench {
namespace {

constexpr std::size_t of_each_kind = 5'000;
constexpr std::size_t most_text = 128;
constexpr std::array thresholds{20.0, 26.6, 33.2, 40.0};  // bits; 10^8 and 10^10 guesses

std::vector<std::string> lines_of(const char* path, bool only_lower) {
    std::ifstream file(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        const bool lower =
            std::all_of(line.begin(), line.end(), [](char c) { return c >= 'a' && c <= 'z'; });
        if (!only_lower || (lower && line.size() >= 4)) lines.push_back(line);
    }
    if (lines.empty()) throw std::runtime_error(std::string("nothing in ") + path);
    return lines;
}

struct Shares {
    std::size_t rule = 0;
    std::array<std::size_t, thresholds.size()> entropy{};
    std::array<std::size_t, thresholds.size()> by_words{};
    Figure rule_us;
    Figure zxcvbn_us;
};

void ask(const std::string& password, const Person& owner, Shares& shares) {
    const auto normalised = policy::normalise(Secret::copy_of(password)).value();
    auto begin = Clock::now();
    const auto words = owner.words();
    shares.rule += policy::is_spelling_of(normalised, words) ? 1 : 0;
    shares.rule_us.add(seconds_since(begin) * 1e6);
    begin = Clock::now();
    const ZxcvbnJudge zxcvbn(words);
    const double bits = zxcvbn.entropy(password);
    shares.zxcvbn_us.add(seconds_since(begin) * 1e6);
    const double by_words = zxcvbn.entropy_by_words(password);
    for (std::size_t i = 0; i < thresholds.size(); ++i) {
        shares.entropy[i] += bits < thresholds[i] ? 1 : 0;
        shares.by_words[i] += by_words < thresholds[i] ? 1 : 0;
    }
}

void print_body(const Body& body) {
    Shares shares;
    for (std::size_t i = 0; i < body.passwords.size(); ++i)
        ask(body.passwords[i], body.owners[i], shares);
    const auto percent = [&](std::size_t count) {
        return 100.0 * static_cast<double>(count) / static_cast<double>(body.passwords.size());
    };
    std::printf("%-40s %7zu | %6.2f |", body.kind.c_str(), body.passwords.size(),
                percent(shares.rule));
    for (const auto count : shares.entropy) std::printf(" %6.2f", percent(count));
    std::printf(" |");
    for (const auto count : shares.by_words) std::printf(" %6.2f", percent(count));
    std::printf(" | %5.1f %5.1f us\n", shares.rule_us.median(), shares.zxcvbn_us.median());
    std::fflush(stdout);
}

std::string repeated(std::string_view text, std::size_t size) {
    std::string all;
    while (all.size() + text.size() <= size) all.append(text);
    return all;
}

// As long as a password can be: 128 characters, in bytes as many as these have.
void print_slow(const char* kind, const std::string& password, const Person& owner) {
    Shares shares;
    for (int i = 0; i < 21; ++i) ask(password, owner, shares);
    std::printf("%-40s %4zu bytes | rule %8.1f us | libzxcvbn %8.1f us\n", kind, password.size(),
                shares.rule_us.median(), shares.zxcvbn_us.median());
}

void print_slowest(const std::vector<std::string>& names) {
    const Person owner{names[0], names[1], "+49 170 1234567"};
    print_slow("a name again and again", repeated(owner.first, most_text), owner);
    print_slow("1 and l", repeated("1l", most_text), owner);
    print_slow("one digit", repeated("1", most_text), owner);
    print_slow("a word with look-alikes", repeated("m1$$1$$1pp1", most_text), owner);
    print_slow("dates", repeated("01.01.2000", most_text), owner);
    print_slow("four bytes a character", repeated("\xf0\x9f\x98\x80", 4 * most_text), owner);
    print_slow("letters of two bytes", repeated("\xc3\xa4\xc3\xb6", 2 * most_text), owner);
    const Person longest{repeated(owner.first, 120), repeated(owner.last, 120), owner.number};
    print_slow("a name again and again, of 240 letters", repeated(owner.first, most_text), longest);
}

void run(const char* names_path, const char* listed_path) {
    const auto names = lines_of(names_path, true);
    const auto listed = lines_of(listed_path, false);
    print_heading(
        "percent refused            passwords | the rule | libzxcvbn below 20, 26.6, 33.2 "
        "and 40 bits | the same where it found a name | median of a question");
    for (const auto& body : spellings(names, of_each_kind)) print_body(body);
    for (const auto& body : listed_with_names(names, listed)) print_body(body);
    print_heading("what the rule leaves out");
    for (const auto& body : with_other_words(names, of_each_kind)) print_body(body);
    print_heading("must not be refused");
    for (const auto& body : controls(names, listed, of_each_kind)) print_body(body);
    print_heading("slow ones");
    print_slowest(names);
    std::printf("libzxcvbn in memory: %zu KiB\n", zxcvbn_resident_kib());
}

}  // namespace
}  // namespace ramauth::bench

int main(int count, char** arguments) {
    if (count != 3) {
        std::fprintf(stderr, "usage: bench_name_spellings NAMES LISTED\n");
        return 2;
    }
    try {
        ramauth::bench::run(arguments[1], arguments[2]);
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_name_spellings: %s\n", error.what());
        return 1;
    }
}
