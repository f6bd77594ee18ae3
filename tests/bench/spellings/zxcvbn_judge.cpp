// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/bench/spellings/zxcvbn_judge.h"

#include <zxcvbn.h>

#include <fstream>
#include <limits>
#include <sstream>

namespace ramauth::bench {
namespace {

// Words of the persons here are ASCII.
std::string encoded(const std::u32string& text) {
    std::string bytes;
    for (const char32_t c : text) bytes.push_back(static_cast<char>(c));
    return bytes;
}

bool is_of_user(const ZxcMatch_t& match) {
    const int type = match.Type & (MULTIPLE_MATCH - 1);
    return type == USER_MATCH || type == USER_LEET_MATCH;
}

}  // namespace

ZxcvbnJudge::ZxcvbnJudge(const policy::KnownWords& words) {
    for (const auto& word : words.all()) words_.push_back(encoded(word.text));
}

std::vector<const char*> ZxcvbnJudge::dictionary() const {
    std::vector<const char*> all;
    for (const auto& word : words_) all.push_back(word.c_str());
    all.push_back(nullptr);
    return all;
}

double ZxcvbnJudge::entropy(const std::string& password) const {
    auto words = dictionary();
    return ::ZxcvbnMatch(password.c_str(), words.data(), nullptr);
}

double ZxcvbnJudge::entropy_by_words(const std::string& password) const {
    auto words = dictionary();
    ZxcMatch_t* way = nullptr;
    const double bits = ::ZxcvbnMatch(password.c_str(), words.data(), &way);
    bool of_user = false;
    for (const ZxcMatch_t* match = way; match != nullptr; match = match->Next)
        of_user = of_user || is_of_user(*match);
    ::ZxcvbnFreeInfo(way);
    return of_user ? bits : std::numeric_limits<double>::infinity();
}

std::size_t zxcvbn_resident_kib() {
    std::ifstream maps("/proc/self/smaps");
    std::size_t sum = 0;
    bool ours = false;
    for (std::string line; std::getline(maps, line);) {
        std::istringstream words(line);
        std::string first;
        words >> first;
        if (!first.ends_with(':')) ours = line.find("libzxcvbn") != std::string::npos;
        std::size_t kib = 0;
        if (ours && first == "Rss:" && words >> kib) sum += kib;
    }
    return sum;
}

}  // namespace ramauth::bench
