// SPDX-License-Identifier: LGPL-2.1-or-later
// One opened LMDB environment (lmdb.h). Never with MDB_WRITEMAP, NOSYNC, NOMETASYNC, MAPASYNC or
// NOMEMINIT: a commit that returns is durable, and a full disk is an error and no signal.
#pragma once

#include <lmdb.h>

#include <cstddef>
#include <memory>
#include <string>

#include "ramd/store/store.h"

namespace ramd {

// What LMDB or the disk answered; `code` is its error number.
struct LmdbError : StoreFault {
    LmdbError(const char* what, int code);
    int code;
};

// Throws LmdbError for any code but MDB_SUCCESS.
void lmdb_check(int code, const char* what);

enum class LmdbMode {
    read_only,  // writes nothing, makes no lock file
    shared,     // with the lock file, so that `mdb_stat` beside a running ramd does no harm
    unlocked,   // where there is no room for a lock file, and for a file that nobody knows yet
};

// What the path names: the directory that holds data.mdb, or the database file itself.
enum class LmdbShape { directory, file };

class LmdbEnv {
public:
    LmdbEnv(const std::string& path, LmdbShape shape, LmdbMode mode, std::size_t map_size);

    [[nodiscard]] MDB_env* get() const noexcept { return env_.get(); }
    [[nodiscard]] std::size_t map_size() const;
    // No transaction may be open.
    void set_map_size(std::size_t size);
    [[nodiscard]] std::size_t last_transaction() const;

private:
    struct Close {
        void operator()(MDB_env* env) const noexcept { mdb_env_close(env); }
    };
    std::unique_ptr<MDB_env, Close> env_;
};

}  // namespace ramd
