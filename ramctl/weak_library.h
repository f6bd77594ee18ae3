// SPDX-License-Identifier: LGPL-2.1-or-later
// Who says whether a password is weak: ramd, or a list that is read here.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "ramctl/environment.h"

namespace ramctl {

enum class Strength {
    weak,
    not_found,
    malformed,  // no password can be so
};

class WeakLibrary {
public:
    virtual ~WeakLibrary() = default;
    [[nodiscard]] virtual Answer<Strength> look_up(const Secret& password) = 0;
    // After the last: was it there all the time? Else what was not found may be weak all the same.
    [[nodiscard]] virtual std::optional<Refusal> became_unavailable() { return std::nullopt; }
};

using OpenedLibrary = std::variant<std::unique_ptr<WeakLibrary>, Refusal, NoAnswer>;

// ramd, for the caller's own account: what was added counts, and so do the account's name and the
// host's. RiskPassword.Unavailable where it has no list.
[[nodiscard]] OpenedLibrary library_of_ramd(const Environment& environment);

// A file, and nothing else; ramd is not asked. RiskPassword.Unavailable where it cannot be used.
[[nodiscard]] OpenedLibrary library_of_file(const std::string& path);

}  // namespace ramctl
