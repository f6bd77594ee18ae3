// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/shadow_aging.h"

#include <array>
#include <charconv>
#include <utility>

namespace ramctl {
namespace {

struct NumberKey {
    std::string_view key;
    long ShadowAging::*member;
};
constexpr std::array number_keys{
    NumberKey{"last", &ShadowAging::last_change}, NumberKey{"min", &ShadowAging::minimum},
    NumberKey{"max", &ShadowAging::maximum}, NumberKey{"warn", &ShadowAging::warning},
    NumberKey{"inactive", &ShadowAging::inactive}};

constexpr std::array lock_words{std::pair{ShadowLock::none, std::string_view("none")},
                                std::pair{ShadowLock::hash, std::string_view("hash")},
                                std::pair{ShadowLock::empty, std::string_view("empty")}};

bool read_lock(std::string_view word, ShadowLock& into) {
    for (const auto& [lock, name] : lock_words) {
        if (word != name) continue;
        into = lock;
        return true;
    }
    return false;
}

bool read_number(std::string_view text, long& into) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
    return error == std::errc{} && end == text.data() + text.size() && into >= ShadowAging::unset;
}

bool read_pair(std::string_view key, std::string_view value, ShadowAging& into) {
    if (key == "lock") return read_lock(value, into.lock);
    for (const auto& number : number_keys) {
        if (key == number.key) return read_number(value, into.*number.member);
    }
    return false;
}

}  // namespace

std::string ShadowAging::text() const {
    std::string text = "lock=";
    for (const auto& [value, name] : lock_words) {
        if (value == lock) text += name;
    }
    for (const auto& number : number_keys)
        text.append(" ")
            .append(number.key)
            .append("=")
            .append(std::to_string(this->*number.member));
    return text;
}

std::optional<ShadowAging> ShadowAging::parse(std::string_view text) {
    if (text.empty()) return std::nullopt;
    ShadowAging aging;
    while (!text.empty()) {
        const auto word = text.substr(0, text.find(' '));
        const auto equals = word.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        if (!read_pair(word.substr(0, equals), word.substr(equals + 1), aging)) return std::nullopt;
        text.remove_prefix(std::min(text.size(), word.size() + 1));
    }
    return aging;
}

}  // namespace ramctl
