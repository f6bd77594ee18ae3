// SPDX-License-Identifier: LGPL-2.1-or-later
#include "shared/managed_marker.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

#include "shared/fd.h"

namespace ramauth {

Managed look_for_marker(const UserName& user, const char* directory) noexcept {
    const UniqueFd opened(::open(directory, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!opened) return Managed::maybe;
    struct stat status {};
    const int found = ::fstatat(opened.get(), user.str().c_str(), &status, AT_SYMLINK_NOFOLLOW);
    return found != 0 && errno == ENOENT ? Managed::no : Managed::maybe;
}

}  // namespace ramauth
