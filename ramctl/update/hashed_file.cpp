// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/hashed_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace ramctl::update {
namespace {

constexpr std::size_t buffer_size = std::size_t{256} * 1024;

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

RunningChecksum::RunningChecksum() {
    crypto_generichash_init(&state_, nullptr, 0, Checksum{}.size());
}

void RunningChecksum::add(std::span<const unsigned char> bytes) {
    crypto_generichash_update(&state_, bytes.data(), bytes.size());
}

Checksum RunningChecksum::finish() {
    Checksum checksum{};
    crypto_generichash_final(&state_, checksum.data(), checksum.size());
    return checksum;
}

HashedWriter::HashedWriter(int fd) : fd_(fd) {
    buffer_.reserve(buffer_size);
}

void HashedWriter::write(std::span<const unsigned char> bytes) {
    checksum_.add(bytes);
    while (!bytes.empty()) {
        const auto part = bytes.first(std::min(bytes.size(), buffer_size - buffer_.size()));
        buffer_.insert(buffer_.end(), part.begin(), part.end());
        bytes = bytes.subspan(part.size());
        if (buffer_.size() == buffer_size) flush();
    }
}

void HashedWriter::flush() {
    for (std::span<const unsigned char> rest = buffer_; !rest.empty();) {
        const ssize_t written = ::write(fd_, rest.data(), rest.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail("the cache cannot be written");
        rest = rest.subspan(static_cast<std::size_t>(written));
    }
    buffer_.clear();
}

void HashedWriter::finish() {
    const Checksum checksum = checksum_.finish();
    flush();
    buffer_.assign(checksum.begin(), checksum.end());
    flush();
}

HashedReader::HashedReader(int fd) : fd_(fd) {
    struct stat status {};
    if (::fstat(fd, &status) != 0) fail("a file of the cache cannot be looked at");
    const auto size = static_cast<std::uint64_t>(status.st_size);
    left_ = size < Checksum{}.size() ? 0 : size - Checksum{}.size();
}

bool HashedReader::read_raw(std::span<unsigned char> into) {
    while (!into.empty()) {
        if (begin_ == buffer_.size()) {
            buffer_.resize(buffer_size);
            begin_ = 0;
            const ssize_t got = ::read(fd_, buffer_.data(), buffer_.size());
            buffer_.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) fail("a file of the cache cannot be read");
            if (got == 0) return false;
        }
        const std::size_t part = std::min(into.size(), buffer_.size() - begin_);
        std::copy_n(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_), part, into.begin());
        begin_ += part;
        into = into.subspan(part);
    }
    return true;
}

bool HashedReader::read(std::span<unsigned char> into) {
    if (into.size() > left_ || !read_raw(into)) return false;
    left_ -= into.size();
    checksum_.add(into);
    return true;
}

bool HashedReader::finish() {
    Checksum stored{};
    return left_ == 0 && read_raw(stored) && stored == checksum_.finish();
}

}  // namespace ramctl::update
