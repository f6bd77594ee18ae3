// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/password_rules.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <span>

namespace ramauth::policy {
namespace {

constexpr std::size_t most_characters = 128;
constexpr auto nfc = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);

bool is_allowed(utf8proc_int32_t point) {
    if (point == '\t' || point == '\n' || point == '\r') return true;
    return utf8proc_category(point) != UTF8PROC_CATEGORY_CC;
}

// The code points of a text, on pages that are wiped.
class CodePoints {
public:
    // In NFC; nothing for invalid UTF-8.
    static std::optional<CodePoints> composed(const Secret& text) {
        const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.view().data());
        const auto size = static_cast<utf8proc_ssize_t>(text.size());
        const utf8proc_ssize_t needed = utf8proc_decompose(bytes, size, nullptr, 0, nfc);
        if (needed <= 0) return std::nullopt;
        CodePoints points(static_cast<std::size_t>(needed));
        if (utf8proc_decompose(bytes, size, points.data(), needed, nfc) != needed)
            return std::nullopt;
        const utf8proc_ssize_t count = utf8proc_normalize_utf32(points.data(), needed, nfc);
        if (count <= 0) return std::nullopt;
        points.count_ = static_cast<std::size_t>(count);
        return points;
    }

    [[nodiscard]] std::span<const utf8proc_int32_t> all() { return {data(), count_}; }

private:
    explicit CodePoints(std::size_t room) : memory_(room * sizeof(utf8proc_int32_t)) {}
    utf8proc_int32_t* data() {
        return reinterpret_cast<utf8proc_int32_t*>(memory_.buffer().data());
    }

    Secret memory_;
    std::size_t count_ = 0;
};

Secret encode(std::span<const utf8proc_int32_t> points) {
    Secret text(points.size() * 4);
    auto* const begin = reinterpret_cast<utf8proc_uint8_t*>(text.buffer().data());
    utf8proc_ssize_t size = 0;
    for (const auto point : points) size += utf8proc_encode_char(point, begin + size);
    text.resize(static_cast<std::size_t>(size));
    return text;
}

std::size_t count_characters(const Secret& utf8) {
    const auto text = utf8.view();
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    }));
}

class MinimumLength final : public PasswordRule {
public:
    [[nodiscard]] std::optional<BrokenRule> broken_by(const Candidate& candidate) const override {
        const std::size_t wanted = candidate.policy.minimum_password_length;
        const std::size_t present = count_characters(candidate.normalised);
        if (present >= wanted) return std::nullopt;
        return BrokenRule{code_text(Code::password_too_weak), "at least " + std::to_string(wanted) +
                                                                  " characters; this has " +
                                                                  std::to_string(present)};
    }
};

// 64 of them, so that six random bits choose without preference. Left out: 0 O, 1 I l.
constexpr std::string_view alphabet =
    "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789-+=%@#*";
static_assert(alphabet.size() == 64);
constexpr std::size_t generated_length = 16;  // 96 random bits

}  // namespace

std::optional<Secret> normalise(const Secret& typed) {
    if (typed.empty() || typed.size() > Secret::max_size) return std::nullopt;
    auto points = CodePoints::composed(typed);
    if (!points) return std::nullopt;
    const auto all = points->all();
    if (all.size() > most_characters || !std::all_of(all.begin(), all.end(), is_allowed))
        return std::nullopt;
    return encode(all);
}

std::vector<BrokenRule> broken_rules(const Candidate& candidate) {
    const MinimumLength minimum_length;
    const std::array<const PasswordRule*, 1> rules{&minimum_length};
    std::vector<BrokenRule> broken;
    for (const auto* rule : rules)
        if (auto verdict = rule->broken_by(candidate)) broken.push_back(std::move(*verdict));
    return broken;
}

Secret generate_password(const PasswordPolicy& policy, RandomBytes random) {
    Secret password(std::max<std::size_t>(policy.minimum_password_length, generated_length));
    random(password.buffer().data(), password.capacity());
    for (char& byte : password.buffer())
        byte = alphabet[static_cast<unsigned char>(byte) % alphabet.size()];
    password.resize(password.capacity());
    return password;
}

}  // namespace ramauth::policy
