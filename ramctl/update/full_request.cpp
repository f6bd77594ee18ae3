// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/full_request.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "shared/fd.h"

namespace ramctl::update {

FullRequest::FullRequest(const std::string& directory) : path_(directory + "/full-update-wanted") {}

bool FullRequest::is_there() const {
    struct stat status {};
    return ::lstat(path_.c_str(), &status) == 0;
}

void FullRequest::leave() const {
    const ramauth::UniqueFd fd(
        ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644));
    if (!fd && errno != EEXIST) throw std::system_error(errno, std::generic_category(), path_);
}

void FullRequest::take_away() const {
    if (::unlink(path_.c_str()) != 0 && errno != ENOENT)
        throw std::system_error(errno, std::generic_category(), path_);
}

}  // namespace ramctl::update
