// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/store_directory.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>

#include "ramd/store/store.h"

namespace ramd {
namespace {

using ramauth::UniqueFd;

constexpr mode_t of_others = S_IRWXG | S_IRWXO;
// What LMDB makes for its default of 126 readers.
constexpr off_t lock_file_size = 8192;

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
    throw StoreFault(path + ": " + why);
}

[[noreturn]] void refuse_errno(const std::string& path) {
    refuse(path, ::strerrordesc_np(errno));
}

void check_private(const std::string& path, const struct stat& status) {
    if (status.st_uid != ::geteuid())
        refuse(path, "belongs to uid " + std::to_string(status.st_uid) + " and not to uid " +
                         std::to_string(::geteuid()) + ": give it to the user that runs ramd");
    if ((status.st_mode & of_others) != 0)
        refuse(path, "is open to other users: take their permissions away (chmod go=)");
}

UniqueFd open_directory(const std::string& path) {
    UniqueFd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (fd) return fd;
    if (errno == ENOTDIR || errno == ELOOP)
        refuse(path,
               "is a symbolic link, or not a directory: the database is kept in a directory "
               "of its own");
    refuse_errno(path);
}

struct CloseDirectory {
    void operator()(DIR* directory) const noexcept { ::closedir(directory); }
};

}  // namespace

StoreDirectory::StoreDirectory(std::string path)
    : path_(std::move(path)), fd_(open_directory(path_)) {
    struct stat status {};
    if (::fstat(fd_.get(), &status) != 0) refuse_errno(path_);
    check_private(path_, status);
    if (::flock(fd_.get(), LOCK_EX | LOCK_NB) == 0) return;
    if (errno == EWOULDBLOCK) refuse(path_, "is in use: another ramd is running");
    refuse_errno(path_);
}

std::vector<std::string> StoreDirectory::names() const {
    UniqueFd copy(::openat(fd_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const std::unique_ptr<DIR, CloseDirectory> directory(copy ? ::fdopendir(copy.get()) : nullptr);
    if (!directory) refuse_errno(path_);
    (void)copy.release();  // the DIR closes it
    std::vector<std::string> found;
    errno = 0;
    while (const dirent* entry = ::readdir(directory.get())) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..") found.emplace_back(name);
    }
    if (errno != 0) refuse_errno(path_);
    return found;
}

UniqueFd StoreDirectory::open_database() const {
    const std::string path = file(database_file);
    UniqueFd fd(::openat(fd_.get(), database_file,
                         O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!fd && errno == ENOENT)
        refuse(path,
               "is missing: restore it from a backup. Only on a host that never had one, make it "
               "with `ramd --init-store` (ramd-init-store.service)");
    if (!fd && errno == ELOOP) refuse(path, "is a symbolic link");
    if (!fd) refuse_errno(path);
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0) refuse_errno(path);
    if (!S_ISREG(status.st_mode)) refuse(path, "is not a plain file");
    if (status.st_nlink != 1) refuse(path, "has a second name (hard link)");
    check_private(path, status);
    return fd;
}

bool StoreDirectory::reserve_lock_file() const {
    const UniqueFd fd(
        ::openat(fd_.get(), lock_file, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!fd) return false;
    return ::posix_fallocate(fd.get(), 0, lock_file_size) == 0;
}

void StoreDirectory::sync() const {
    if (::fsync(fd_.get()) != 0) refuse_errno(path_);
}

}  // namespace ramd
