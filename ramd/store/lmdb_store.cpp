// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/lmdb_store.h"

#include <utility>

#include "ramd/store/change_writer.h"
#include "ramd/store/contents_change.h"
#include "ramd/store/lmdb_database.h"
#include "ramd/store/managed_markers.h"
#include "ramd/store/programmatic_services_file.h"
#include "ramd/store/weak_additions.h"

namespace ramd {
namespace {

// From here on it is worth while to give LMDB's memory back after a transaction.
constexpr std::size_t many_profiles = 1000;

[[noreturn]] void damaged(const std::string& user) {
    throw DamagedRecord("profile " + user +
                        ": the record is damaged, lost or an old one: restore a backup, or delete "
                        "the profile and make it anew");
}

class LmdbStore final : public Store {
public:
    LmdbStore(const std::string& directory, const ramauth::Secret& key,
              const std::string& marker_directory, MapLimits limits)
        : database_(directory, key, limits),
          markers_(marker_directory),
          services_(marker_directory, markers_.directory()) {
        mend_markers();
    }

    std::optional<Profile> find(const UserName& user) const override;
    std::vector<Profile> list(std::string_view marker, std::size_t max,
                              std::vector<std::string>* damaged) const override;
    const ramauth::policy::PasswordPolicy& policy() const override {
        return database_.contents().policy;
    }
    const ramauth::policy::SecurityPreference& preference() const override {
        return database_.contents().preference;
    }
    std::optional<UserName> owner_of_email(std::string_view email) const override {
        return database_.contents().emails.owner_of(email);
    }
    std::optional<UserName> owner_of_mobile(std::string_view mobile) const override {
        return database_.contents().mobiles.owner_of(mobile);
    }
    std::vector<Revocation> revocations() const override;
    std::optional<KeptDevice> kept_device(const UserName& user) const override;
    std::vector<UserName> kept_devices() const override;
    Committed commit(const StoreChange& change) override;
    void finish_revocation(std::uint64_t id) override;
    WeakAddition add_weak(std::span<const WeakHash> hashes) override { return weak_.add(hashes); }
    bool has_weak(const WeakHash& hash) const override { return weak_.has(hash); }
    std::size_t weak_count() const override { return database_.contents().weak.all; }
    bool weak_is_whole() const override { return database_.contents().weak.whole; }
    std::vector<WeakHash> list_weak(const std::optional<WeakHash>& marker, std::size_t max,
                                    std::vector<std::string>* damaged) const override {
        return weak_.list(marker, max, damaged);
    }

private:
    [[nodiscard]] const Roster& roster() const { return database_.contents().roster; }
    [[nodiscard]] bool is_damaged(const Roster::value_type& entry) const;
    [[nodiscard]] bool conflicts(const StoreChange& change) const;
    [[nodiscard]] std::optional<Profile> readable(const UserName& user) const;
    void mend_markers();
    Committed write(const StoreChange& change);
    void publish(ProgrammaticServicesFile::Prepared& services);

    LmdbDatabase database_;
    WeakAdditions weak_{database_};
    ManagedMarkers markers_;
    ProgrammaticServicesFile services_;
    bool markers_mended_ = false;  // and the list of services
};

// The record as the roster says it must be.
Profile read_profile(const StoreRecords& records, const Roster::value_type& entry) {
    if (!entry.second.version) damaged(entry.first);
    auto profile = records.profile(entry.first);
    if (!profile || profile->version != *entry.second.version) damaged(entry.first);
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

std::optional<Profile> LmdbStore::readable(const UserName& user) const {
    try {
        return find(user);
    } catch (const DamagedRecord&) {
        return std::nullopt;
    }
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

std::optional<KeptDevice> LmdbStore::kept_device(const UserName& user) const {
    const auto& all = database_.contents().kept;
    const auto entry = all.find(user.str());
    if (entry == all.end()) return std::nullopt;
    std::optional<KeptRecord> found;
    database_.read([&](LmdbTransaction&, const StoreRecords& records) {
        found = records.kept_device(user.str());
    });
    if (!found || found->epoch != entry->second)
        throw DamagedRecord("device kept for " + user.str() +
                            ": the record is damaged, lost or an old one");
    return std::move(found->device);
}

std::vector<UserName> LmdbStore::kept_devices() const {
    std::vector<UserName> users;
    for (const auto& [user, epoch] : database_.contents().kept)
        users.push_back(UserName::parse(user).value());
    return users;
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

void check_sense(const StoreChange& change) {
    if (change.put && change.erase && change.put->user == *change.erase)
        throw std::invalid_argument("one change both writes and erases a profile");
    if (change.keep_device &&
        (!change.raise_epoch || change.erase != std::optional(change.keep_device->user)))
        throw std::invalid_argument("a device is kept of no profile that is erased");
    if (change.drop_device && (change.put || change.keep_device))
        throw std::invalid_argument("a device is dropped along with another change");
}

bool LmdbStore::conflicts(const StoreChange& change) const {
    check_sense(change);
    if (change.put) {
        const auto entry = roster().find(change.put->user.str());
        const bool known = entry != roster().end();
        if (known && !entry->second.version) damaged(entry->first);
        if ((known ? *entry->second.version : 0) != change.put->version) return true;
    }
    if (!change.erase) return false;
    const auto entry = roster().find(change.erase->str());
    if (entry == roster().end()) return true;
    // Nobody can know the version of a damaged record: 0 erases it.
    return change.erase_version == 0 ? !is_damaged(*entry)
                                     : entry->second.version != change.erase_version;
}

void LmdbStore::mend_markers() {
    if (markers_mended_) return;
    try {
        markers_.repair(names_of(roster()));
        services_.repair(database_.contents().preference.programmatic_services);
        markers_mended_ = true;
    } catch (const StoreFull&) {
        // Right passwords work on a full disk. Tried again before the next change.
        markers_mended_ = false;
    }
}

Committed LmdbStore::write(const StoreChange& change) {
    ContentsChange remembered(database_.contents(), change,
                              [this](const UserName& user) { return readable(user); });
    Committed done;
    std::vector<RosterEntry*> cut;
    database_.write([&](StoreRecords& records, StoreState& state) {
        ChangeWriter writer(records, state, database_.contents().roster, database_.contents().kept);
        done = writer.apply(change);
        cut = writer.take_cut();
    });
    std::move(remembered).carry_out(cut);
    if (cut.size() >= many_profiles) database_.give_back_memory();
    return done;
}

// The change is in the database by now, so this is no lack of room that left all as it was.
void LmdbStore::publish(ProgrammaticServicesFile::Prepared& services) {
    markers_mended_ = false;
    try {
        services.publish();
    } catch (const StoreFault& fault) {
        throw StoreFault(std::string("the preference was changed, but the PAM module does not know "
                                     "it yet: ")
                             .append(fault.what()));
    }
    markers_mended_ = true;
}

Committed LmdbStore::commit(const StoreChange& change) {
    if (conflicts(change)) return {.conflict = true};
    const bool made = change.put && change.put->version == 0;
    // What touches none of the files beside the database must not pay for them on a full disk.
    if (made || change.erase || change.preference) mend_markers();
    std::optional<ProgrammaticServicesFile::Prepared> services;
    if (change.preference) services.emplace(services_, change.preference->programmatic_services);
    if (made) markers_.add(change.put->user);
    try {
        const Committed done = write(change);
        if (change.erase && !markers_.remove(*change.erase)) markers_mended_ = false;
        if (services) publish(*services);
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
