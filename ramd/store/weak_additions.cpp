// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/weak_additions.h"

#include <algorithm>
#include <iterator>

namespace ramd {
namespace {

std::string name_of(unsigned number) {
    return "weak " + bucket_key(number);
}

[[noreturn]] void damaged(const std::string& what) {
    throw DamagedRecord(what +
                        ": a part of the passwords that were added to the weak list is "
                        "damaged, lost or an old one: restore a backup");
}

std::vector<WeakHash> in_order(std::span<const WeakHash> hashes) {
    std::vector<WeakHash> all(hashes.begin(), hashes.end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

}  // namespace

struct WeakAdditions::Growth {
    unsigned number = 0;
    std::uint16_t before = 0;
    WeakBucket after;
};

// The bucket as memory says that it must be.
WeakBucket WeakAdditions::read(const StoreRecords& records, unsigned number) const {
    const std::uint16_t count = counts().of[number];
    if (count == 0) return {};
    if (count == WeakCounts::damaged) damaged(name_of(number));
    auto bucket = records.weak_bucket(number);
    if (!bucket || bucket->size() != count) damaged(name_of(number));
    return *std::move(bucket);
}

// Buckets without a new hash are left as they are.
std::vector<WeakAdditions::Growth> WeakAdditions::plan(const std::vector<WeakHash>& wanted,
                                                       std::vector<WeakHash>& added) const {
    std::vector<Growth> growths;
    database_.read([&](LmdbTransaction&, const StoreRecords& records) {
        for (auto from = wanted.begin(); from != wanted.end();) {
            const unsigned number = bucket_of(*from);
            const auto to = std::find_if(from, wanted.end(), [=](const WeakHash& hash) {
                return bucket_of(hash) != number;
            });
            const WeakBucket present = read(records, number);
            const std::size_t before = added.size();
            std::set_difference(from, to, present.begin(), present.end(),
                                std::back_inserter(added));
            if (added.size() > before) {
                Growth growth{number, static_cast<std::uint16_t>(present.size()), {}};
                std::set_union(from, to, present.begin(), present.end(),
                               std::back_inserter(growth.after));
                growths.push_back(std::move(growth));
            }
            from = to;
        }
    });
    return growths;
}

void WeakAdditions::write(const std::vector<Growth>& growths) {
    database_.write([&](StoreRecords& records, StoreState& state) {
        for (const Growth& growth : growths) {
            if (growth.before != 0)
                toggle(state.weak, records.weak_mark(growth.number, growth.before));
            toggle(state.weak, records.weak_mark(growth.number, growth.after.size()));
            records.put(growth.number, growth.after);
        }
    });
    WeakCounts& counts = database_.contents().weak;
    for (const Growth& growth : growths) {
        counts.of[growth.number] = static_cast<std::uint16_t>(growth.after.size());
        counts.all += growth.after.size() - growth.before;
    }
}

WeakAddition WeakAdditions::add(std::span<const WeakHash> hashes) {
    WeakAddition done;
    const std::vector<Growth> growths = plan(in_order(hashes), done.added);
    const bool fits = counts().all + done.added.size() <= most_weak &&
                      std::all_of(growths.begin(), growths.end(), [](const Growth& growth) {
                          return growth.after.size() <= most_in_bucket;
                      });
    if (!fits) return {.too_many = true, .added = {}};
    if (!growths.empty()) write(growths);
    return done;
}

bool WeakAdditions::has(const WeakHash& hash) const {
    bool found = false;
    database_.read([&](LmdbTransaction&, const StoreRecords& records) {
        const WeakBucket bucket = read(records, bucket_of(hash));
        found = std::binary_search(bucket.begin(), bucket.end(), hash);
    });
    // Of lost and old buckets nobody knows which they are.
    if (!found && !counts().whole) damaged("weak");
    return found;
}

std::vector<WeakHash> WeakAdditions::list(const std::optional<WeakHash>& marker, std::size_t max,
                                          std::vector<std::string>* damaged_buckets) const {
    std::vector<WeakHash> found;
    database_.read([&](LmdbTransaction&, const StoreRecords& records) {
        for (unsigned number = marker ? bucket_of(*marker) : 0;
             number < weak_buckets && found.size() < max; ++number) {
            try {
                const WeakBucket bucket = read(records, number);
                const auto from = marker ? std::upper_bound(bucket.begin(), bucket.end(), *marker)
                                         : bucket.begin();
                const auto room = static_cast<std::ptrdiff_t>(max - found.size());
                found.insert(found.end(), from, from + std::min(room, bucket.end() - from));
            } catch (const DamagedRecord&) {
                if (damaged_buckets != nullptr) damaged_buckets->push_back(name_of(number));
            }
        }
    });
    return found;
}

}  // namespace ramd
