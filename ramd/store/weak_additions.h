// SPDX-License-Identifier: LGPL-2.1-or-later
// What administrators added to the weak list, in a verified database: Store's calls about it. A
// bucket that is damaged, lost or an old one concerns what is asked of it, and nobody's logon.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "ramd/store/lmdb_database.h"

namespace ramd {

class WeakAdditions {
public:
    // `database` outlives this.
    explicit WeakAdditions(LmdbDatabase& database) : database_(database) {}

    [[nodiscard]] WeakAddition add(std::span<const WeakHash> hashes);
    [[nodiscard]] bool has(const WeakHash& hash) const;
    [[nodiscard]] std::vector<WeakHash> list(const std::optional<WeakHash>& marker, std::size_t max,
                                             std::vector<std::string>* damaged) const;

private:
    struct Growth;  // of one bucket

    [[nodiscard]] std::vector<Growth> plan(const std::vector<WeakHash>& wanted,
                                           std::vector<WeakHash>& added) const;
    void write(const std::vector<Growth>& growths);
    [[nodiscard]] WeakBucket read(const StoreRecords& records, unsigned number) const;
    [[nodiscard]] const WeakCounts& counts() const { return database_.contents().weak; }

    LmdbDatabase& database_;
};

}  // namespace ramd
