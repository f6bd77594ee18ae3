// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/lmdb_store.h"

#include "ramd/store/lmdb_database.h"
#include "ramd/store/managed_markers.h"

namespace ramd {
namespace {

[[noreturn]] void damaged(const std::string& user) {
    throw DamagedRecord("profile " + user +
                        ": the record is damaged, lost or an old one: restore a backup, or delete "
                        "the profile and make it anew");
}

class LmdbStore final : public Store {
public:
    LmdbStore(const std::string& directory, const ramauth::Secret& key,
              const std::string& marker_directory, MapLimits limits)
        : database_(directory, key, limits), markers_(marker_directory) {
        mend_markers();
    }

    std::optional<Profile> find(const UserName& user) const override;
    std::vector<Profile> list(std::string_view marker, std::size_t max,
                              std::vector<std::string>* damaged) const override;
    ramauth::policy::PasswordPolicy policy() const override { return database_.contents().policy; }
    std::vector<Revocation> revocations() const override;
    Committed commit(const StoreChange& change) override;
    void finish_revocation(std::uint64_t id) override;

private:
    [[nodiscard]] const Roster& roster() const { return database_.contents().roster; }
    [[nodiscard]] bool is_damaged(const Roster::value_type& entry) const;
    [[nodiscard]] bool conflicts(const StoreChange& change) const;
    void mend_markers();
    Committed write(const StoreChange& change);
    void remember(const StoreChange& change, Roster::node_type fresh);

    LmdbDatabase database_;
    ManagedMarkers markers_;
    bool markers_mended_ = false;
};

// The record as the roster says it must be.
Profile read_profile(const StoreRecords& records, const Roster::value_type& entry) {
    if (!entry.second) damaged(entry.first);
    auto profile = records.profile(entry.first);
    if (!profile || profile->version != *entry.second) damaged(entry.first);
    return *std::move(profile);
}

std::optional<Profile> LmdbStore::find(const UserName& user) const {
    const auto entry = roster().find(user.str());
    if (entry == roster().end()) return std::nullopt;
    std::optional<Profile> found;
    database_.read([&](LmdbTransaction&, const StoreRecords& records) {
        found = read_profile(records, *entry);
    });
    return found;
}

std::vector<Profile> LmdbStore::list(std::string_view marker, std::size_t max,
                                     std::vector<std::string>* damaged) const {
    std::vector<Profile> found;
    database_.read([&](LmdbTransaction&, const StoreRecords& records) {
        for (auto entry = roster().upper_bound(marker);
             entry != roster().end() && found.size() < max; ++entry) {
            try {
                found.push_back(read_profile(records, *entry));
            } catch (const DamagedRecord&) {
                if (damaged != nullptr) damaged->push_back(entry->first);
            }
        }
    });
    return found;
}

std::vector<Revocation> LmdbStore::revocations() const {
    std::vector<Revocation> found;
    database_.read([&](LmdbTransaction& transaction, const StoreRecords& records) {
        LmdbCursor cursor(transaction, database_.databases().revocations);
        while (const auto entry = cursor.next()) {
            auto revocation = records.revocation(entry->key);
            if (!revocation) throw DamagedRecord("a revocation cannot be found by its key");
            found.push_back(*std::move(revocation));
        }
    });
    return found;
}

// At the start or since: what the roster says counts for nothing where the record cannot be read.
bool LmdbStore::is_damaged(const Roster::value_type& entry) const {
    try {
        database_.read([&](LmdbTransaction&, const StoreRecords& records) {
            (void)read_profile(records, entry);
        });
        return false;
    } catch (const DamagedRecord&) {
        return true;
    }
}

bool LmdbStore::conflicts(const StoreChange& change) const {
    if (change.put && change.erase && change.put->user == *change.erase)
        throw std::invalid_argument("one change both writes and erases a profile");
    if (change.put) {
        const auto entry = roster().find(change.put->user.str());
        const bool known = entry != roster().end();
        if (known && !entry->second) damaged(entry->first);
        if ((known ? *entry->second : 0) != change.put->version) return true;
    }
    if (!change.erase) return false;
    const auto entry = roster().find(change.erase->str());
    if (entry == roster().end()) return true;
    // Nobody can know the version of a damaged record: 0 erases it.
    return change.erase_version == 0 ? !is_damaged(*entry) : entry->second != change.erase_version;
}

void LmdbStore::mend_markers() {
    if (markers_mended_) return;
    try {
        markers_.repair(names_of(roster()));
        markers_mended_ = true;
    } catch (const StoreFull&) {
        // Right passwords work on a full disk. Tried again before the next change.
        markers_mended_ = false;
    }
}

// What a change does to the fingerprints in the state, and to the records.
class ChangeWriter {
public:
    ChangeWriter(StoreRecords& records, StoreState& state, const Roster& roster)
        : records_(records), state_(state), roster_(roster) {}

    Committed apply(const StoreChange& change) {
        Committed done;
        if (change.raise_epoch) done.epoch = ++state_.epoch;
        if (change.erase) erase(*change.erase);
        if (change.put) put(*change.put, done.epoch);
        if (change.revoke) done.revocation_id = revoke(*change.revoke, done.epoch);
        if (change.policy) records_.put(*change.policy);
        return done;
    }

private:
    void put(Profile profile, std::uint64_t raised_epoch) {
        const std::string& name = profile.user.str();
        if (profile.version == 0)
            toggle(state_.names, records_.name_mark(profile.user));
        else
            toggle(state_.versions, records_.version_mark(name, profile.version));
        ++profile.version;
        toggle(state_.versions, records_.version_mark(name, profile.version));
        if (raised_epoch != 0) profile.epoch = raised_epoch;
        records_.put(profile);
    }

    void erase(const UserName& user) {
        toggle(state_.names, records_.name_mark(user));
        if (const auto version = roster_.find(user.str())->second)
            toggle(state_.versions, records_.version_mark(user.str(), *version));
        else
            forget_damaged(user.str());
        records_.erase_profile(user);
    }

    // The mark of a damaged record's version is not known; with the last such record gone, that
    // of all others can be told again.
    void forget_damaged(const std::string& user) {
        Roster left = roster_;
        left.erase(user);
        if (!any_damaged(left)) state_.versions = versions_of(left, records_);
    }

    std::uint64_t revoke(Revocation revocation, std::uint64_t raised_epoch) {
        revocation.id = state_.next_revocation++;
        if (raised_epoch != 0) revocation.epoch = raised_epoch;
        toggle(state_.names, records_.name_mark(revocation.id));
        records_.put(revocation);
        return revocation.id;
    }

    StoreRecords& records_;
    StoreState& state_;
    const Roster& roster_;
};

// Nothing in here allocates: what is durable must be remembered.
void LmdbStore::remember(const StoreChange& change, Roster::node_type fresh) {
    StoreContents& contents = database_.contents();
    if (change.erase) contents.roster.erase(change.erase->str());
    if (!fresh.empty())
        contents.roster.insert(std::move(fresh));
    else if (change.put)
        contents.roster.find(change.put->user.str())->second = change.put->version + 1;
    if (change.policy) contents.policy = *change.policy;
}

Committed LmdbStore::write(const StoreChange& change) {
    Roster::node_type fresh;
    if (change.put && change.put->version == 0) {
        Roster one;
        fresh = one.extract(one.emplace(change.put->user.str(), 1).first);
    }
    Committed done;
    database_.write([&](StoreRecords& records, StoreState& state) {
        done = ChangeWriter(records, state, roster()).apply(change);
    });
    remember(change, std::move(fresh));
    return done;
}

Committed LmdbStore::commit(const StoreChange& change) {
    if (conflicts(change)) return {.conflict = true};
    mend_markers();
    const bool made = change.put && change.put->version == 0;
    if (made) markers_.add(change.put->user);
    try {
        const Committed done = write(change);
        if (change.erase && !markers_.remove(*change.erase)) markers_mended_ = false;
        return done;
    } catch (...) {
        // Also where the database was read anew, which says whether the profile is there.
        if (made && !roster().contains(change.put->user.str()))
            (void)markers_.remove(change.put->user);
        throw;
    }
}

void LmdbStore::finish_revocation(std::uint64_t id) {
    database_.write([id](StoreRecords& records, StoreState& state) {
        if (records.erase_revocation(id)) toggle(state.names, records.name_mark(id));
    });
}

}  // namespace

std::unique_ptr<Store> open_store(const std::string& directory, const ramauth::Secret& key,
                                  const std::string& marker_directory, MapLimits limits) {
    return std::make_unique<LmdbStore>(directory, key, marker_directory, limits);
}

}  // namespace ramd
