// SPDX-License-Identifier: LGPL-2.1-or-later
// libzxcvbn, asked about a password with the words of its owner.
#pragma once

#include <string>
#include <vector>

#include "policy/known_words.h"

namespace ramauth::bench {

class ZxcvbnJudge {
public:
    explicit ZxcvbnJudge(const policy::KnownWords& words);
    // In bits.
    [[nodiscard]] double entropy(const std::string& password) const;
    // The same, but no end where none of the words is on the way that it found the cheapest.
    [[nodiscard]] double entropy_by_words(const std::string& password) const;

private:
    [[nodiscard]] std::vector<const char*> dictionary() const;

    std::vector<std::string> words_;
};

// KiB of the library that are in memory.
[[nodiscard]] std::size_t zxcvbn_resident_kib();

}  // namespace ramauth::bench
