// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/store_contents.h"

#include <algorithm>

#include "ramd/store/record_codec.h"
#include "ramd/store/strict_json.h"

namespace ramd {
namespace {

[[noreturn]] void refuse(const std::string& file, const std::string& why) {
    throw StoreFault(file + ": " + why);
}

void check_sentinel(const StoreRecords& records, const std::string& file) {
    const auto sentinel = records.sentinel();
    if (!sentinel)
        refuse(file,
               "is not the database of this host: it was made by another program or under another "
               "host key, or its first record is damaged. It was not touched: put back the "
               "database and the host key that belong together");
    const std::uint64_t schema = schema_of(*sentinel);
    if (schema > record_schema)
        refuse(file, "was written by a newer ramd (schema " + std::to_string(schema) +
                         ", this one knows " + std::to_string(record_schema) +
                         "). It was not touched: install that ramd again");
    if (schema < record_schema)
        refuse(file, "has the older schema " + std::to_string(schema) +
                         ", which this ramd cannot read. It was not touched");
}

RosterEntry add_profile(StoreContents& contents, const StoreRecords& records,
                        const UserName& user) {
    try {
        const auto profile = records.profile(user.str());
        if (!profile) return {};
        contents.emails.add(profile->recovery_email, user);
        contents.mobiles.add(profile->recovery_mobile, user);
        return {profile->version, static_cast<unsigned char>(profile->history.size())};
    } catch (const DamagedRecord&) {
        return {};  // this user's alone
    }
}

// Adds what is in `profiles` to the contents and its name to `names`.
void read_profiles(LmdbTransaction& transaction, MDB_dbi database, const StoreRecords& records,
                   StoreContents& contents, RecordMark& names) {
    LmdbCursor cursor(transaction, database);
    while (const auto entry = cursor.next()) {
        const auto user = UserName::parse(entry->key);
        if (!user) throw DamagedRecord("a profile has a key that is no user name");
        if (!contents.roster.emplace(user->str(), add_profile(contents, records, *user)).second)
            throw DamagedRecord("a profile stands twice");
        toggle(names, records.name_mark(*user));
    }
}

std::optional<std::uint64_t> kept_epoch(const StoreRecords& records, std::string_view user) {
    try {
        const auto kept = records.kept_device(user);
        return kept ? std::optional(kept->epoch) : std::nullopt;
    } catch (const DamagedRecord&) {
        return std::nullopt;  // nobody but the next profile of that name misses it
    }
}

void read_kept_devices(LmdbTransaction& transaction, MDB_dbi database, const StoreRecords& records,
                       KeptRoster& kept, RecordMark& names) {
    LmdbCursor cursor(transaction, database);
    while (const auto entry = cursor.next()) {
        const auto user = UserName::parse(entry->key);
        if (!user) throw DamagedRecord("a kept device has a key that is no user name");
        if (!kept.emplace(user->str(), kept_epoch(records, user->str())).second)
            throw DamagedRecord("a kept device stands twice");
        toggle(names, records.kept_name_mark(user->str()));
    }
}

void read_revocations(LmdbTransaction& transaction, MDB_dbi database, const StoreRecords& records,
                      RecordMark& names) {
    LmdbCursor cursor(transaction, database);
    while (const auto entry = cursor.next()) {
        const auto revocation = records.revocation(entry->key);
        if (!revocation) throw DamagedRecord("a revocation cannot be found by its key");
        toggle(names, records.name_mark(revocation->id));
    }
}

void read_weak_bucket(WeakCounts& weak, const StoreRecords& records, unsigned number,
                      RecordMark& marks) {
    weak.of.at(number) = WeakCounts::damaged;
    try {
        const auto bucket = records.weak_bucket(number);
        if (!bucket) return;
        weak.of.at(number) = static_cast<std::uint16_t>(bucket->size());
        weak.all += bucket->size();
        toggle(marks, records.weak_mark(number, bucket->size()));
    } catch (const DamagedRecord&) {
        return;  // a change of a password that needs it hears of it
    }
}

// Nothing that is wrong here may keep anybody from logging on.
WeakCounts read_weak(LmdbTransaction& transaction, MDB_dbi database, const StoreRecords& records,
                     const RecordMark& wanted) {
    WeakCounts weak;
    RecordMark marks{};
    LmdbCursor cursor(transaction, database);
    while (const auto entry = cursor.next()) {
        if (const auto number = bucket_number(entry->key))
            read_weak_bucket(weak, records, *number, marks);
        else
            weak.whole = false;
    }
    weak.whole = weak.whole && marks == wanted;
    return weak;
}

StoreContents read_all(LmdbTransaction& transaction, const Databases& databases,
                       const StoreRecords& records) {
    StoreContents contents{
        records.state(), records.policy(), records.preference(), {}, {}, {}, {}, {}};
    if (contents.state.transaction != transaction.id())
        throw DamagedRecord("an old state of it has come back");
    RecordMark names{};
    read_profiles(transaction, databases.profiles, records, contents, names);
    read_revocations(transaction, databases.revocations, records, names);
    read_kept_devices(transaction, databases.devices, records, contents.kept, names);
    if (names != contents.state.names) throw DamagedRecord("records have been lost");
    if (!any_damaged(contents.roster, contents.kept) &&
        versions_of(contents.roster, contents.kept, records) != contents.state.versions)
        throw DamagedRecord("old records have come back");
    contents.weak = read_weak(transaction, databases.weak, records, contents.state.weak);
    return contents;
}

}  // namespace

StoreContents read_contents(LmdbTransaction& transaction, const RecordSeal& seal,
                            const std::string& file) {
    try {
        const auto databases = open_databases(transaction, false);
        if (!databases)
            refuse(file, "is a database of another program. It was not touched: restore ramd's");
        const StoreRecords records(transaction, *databases, seal);
        check_sentinel(records, file);
        if (databases->weak == 0 || databases->devices == 0)
            throw DamagedRecord("a part of it has been lost");
        return read_all(transaction, *databases, records);
    } catch (const RecordError& error) {
        refuse(file, std::string("is damaged: ") + error.what() + ": restore it from a backup");
    } catch (const DamagedRecord& error) {
        refuse(file, std::string("is damaged: ") + error.what() +
                         ". It was not touched: restore it from a backup");
    }
}

RecordMark versions_of(const Roster& roster, const KeptRoster& kept, const StoreRecords& records) {
    RecordMark versions{};
    for (const auto& [user, entry] : roster)
        toggle(versions, records.version_mark(user, entry.version.value()));
    for (const auto& [user, epoch] : kept)
        toggle(versions, records.kept_version_mark(user, epoch.value()));
    return versions;
}

bool any_damaged(const Roster& roster, const KeptRoster& kept) {
    return std::any_of(roster.begin(), roster.end(),
                       [](const auto& entry) { return !entry.second.version; }) ||
           std::any_of(kept.begin(), kept.end(), [](const auto& entry) { return !entry.second; });
}

std::vector<std::string> names_of(const Roster& roster) {
    std::vector<std::string> names;
    names.reserve(roster.size());
    for (const auto& entry : roster) names.push_back(entry.first);
    return names;
}

}  // namespace ramd
