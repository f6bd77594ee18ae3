// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/managed_markers.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <memory>

#include "ramd/store/store.h"

namespace ramd {
namespace {

using ramauth::UniqueFd;
using ramauth::UserName;

[[noreturn]] void fail(const std::string& path) {
    const int error = errno;
    const std::string text = path + ": " + ::strerrordesc_np(error);
    if (error == ENOSPC || error == EDQUOT) throw StoreFull(text);
    throw StoreFault(text);
}

struct CloseDirectory {
    void operator()(DIR* directory) const noexcept { ::closedir(directory); }
};

bool is_marker(int directory, const char* name) {
    struct stat status {};
    return UserName::parse(name) && ::fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISREG(status.st_mode);
}

}  // namespace

ManagedMarkers::ManagedMarkers(std::string directory)
    : path_(std::move(directory)),
      fd_(::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)) {
    if (!fd_) fail(path_);
    struct stat status {};
    if (::fstat(fd_.get(), &status) != 0) fail(path_);
    if (status.st_uid != ::geteuid())
        throw StoreFault(path_ + ": belongs to another user than the one that runs ramd");
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        throw StoreFault(path_ + ": may be written by other users (chmod go-w)");
}

void ManagedMarkers::create(const std::string& name) {
    const UniqueFd marker(::openat(fd_.get(), name.c_str(),
                                   O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600));
    if (!marker || ::fsync(marker.get()) != 0) fail(path_ + "/" + name);
}

void ManagedMarkers::sync_directory() {
    if (::fsync(fd_.get()) != 0) fail(path_);
}

void ManagedMarkers::add(const UserName& user) {
    create(user.str());
    sync_directory();
}

bool ManagedMarkers::remove(const UserName& user) noexcept {
    const int removed = ::unlinkat(fd_.get(), user.str().c_str(), 0);
    return (removed == 0 || errno == ENOENT) && ::fsync(fd_.get()) == 0;
}

std::vector<std::string> ManagedMarkers::present() const {
    UniqueFd copy(::openat(fd_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const std::unique_ptr<DIR, CloseDirectory> directory(copy ? ::fdopendir(copy.get()) : nullptr);
    if (!directory) fail(path_);
    (void)copy.release();  // the DIR closes it
    std::vector<std::string> found;
    errno = 0;
    while (const dirent* entry = ::readdir(directory.get())) {
        if (is_marker(fd_.get(), entry->d_name)) found.emplace_back(entry->d_name);
        errno = 0;
    }
    if (errno != 0) fail(path_);
    std::sort(found.begin(), found.end());
    return found;
}

void ManagedMarkers::repair(const std::vector<std::string>& users) {
    const std::vector<std::string> found = present();
    std::vector<std::string> missing;
    std::vector<std::string> surplus;
    std::set_difference(users.begin(), users.end(), found.begin(), found.end(),
                        std::back_inserter(missing));
    std::set_difference(found.begin(), found.end(), users.begin(), users.end(),
                        std::back_inserter(surplus));
    for (const std::string& name : missing) create(name);
    for (const std::string& name : surplus)
        if (::unlinkat(fd_.get(), name.c_str(), 0) != 0) fail(path_ + "/" + name);
    sync_directory();
}

}  // namespace ramd
