// SPDX-License-Identifier: LGPL-2.1-or-later
// A verified database of ramd, opened for reading and writing: directory, environment, map, and
// the state that is written with every change. Domain words begin one file further, in
// lmdb_store.cpp.
#pragma once

#include <functional>
#include <optional>

#include "ramd/store/lmdb_env.h"
#include "ramd/store/lmdb_store.h"
#include "ramd/store/store_contents.h"
#include "ramd/store/store_directory.h"

namespace ramd {

class LmdbDatabase {
public:
    LmdbDatabase(const std::string& directory, const ramauth::Secret& key, MapLimits limits);

    [[nodiscard]] const StoreContents& contents() const noexcept { return contents_; }
    [[nodiscard]] StoreContents& contents() noexcept { return contents_; }

    void read(const std::function<void(LmdbTransaction&, const StoreRecords&)>& body) const;

    // One durable transaction. `body` is called again, with a state as it was, when the map had to
    // grow. Throws StoreFull when there is no room; after any other fault the file is closed and
    // verified anew, because nobody knows what became of the transaction.
    using WriteBody = std::function<void(StoreRecords&, StoreState&)>;
    void write(const WriteBody& body);

    // After a transaction of very many pages: LMDB keeps their memory until its environment is
    // closed. Opened again without verifying; nothing but this process wrote to the file.
    void give_back_memory();

    [[nodiscard]] const Databases& databases() const noexcept { return databases_; }

private:
    void open();
    void open_env();
    void reopen();
    void grow();
    void attempt(const WriteBody& body);
    [[nodiscard]] LmdbEnv& env() const;
    [[nodiscard]] bool disk_is_full() const;
    [[nodiscard]] bool still_readable() const;

    StoreDirectory directory_;
    RecordSeal seal_;
    MapLimits limits_;
    std::optional<LmdbEnv> env_;
    Databases databases_;
    StoreContents contents_;
};

// Verifies the database of `directory` without writing anything.
[[nodiscard]] StoreContents verify_database(const StoreDirectory& directory,
                                            const RecordSeal& seal);

}  // namespace ramd
