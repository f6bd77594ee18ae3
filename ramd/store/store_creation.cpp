// SPDX-License-Identifier: LGPL-2.1-or-later
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "ramd/store/lmdb_database.h"
#include "ramd/store/lmdb_store.h"
#include "ramd/store/managed_markers.h"

namespace ramd {
namespace {

// Made under another name and renamed when it is whole. What an interrupted creation leaves
// behind has this name and holds no profile, so it may be thrown away.
constexpr const char* unfinished_file = "data.mdb.new";

bool has_database(const StoreDirectory& directory) {
    bool found = false;
    std::string other;
    for (const std::string& name : directory.names()) {
        if (name == database_file)
            found = true;
        else if (name != unfinished_file)
            other = name;
    }
    if (!found && !other.empty())
        throw StoreFault(directory.file(other.c_str()) +
                         ": is in the way: a new database is made in an empty directory only. If "
                         "a database has been lost here, restore it from a backup");
    return found;
}

void refuse_while_marked(const StoreDirectory& directory, const std::string& markers) {
    if (ManagedMarkers(markers).any())
        throw StoreFault(directory.file(database_file) + ": is missing, but " + markers +
                         " names accounts with a login profile: restore the database and its key "
                         "from a backup; ramd(8) says how to start anew on purpose");
}

void write_empty_database(const std::string& path, const RecordSeal& seal) {
    const LmdbEnv env(path, LmdbShape::file, LmdbMode::unlocked, MapLimits{}.first);
    LmdbTransaction transaction(env, LmdbTransaction::Access::write);
    const Databases databases = open_databases(transaction, true).value();
    StoreRecords records(transaction, databases, seal);
    records.put_sentinel();
    records.put(ramauth::policy::PasswordPolicy{});
    records.put(ramauth::policy::SecurityPreference{});
    records.put(
        StoreState{.transaction = transaction.id(), .names = {}, .versions = {}, .weak = {}});
    transaction.commit();
}

void remove_unfinished(const StoreDirectory& directory) {
    if (::unlinkat(directory.fd(), unfinished_file, 0) != 0 && errno != ENOENT)
        throw StoreFault(directory.file(unfinished_file) + ": " + ::strerrordesc_np(errno));
}

void make_database(const StoreDirectory& directory, const RecordSeal& seal) {
    remove_unfinished(directory);
    try {
        write_empty_database(directory.file(unfinished_file), seal);
    } catch (...) {
        ::unlinkat(directory.fd(), unfinished_file, 0);
        throw;
    }
    if (::renameat(directory.fd(), unfinished_file, directory.fd(), database_file) != 0)
        throw StoreFault(directory.file(database_file) + ": " + ::strerrordesc_np(errno));
    directory.sync();
}

}  // namespace

void create_store(const std::string& directory, const ramauth::Secret& key,
                  const std::string& marker_directory) {
    const StoreDirectory opened(directory);
    const RecordSeal seal(key);
    if (!has_database(opened)) {
        refuse_while_marked(opened, marker_directory);
        make_database(opened, seal);
    }
    (void)verify_database(opened, seal);
}

}  // namespace ramd
