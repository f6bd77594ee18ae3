// SPDX-License-Identifier: LGPL-2.1-or-later
// The directory that holds the database: private to this process's user, and locked (flock(2)) for
// as long as the object lives, so that a second ramd refuses to start.
#pragma once

#include <string>
#include <vector>

#include "shared/fd.h"

namespace ramd {

inline constexpr const char* database_file = "data.mdb";
inline constexpr const char* lock_file = "lock.mdb";

class StoreDirectory {
public:
    // Throws StoreFault with the reason: missing, a symbolic link, another's, open to others, or
    // in use.
    explicit StoreDirectory(std::string path);

    [[nodiscard]] const std::string& path() const noexcept { return path_; }
    [[nodiscard]] int fd() const noexcept { return fd_.get(); }
    [[nodiscard]] std::string file(const char* name) const { return path_ + "/" + name; }
    [[nodiscard]] std::vector<std::string> names() const;
    // Opens the database for reading. Throws StoreFault for one that is missing or is not a
    // plain file that is private to this user.
    [[nodiscard]] ramauth::UniqueFd open_database() const;
    // Makes sure that the lock file has its blocks, because LMDB maps it and a page that cannot be
    // had is a signal. False where there is no room.
    [[nodiscard]] bool reserve_lock_file() const;
    void sync() const;

private:
    std::string path_;
    ramauth::UniqueFd fd_;
};

}  // namespace ramd
