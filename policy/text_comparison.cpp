// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/text_comparison.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "policy/password_text.h"
#include "shared/secret.h"

namespace ramauth::policy {
namespace {

constexpr std::size_t longest_folding = 3;  // code points that one may fold to (Unicode, 5.18)

// Writes the folding of one code point, and says how long it is. What folds to nothing known stays.
std::size_t fold(char32_t point, std::span<char32_t, longest_folding> into) {
    std::array<utf8proc_int32_t, longest_folding> folded{};
    int boundary = 0;
    const auto count = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(point), folded.data(),
                                               longest_folding, UTF8PROC_CASEFOLD, &boundary);
    if (count <= 0 || count > static_cast<utf8proc_ssize_t>(longest_folding)) {
        into.front() = point;
        return 1;
    }
    std::copy_n(folded.begin(), count, into.begin());
    return static_cast<std::size_t>(count);
}

// The folded code points of a password, on memory that is wiped.
class FoldedText {
public:
    explicit FoldedText(std::span<const char32_t> text)
        : memory_(text.size() * longest_folding * sizeof(char32_t)) {
        auto* const points = reinterpret_cast<char32_t*>(memory_.buffer().data());
        for (const char32_t point : text)
            count_ +=
                fold(point, std::span<char32_t, longest_folding>(points + count_, longest_folding));
    }

    [[nodiscard]] std::u32string_view view() const {
        return {reinterpret_cast<const char32_t*>(memory_.view().data()), count_};
    }

private:
    Secret memory_;
    std::size_t count_ = 0;
};

}  // namespace

std::size_t edit_distance(std::span<const char32_t> left, std::span<const char32_t> right) {
    // One row of the table: the distance of the first i characters of `left` to each beginning of
    // `right`.
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= left.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

FoldedName FoldedName::of(std::string_view user) {
    const CodePoints points(Secret::copy_of(user));
    const auto folded = FoldedText(points.all());
    FoldedName name{std::u32string(folded.view()), {}};
    name.backwards.assign(name.forwards.rbegin(), name.forwards.rend());
    return name;
}

bool contains_name(std::span<const char32_t> password, const FoldedName& name) {
    if (name.forwards.empty()) return false;
    const FoldedText folded(password);
    return folded.view().find(name.forwards) != std::u32string_view::npos ||
           folded.view().find(name.backwards) != std::u32string_view::npos;
}

}  // namespace ramauth::policy
