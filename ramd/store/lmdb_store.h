// SPDX-License-Identifier: LGPL-2.1-or-later
// The store on LMDB: what the daemon needs of it. A database is made once, by create_store() at
// the installation, and never by open_store(): a database that is missing, empty, foreign, of
// another schema or damaged is refused, and not one byte of it is changed.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "ramd/store/store.h"
#include "shared/secret.h"

namespace ramd {

// The map is address space, not memory and not disk. It doubles whenever it is too small.
struct MapLimits {
    std::size_t first = std::size_t{64} << 20;
    std::size_t largest = std::size_t{16} << 30;
};

// Makes the database. One that is there and verifies under `key` is fine; anything else in the
// directory is refused untouched, and so is a missing one while markers stand: it was lost, and an
// empty one would open the accounts that it kept. Throws StoreFault with text for people.
void create_store(const std::string& directory, const ramauth::Secret& key,
                  const std::string& marker_directory);

// Locks, verifies and opens the database, and mends the managed markers so that they are those of
// its profiles. Throws StoreFault whose text says which file, what is wrong and what to do.
[[nodiscard]] std::unique_ptr<Store> open_store(const std::string& directory,
                                                const ramauth::Secret& key,
                                                const std::string& marker_directory,
                                                MapLimits limits = {});

}  // namespace ramd
