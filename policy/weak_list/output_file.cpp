// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/output_file.h"

#include <fcntl.h>
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

// The disk begins with what is there, so that there is less to wait for at the end.
constexpr std::uint64_t write_back_each = std::uint64_t{16} << 20;
constexpr int most_tries = 100;

[[noreturn]] void fail(const std::string& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

std::string in_own_table(int fd) {
    return "/proc/self/fd/" + std::to_string(fd);
}

// Where a nameless file gets its name, or one is made that has none of its own.
std::string temporary_name(const std::string& path, int number) {
    const auto slash = path.rfind('/');
    const std::size_t begin = slash == std::string::npos ? 0 : slash + 1;
    return path.substr(0, begin) + "." + path.substr(begin) + "." + std::to_string(::getpid()) +
           "." + std::to_string(number);
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
    struct stat there {};
    if (::lstat(path_.c_str(), &there) == 0 && !S_ISREG(there.st_mode))
        throw ListFault(path_ + ": is there and is no regular file; give another name");
    directory_fd_ = UniqueFd(::open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory_fd_) fail(directory_);
    fd_ = UniqueFd(::open(directory_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (fd_) return;
    for (int number = 0; !fd_ && number < most_tries; ++number) {
        temporary_ = temporary_name(path_, number);
        fd_ = UniqueFd(
            ::open(temporary_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (!fd_ && errno != EEXIST) break;
    }
    if (!fd_) {
        temporary_.clear();
        fail(directory_);
    }
}

OutputFile::~OutputFile() {
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void OutputFile::append(std::span<const unsigned char> bytes) {
    write_whole(fd_.get(), bytes, size_);
    size_ += bytes.size();
    if (size_ - written_back_ < write_back_each) return;
    ::sync_file_range(fd_.get(), static_cast<off_t>(written_back_),
                      static_cast<off_t>(size_ - written_back_), SYNC_FILE_RANGE_WRITE);
    written_back_ = size_;
}

void OutputFile::write_at(std::uint64_t offset, std::span<const unsigned char> bytes) {
    write_whole(fd_.get(), bytes, offset);
}

void OutputFile::publish(unsigned mode) {
    struct stat there {};
    if (::lstat(path_.c_str(), &there) == 0 &&
        ::fchown(fd_.get(), there.st_uid, there.st_gid) != 0 && errno != EPERM)
        fail(path_);
    if (::fchmod(fd_.get(), mode) != 0 || ::fsync(fd_.get()) != 0) fail(path_);
    for (int number = 0; temporary_.empty(); ++number) {
        const std::string name = temporary_name(path_, number);
        if (::linkat(AT_FDCWD, in_own_table(fd_.get()).c_str(), AT_FDCWD, name.c_str(),
                     AT_SYMLINK_FOLLOW) == 0)
            temporary_ = name;
        else if (errno != EEXIST || number == most_tries)
            fail(path_);
    }
    if (std::rename(temporary_.c_str(), path_.c_str()) != 0) fail(path_);
    temporary_.clear();
    if (::fsync(directory_fd_.get()) != 0) fail(directory_);
}

}  // namespace ramauth::weak_list
