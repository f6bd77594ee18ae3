// SPDX-License-Identifier: LGPL-2.1-or-later
#include "shared/secret.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <new>
#include <stdexcept>
#include <utility>

namespace ramauth {
namespace {

std::atomic<bool> lock_failed{false};

std::size_t whole_pages(std::size_t size) {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    return std::max<std::size_t>(1, (size + page - 1) / page) * page;
}

// Not memcpy(3): it carries the bytes in vector registers and leaves them there, and the dynamic
// linker puts those on the stack when it resolves the next function (found in a child's memory).
void copy_bytes(char* to, std::string_view from) {
    volatile char* byte = to;
    for (const char c : from) *byte++ = c;
}

}  // namespace

Secret::Secret(std::size_t capacity) : capacity_(capacity) {
    const std::size_t length = whole_pages(capacity);
    void* pages =
        ::mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) throw std::bad_alloc();
    ::madvise(pages, length, MADV_DONTDUMP);
    ::madvise(pages, length, MADV_WIPEONFORK);
    if (::mlock(pages, length) != 0) lock_failed = true;
    data_ = static_cast<char*>(pages);
}

Secret Secret::copy_of(std::string_view bytes) {
    Secret secret(bytes.size());
    copy_bytes(secret.data_, bytes);
    secret.size_ = bytes.size();
    return secret;
}

Secret Secret::copy_of(std::span<const std::byte> bytes) {
    return copy_of(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

Secret::Secret(Secret&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      capacity_(std::exchange(other.capacity_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        wipe();
        data_ = std::exchange(other.data_, nullptr);
        size_ = std::exchange(other.size_, 0);
        capacity_ = std::exchange(other.capacity_, 0);
    }
    return *this;
}

void Secret::resize(std::size_t size) {
    if (size > capacity_) throw std::length_error("Secret::resize beyond capacity");
    if (size < capacity_) ::explicit_bzero(data_ + size, capacity_ - size);
    size_ = size;
}

void Secret::push_back(char byte) {
    if (size_ == capacity_) throw std::length_error("Secret::push_back beyond capacity");
    data_[size_++] = byte;
}

void Secret::wipe() noexcept {
    if (data_ == nullptr) return;
    const std::size_t length = whole_pages(capacity_);
    ::explicit_bzero(data_, length);
    ::munmap(data_, length);
    data_ = nullptr;
    size_ = capacity_ = 0;
}

bool operator==(const Secret& left, const Secret& right) noexcept {
    if (left.size_ != right.size_) return false;
    volatile unsigned char difference = 0;
    for (std::size_t i = 0; i < left.size_; ++i)
        difference = static_cast<unsigned char>(difference | (left.data_[i] ^ right.data_[i]));
    return difference == 0;
}

bool Secret::all_locked() noexcept {
    return !lock_failed;
}

}  // namespace ramauth
