// SPDX-License-Identifier: LGPL-2.1-or-later
// What a change does inside its transaction: to the records, and to the state with its
// fingerprints.
#pragma once

#include <vector>

#include "ramd/store/store_contents.h"

namespace ramd {

class ChangeWriter {
public:
    ChangeWriter(StoreRecords& records, StoreState& state, Roster& roster, const KeptRoster& kept)
        : records_(records), state_(state), roster_(roster), kept_(kept) {}

    // Nothing of what is in memory is changed: the transaction may yet fail.
    [[nodiscard]] Committed apply(const StoreChange& change);
    // Whose histories were cut; each has now one version more.
    [[nodiscard]] std::vector<RosterEntry*> take_cut() { return std::move(cut_); }

private:
    void put(Profile profile, std::uint64_t raised_epoch, const std::optional<unsigned>& longest);
    void write_next_version(Profile& profile);
    void erase(const UserName& user);
    void keep(const KeptDevice& device);
    void drop_kept(const UserName& user);
    void forget_damaged(const UserName* erased);
    std::uint64_t revoke(Revocation revocation, std::uint64_t raised_epoch);
    void cut_histories(const StoreChange& change);
    void cut_history(const std::string& user, RosterEntry& entry, unsigned longest);

    StoreRecords& records_;
    StoreState& state_;
    Roster& roster_;
    const KeptRoster& kept_;
    const UserName* dropped_ = nullptr;  // whose device is kept no longer
    std::vector<RosterEntry*> cut_;
};

}  // namespace ramd
