// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/lmdb_env.h"

namespace ramd {
namespace {

constexpr unsigned most_databases = 8;
constexpr mdb_mode_t file_mode = 0600;

unsigned flags_of(LmdbMode mode) {
    // NOTLS: a read transaction belongs to its handle and not to the thread that began it.
    switch (mode) {
        case LmdbMode::read_only:
            return MDB_NOTLS | MDB_RDONLY | MDB_NOLOCK;
        case LmdbMode::shared:
            return MDB_NOTLS;
        case LmdbMode::unlocked:
            return MDB_NOTLS | MDB_NOLOCK;
    }
    throw std::logic_error("an LmdbMode that is none");
}

MDB_env* create() {
    MDB_env* env = nullptr;
    lmdb_check(mdb_env_create(&env), "mdb_env_create");
    return env;
}

}  // namespace

LmdbError::LmdbError(const char* what, int error)
    : StoreFault(std::string("the database: ") + what + ": " + mdb_strerror(error)), code(error) {}

void lmdb_check(int code, const char* what) {
    if (code != MDB_SUCCESS) throw LmdbError(what, code);
}

LmdbEnv::LmdbEnv(const std::string& path, LmdbShape shape, LmdbMode mode, std::size_t map_size)
    : env_(create()) {
    const unsigned shape_flag = shape == LmdbShape::file ? MDB_NOSUBDIR : 0;
    lmdb_check(mdb_env_set_maxdbs(env_.get(), most_databases), "mdb_env_set_maxdbs");
    lmdb_check(mdb_env_set_mapsize(env_.get(), map_size), "mdb_env_set_mapsize");
    lmdb_check(mdb_env_open(env_.get(), path.c_str(), flags_of(mode) | shape_flag, file_mode),
               "mdb_env_open");
    if (mode != LmdbMode::shared) return;
    int gone = 0;
    lmdb_check(mdb_reader_check(env_.get(), &gone), "mdb_reader_check");
}

std::size_t LmdbEnv::map_size() const {
    MDB_envinfo info{};
    lmdb_check(mdb_env_info(env_.get(), &info), "mdb_env_info");
    return info.me_mapsize;
}

void LmdbEnv::set_map_size(std::size_t size) {
    lmdb_check(mdb_env_set_mapsize(env_.get(), size), "mdb_env_set_mapsize");
}

std::size_t LmdbEnv::last_transaction() const {
    MDB_envinfo info{};
    lmdb_check(mdb_env_info(env_.get(), &info), "mdb_env_info");
    return info.me_last_txnid;
}

}  // namespace ramd
