// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/output_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "policy/weak_list/list_fault.h"

namespace ramauth::weak_list {
namespace {

constexpr std::uint64_t direct_unit = 4096;  // bytes; of memory, of the file, and in number
// Each writer needs one, for as long as a rename takes; where there are no nameless files, for as
// long as it writes.
constexpr int temporary_names = 10;

[[noreturn]] void fail(const std::string& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

std::string in_own_table(int fd) {
    return "/proc/self/fd/" + std::to_string(fd);
}

// ".NAME.new0" beside `path`: where a nameless file gets its name, or one is made that has none of
// its own.
std::string temporary_name(const std::string& path, int number) {
    const auto slash = path.rfind('/');
    const std::size_t begin = slash == std::string::npos ? 0 : slash + 1;
    return path.substr(0, begin) + "." + path.substr(begin) + ".new" + std::to_string(number);
}

bool is_named(int fd, const std::string& name) {
    struct stat held {};
    struct stat named {};
    return ::fstat(fd, &held) == 0 && ::lstat(name.c_str(), &named) == 0 &&
           held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

// Who writes holds the lock of its file as long as it lives. The lock is also what allows to take
// the name away: nobody else can have done so, and given it to another file, meanwhile.
void remove_if_left_over(const std::string& name) {
    const UniqueFd fd(::open(name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (fd && ::flock(fd.get(), LOCK_EX | LOCK_NB) == 0 && is_named(fd.get(), name))
        ::unlink(name.c_str());
}

// False: somebody took it for left over before it was locked. A file system without locks has
// nobody who could.
bool lock(int fd, const std::string& name) {
    const bool locked = ::flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
    return locked && is_named(fd, name);
}

}  // namespace

std::string directory_of(const std::string& path) {
    const auto slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

void write_whole(int fd, std::span<const unsigned char> bytes, std::uint64_t offset) {
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t put =
            ::pwrite(fd, &bytes[done], bytes.size() - done, static_cast<off_t>(offset + done));
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) fail("cannot write");
        done += static_cast<std::size_t>(put);
    }
}

UniqueFd nameless_file(const std::string& directory) {
    UniqueFd fd(::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (fd) return fd;
    std::string name = directory + "/.weak-list-XXXXXX";
    fd = UniqueFd(::mkostemp(name.data(), O_CLOEXEC));
    if (!fd) fail(directory);
    ::unlink(name.c_str());
    return fd;
}

OutputFile::OutputFile(std::string path) : path_(std::move(path)), directory_(directory_of(path_)) {
    check_place(path_);
    directory_fd_ = UniqueFd(::open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory_fd_) fail(directory_);
    for (int number = 0; number < temporary_names; ++number)
        remove_if_left_over(temporary_name(path_, number));
    fd_ = UniqueFd(::open(directory_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (fd_)
        ::flock(fd_.get(), LOCK_EX | LOCK_NB);
    else
        make_named();
    set_direct(true);
}

void OutputFile::check_place(const std::string& path) {
    struct stat there {};
    if (::lstat(path.c_str(), &there) == 0 && !S_ISREG(there.st_mode))
        throw ListFault(path + ": is there and is no regular file; give another name");
}

OutputFile::~OutputFile() {
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void OutputFile::make_named() {
    for (int number = 0; number < temporary_names; ++number) {
        const std::string name = temporary_name(path_, number);
        UniqueFd fd(::open(name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (!fd && errno != EEXIST) fail(directory_);
        if (!fd || !lock(fd.get(), name)) continue;
        fd_ = std::move(fd);
        temporary_ = name;
        return;
    }
    errno = EEXIST;
    fail(directory_);
}

// Not every file system can.
void OutputFile::set_direct(bool direct) {
    const int flags = ::fcntl(fd_.get(), F_GETFL);
    const int wanted = direct ? flags | O_DIRECT : flags & ~O_DIRECT;
    direct_ = ::fcntl(fd_.get(), F_SETFL, wanted) == 0 && direct;
}

void OutputFile::append(std::span<const unsigned char> bytes) {
    const auto address = reinterpret_cast<std::uintptr_t>(bytes.data());
    if (direct_ && (address | size_ | bytes.size()) % direct_unit != 0) set_direct(false);
    try {
        write_whole(fd_.get(), bytes, size_);
    } catch (const std::system_error& fault) {
        // Its unit may be another one.
        if (!direct_ || fault.code() != std::errc::invalid_argument) throw;
        set_direct(false);
        write_whole(fd_.get(), bytes, size_);
    }
    size_ += bytes.size();
}

void OutputFile::write_at(std::uint64_t offset, std::span<const unsigned char> bytes) {
    if (direct_) set_direct(false);
    write_whole(fd_.get(), bytes, offset);
}

void OutputFile::give_name() {
    for (int number = 0; temporary_.empty(); ++number) {
        const std::string name = temporary_name(path_, number);
        if (::linkat(AT_FDCWD, in_own_table(fd_.get()).c_str(), AT_FDCWD, name.c_str(),
                     AT_SYMLINK_FOLLOW) == 0)
            temporary_ = name;
        else if (errno != EEXIST || number + 1 == temporary_names)
            fail(path_);
    }
}

void OutputFile::publish(unsigned mode, const std::function<void()>& check) {
    struct stat there {};
    if (::lstat(path_.c_str(), &there) == 0 &&
        ::fchown(fd_.get(), there.st_uid, there.st_gid) != 0 && errno != EPERM)
        fail(path_);
    if (::fchmod(fd_.get(), mode) != 0 || ::fsync(fd_.get()) != 0) fail(path_);
    give_name();
    check();
    if (std::rename(temporary_.c_str(), path_.c_str()) != 0) fail(path_);
    temporary_.clear();
    if (::fsync(directory_fd_.get()) != 0) fail(directory_);
}

}  // namespace ramauth::weak_list
