// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/lmdb_database.h"

#include <malloc.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <cerrno>

#include "ramd/store/lmdb_file_check.h"

namespace ramd {
namespace {

using Access = LmdbTransaction::Access;

// LMDB answers EIO, "short write, filesystem full?", when the last blocks were used up.
constexpr unsigned long long hardly_any_room = 1ULL << 20;

std::size_t size_of(const StoreDirectory& directory) {
    const auto fd = directory.open_database();
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0) throw StoreFault("fstat: the database");
    return static_cast<std::size_t>(status.st_size);
}

}  // namespace

StoreContents verify_database(const StoreDirectory& directory, const RecordSeal& seal) {
    const std::string file = directory.file(database_file);
    check_lmdb_file(directory.open_database().get(), file);
    const LmdbEnv env(directory.path(), LmdbShape::directory, LmdbMode::read_only,
                      size_of(directory));
    LmdbTransaction transaction(env, Access::read);
    return read_contents(transaction, seal, file);
}

LmdbDatabase::LmdbDatabase(const std::string& directory, const ramauth::Secret& key,
                           MapLimits limits)
    : directory_(directory), seal_(key), limits_(limits) {
    open();
}

void LmdbDatabase::open() {
    contents_ = verify_database(directory_, seal_);
    open_env();
}

void LmdbDatabase::open_env() {
    const auto mode = directory_.reserve_lock_file() ? LmdbMode::shared : LmdbMode::unlocked;
    env_.emplace(directory_.path(), LmdbShape::directory, mode,
                 std::max(limits_.first, size_of(directory_)));
    LmdbTransaction transaction(*env_, Access::read);
    databases_ = open_databases(transaction, false).value();
    transaction.commit();
}

void LmdbDatabase::give_back_memory() {
    env_.reset();
    ::malloc_trim(0);
    open_env();
}

void LmdbDatabase::reopen() {
    env_.reset();
    open();
}

LmdbEnv& LmdbDatabase::env() const {
    if (!env_)
        throw StoreFault(directory_.file(database_file) +
                         ": was closed after a fault of the disk, and did not verify again");
    // The environment is a handle: reading through it changes nothing that a caller can see.
    return const_cast<LmdbEnv&>(*env_);
}

void LmdbDatabase::read(
    const std::function<void(LmdbTransaction&, const StoreRecords&)>& body) const {
    LmdbTransaction transaction(env(), Access::read);
    body(transaction, StoreRecords(transaction, databases_, seal_));
}

void LmdbDatabase::attempt(const WriteBody& body) {
    StoreState next = contents_.state;
    LmdbTransaction transaction(env(), Access::write);
    StoreRecords records(transaction, databases_, seal_);
    body(records, next);
    next.transaction = transaction.id();
    records.put(next);
    transaction.commit();
    contents_.state = next;
}

void LmdbDatabase::grow() {
    const std::size_t size = env().map_size();
    if (size >= limits_.largest)
        throw StoreFull(directory_.file(database_file) + ": has reached its largest size");
    try {
        env().set_map_size(std::min(size * 2, limits_.largest));
    } catch (const LmdbError& error) {
        reopen();  // LMDB has given the old map back by now
        throw StoreFull(error.what());
    }
}

bool LmdbDatabase::disk_is_full() const {
    struct statvfs room {};
    return ::fstatvfs(directory_.fd(), &room) == 0 &&
           static_cast<unsigned long long>(room.f_bavail) * room.f_bsize < hardly_any_room;
}

bool LmdbDatabase::still_readable() const {
    try {
        const LmdbTransaction transaction(env(), Access::read);
        return true;
    } catch (const StoreFault&) {
        return false;
    }
}

void LmdbDatabase::write(const WriteBody& body) {
    for (;;) {
        try {
            return attempt(body);
        } catch (const LmdbError& error) {
            if (error.code == MDB_MAP_FULL) {
                grow();
                continue;
            }
            const bool full = error.code == ENOSPC || error.code == EDQUOT || error.code == EFBIG ||
                              (error.code == EIO && disk_is_full());
            if (!full || !still_readable()) reopen();
            if (full) throw StoreFull(error.what());
            throw;
        }
    }
}

}  // namespace ramd
