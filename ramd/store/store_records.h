// SPDX-License-Identifier: LGPL-2.1-or-later
// The records of the store inside one LMDB transaction: names of the databases, keys, seal and
// codec come together here and nowhere else.
//
// `meta` holds four records: policy and preference, and two more. The sentinel tells a database of
// this host from any other file. The state is written with every change: it counts, and it holds
// fingerprints of all that the database must contain, because LMDB has no checksums and may
// lose a record without a word.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "policy/password_policy.h"
#include "policy/security_preference.h"
#include "ramd/store/lmdb_transaction.h"
#include "ramd/store/profile.h"
#include "ramd/store/record_codec.h"
#include "ramd/store/record_seal.h"
#include "ramd/store/weak_bucket.h"

namespace ramd {

struct StoreState {
    std::uint64_t epoch = 0;            // the highest one given out on this host
    std::uint64_t next_revocation = 1;  // never given twice
    std::uint64_t transaction = 0;      // LMDB's number of the transaction that wrote this
    RecordMark names{};                 // of every profile's, revocation's and kept device's key
    RecordMark versions{};              // of every profile's and kept device's key and version
    RecordMark weak{};                  // of every weak bucket's key and size
};

void toggle(RecordMark& set, const RecordMark& element);

struct Databases {
    MDB_dbi meta = 0;
    MDB_dbi profiles = 0;
    MDB_dbi revocations = 0;
    MDB_dbi weak = 0;     // stays 0 where it is missing, and so does the next: an older schema
    MDB_dbi devices = 0;  // has none
};

// Nothing where another of them is missing and `create` is not asked for. The numbers are good for
// later transactions once this one was committed.
[[nodiscard]] std::optional<Databases> open_databases(LmdbTransaction& transaction, bool create);

class StoreRecords {
public:
    StoreRecords(LmdbTransaction& transaction, const Databases& databases, const RecordSeal& seal)
        : transaction_(transaction), databases_(databases), seal_(seal) {}

    // The writers throw std::invalid_argument for a record that could not be read again. The
    // readers throw DamagedRecord for a record that does not verify; of the meta records also
    // for one that is not there.
    [[nodiscard]] std::optional<Profile> profile(std::string_view user) const;
    void put(const Profile& profile);
    void erase_profile(const UserName& user);

    [[nodiscard]] std::optional<Revocation> revocation(std::string_view key) const;
    void put(const Revocation& revocation);
    bool erase_revocation(std::uint64_t id);

    [[nodiscard]] std::optional<KeptRecord> kept_device(std::string_view user) const;
    void put(const KeptRecord& kept);
    void erase_kept_device(std::string_view user);

    // Nothing for one that is not there.
    [[nodiscard]] std::optional<WeakBucket> weak_bucket(unsigned number) const;
    void put(unsigned number, const WeakBucket& bucket);

    [[nodiscard]] StoreState state() const;
    void put(const StoreState& state);
    [[nodiscard]] ramauth::policy::PasswordPolicy policy() const;
    void put(const ramauth::policy::PasswordPolicy& policy);
    [[nodiscard]] ramauth::policy::SecurityPreference preference() const;
    void put(const ramauth::policy::SecurityPreference& preference);

    // The sentinel's JSON; nothing for one that is missing or that this key did not seal.
    [[nodiscard]] std::optional<std::string> sentinel() const;
    void put_sentinel();

    [[nodiscard]] RecordMark name_mark(const UserName& user) const;
    [[nodiscard]] RecordMark name_mark(std::uint64_t revocation) const;
    [[nodiscard]] RecordMark version_mark(std::string_view user, std::uint64_t version) const;
    [[nodiscard]] RecordMark kept_name_mark(std::string_view user) const;
    [[nodiscard]] RecordMark kept_version_mark(std::string_view user, std::uint64_t epoch) const;
    [[nodiscard]] RecordMark weak_mark(unsigned number, std::size_t size) const;

private:
    [[nodiscard]] std::optional<std::string> read(MDB_dbi database, std::string_view kind,
                                                  std::string_view key) const;
    [[nodiscard]] std::string read_meta(std::string_view key) const;
    void write(MDB_dbi database, std::string_view kind, std::string_view key,
               std::string_view text);

    LmdbTransaction& transaction_;
    const Databases& databases_;
    const RecordSeal& seal_;
};

}  // namespace ramd
