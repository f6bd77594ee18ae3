// SPDX-License-Identifier: LGPL-2.1-or-later
// One transaction of LMDB: aborted unless it was committed. What get() and a cursor return points
// into the map and is valid until the transaction ends or writes.
#pragma once

#include <lmdb.h>

#include <memory>
#include <optional>
#include <string_view>

#include "ramd/store/lmdb_env.h"

namespace ramd {

class LmdbTransaction {
public:
    enum class Access { read, write };

    LmdbTransaction(const LmdbEnv& env, Access access);

    // The number of a named database. Nothing where there is none and `create` is not asked for.
    [[nodiscard]] std::optional<MDB_dbi> database(const char* name, bool create = false);

    [[nodiscard]] std::optional<std::string_view> get(MDB_dbi database, std::string_view key) const;
    void put(MDB_dbi database, std::string_view key, std::string_view value);
    // False where the key is not there.
    bool erase(MDB_dbi database, std::string_view key);

    [[nodiscard]] std::size_t id() const { return mdb_txn_id(transaction_.get()); }
    [[nodiscard]] MDB_txn* handle() const noexcept { return transaction_.get(); }
    // Returns when the changes are durable.
    void commit();

private:
    struct Abort {
        void operator()(MDB_txn* transaction) const noexcept { mdb_txn_abort(transaction); }
    };
    std::unique_ptr<MDB_txn, Abort> transaction_;
};

struct LmdbEntry {
    std::string_view key;
    std::string_view value;
};

// Walks a database in the order of its keys.
class LmdbCursor {
public:
    LmdbCursor(const LmdbTransaction& transaction, MDB_dbi database);
    [[nodiscard]] std::optional<LmdbEntry> next();

private:
    struct Close {
        void operator()(MDB_cursor* cursor) const noexcept { mdb_cursor_close(cursor); }
    };
    std::unique_ptr<MDB_cursor, Close> cursor_;
};

}  // namespace ramd
