// SPDX-License-Identifier: LGPL-2.1-or-later
// The writing side of the managed markers (shared/managed_marker.h reads them): one empty file per
// managed user name. A marker is durable before its profile is written and is taken away after the
// profile is gone, so that a managed account is never without one.
#pragma once

#include <string>
#include <vector>

#include "shared/fd.h"
#include "shared/user_name.h"

namespace ramd {

class ManagedMarkers {
public:
    // Throws StoreFault for a directory that is missing, a symbolic link, or that others than its
    // owner may write.
    explicit ManagedMarkers(std::string directory);

    // Durable when it returns; one that is there already is fine. Throws StoreFull or StoreFault.
    void add(const ramauth::UserName& user);
    // False where it could not be removed: it is then left for the next repair. One too many costs
    // the account its independence of ramd and nothing else.
    bool remove(const ramauth::UserName& user) noexcept;
    [[nodiscard]] bool any() const { return !present().empty(); }
    // Makes the markers those of `users`, which are sorted.
    void repair(const std::vector<std::string>& users);

private:
    [[nodiscard]] std::vector<std::string> present() const;
    void create(const std::string& name);
    void sync_directory();

    std::string path_;
    ramauth::UniqueFd fd_;
};

}  // namespace ramd
