// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/bench/weak_list/page_cache.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <vector>

namespace ramauth::bench {
namespace {

constexpr std::size_t page = 4096;

void check(bool done, const std::string& what) {
    if (!done) throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

UniqueFd create(const std::string& path) {
    UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    check(static_cast<bool>(fd), path);
    return fd;
}

UniqueFd open_to_read(const std::string& path) {
    UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    check(static_cast<bool>(fd), path);
    return fd;
}

void make_durable(int fd) {
    check(::fsync(fd) == 0, "fsync");
}

void make_durable(const std::string& path) {
    make_durable(open_to_read(path).get());
}

void copy_durably(const std::string& from, const std::string& to) {
    std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing);
    make_durable(to);
}

void warm(const std::string& path) {
    const UniqueFd fd = open_to_read(path);
    std::vector<char> part(std::size_t{1} << 20);
    ssize_t got = 1;
    while (got > 0) got = ::read(fd.get(), part.data(), part.size());
    check(got == 0, path);
}

void evict(const std::string& path) {
    const int error = ::posix_fadvise(open_to_read(path).get(), 0, 0, POSIX_FADV_DONTNEED);
    if (error != 0) throw std::system_error(error, std::generic_category(), path);
}

std::size_t pages_in_memory(const std::string& path) {
    const UniqueFd fd = open_to_read(path);
    const std::size_t size = std::filesystem::file_size(path);
    void* const at = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, fd.get(), 0);
    check(at != MAP_FAILED, path);
    std::vector<unsigned char> there((size + page - 1) / page);
    const bool told = ::mincore(at, size, there.data()) == 0;
    ::munmap(at, size);
    check(told, path);
    return static_cast<std::size_t>(
        std::ranges::count_if(there, [](unsigned char bits) { return (bits & 1U) != 0; }));
}

DiskReads disk_reads() {
    rusage used{};
    check(::getrusage(RUSAGE_SELF, &used) == 0, "getrusage");
    return {used.ru_majflt, used.ru_inblock};
}

}  // namespace ramauth::bench
