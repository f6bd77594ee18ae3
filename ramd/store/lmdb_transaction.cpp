// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/lmdb_transaction.h"

namespace ramd {
namespace {

MDB_val to_val(std::string_view text) {
    // LMDB's interface takes no const pointer; it does not write through it.
    return {text.size(), const_cast<char*>(text.data())};
}

std::string_view to_text(const MDB_val& value) {
    return {static_cast<const char*>(value.mv_data), value.mv_size};
}

}  // namespace

LmdbTransaction::LmdbTransaction(const LmdbEnv& env, Access access) {
    MDB_txn* raw = nullptr;
    const unsigned flags = access == Access::read ? MDB_RDONLY : 0;
    lmdb_check(mdb_txn_begin(env.get(), nullptr, flags, &raw), "mdb_txn_begin");
    transaction_.reset(raw);
}

std::optional<MDB_dbi> LmdbTransaction::database(const char* name, bool create) {
    MDB_dbi number = 0;
    const int code = mdb_dbi_open(transaction_.get(), name, create ? MDB_CREATE : 0, &number);
    if (code == MDB_NOTFOUND) return std::nullopt;
    lmdb_check(code, "mdb_dbi_open");
    return number;
}

std::optional<std::string_view> LmdbTransaction::get(MDB_dbi database, std::string_view key) const {
    MDB_val name = to_val(key);
    MDB_val value{};
    const int code = mdb_get(transaction_.get(), database, &name, &value);
    if (code == MDB_NOTFOUND) return std::nullopt;
    lmdb_check(code, "mdb_get");
    return to_text(value);
}

void LmdbTransaction::put(MDB_dbi database, std::string_view key, std::string_view value) {
    MDB_val name = to_val(key);
    MDB_val data = to_val(value);
    lmdb_check(mdb_put(transaction_.get(), database, &name, &data, 0), "mdb_put");
}

bool LmdbTransaction::erase(MDB_dbi database, std::string_view key) {
    MDB_val name = to_val(key);
    const int code = mdb_del(transaction_.get(), database, &name, nullptr);
    if (code == MDB_NOTFOUND) return false;
    lmdb_check(code, "mdb_del");
    return true;
}

void LmdbTransaction::commit() {
    // LMDB frees the transaction whatever comes of it.
    lmdb_check(mdb_txn_commit(transaction_.release()), "mdb_txn_commit");
}

LmdbCursor::LmdbCursor(const LmdbTransaction& transaction, MDB_dbi database) {
    MDB_cursor* raw = nullptr;
    lmdb_check(mdb_cursor_open(transaction.handle(), database, &raw), "mdb_cursor_open");
    cursor_.reset(raw);
}

std::optional<LmdbEntry> LmdbCursor::next() {
    MDB_val key{};
    MDB_val value{};
    const int code = mdb_cursor_get(cursor_.get(), &key, &value, MDB_NEXT);
    if (code == MDB_NOTFOUND) return std::nullopt;
    lmdb_check(code, "mdb_cursor_get");
    return LmdbEntry{to_text(key), to_text(value)};
}

}  // namespace ramd
