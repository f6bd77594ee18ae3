// SPDX-License-Identifier: LGPL-2.1-or-later
// Bytes that must not outlive their use: passwords, tickets, generated passwords.
// They live on pages of their own that are left out of core dumps and of forked children,
// locked where RLIMIT_MEMLOCK lets them be, and are overwritten before they are unmapped.
// Move-only; there is no way to print one or to turn one into a std::string.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace ramauth {

class Secret {
public:
    // The limit of a secret on the wire (BUS-API.md), in bytes.
    static constexpr std::size_t max_size = 512;

    Secret() = default;
    // Room for `capacity` bytes, size 0. Throws std::bad_alloc.
    explicit Secret(std::size_t capacity);
    // A copy of `bytes`; the caller wipes the original.
    static Secret copy_of(std::string_view bytes);
    static Secret copy_of(std::span<const std::byte> bytes);

    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret() { wipe(); }

    [[nodiscard]] Secret clone() const { return copy_of(view()); }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
    // Valid until the Secret is moved from or wiped.
    [[nodiscard]] std::string_view view() const noexcept { return {data_, size_}; }
    // The whole capacity, to be filled by a reader; then say how much with resize().
    [[nodiscard]] std::span<char> buffer() noexcept { return {data_, capacity_}; }
    // Throws std::length_error beyond capacity(); bytes past a smaller size are wiped.
    void resize(std::size_t size);
    void push_back(char byte);
    // Overwrites and gives back the pages; the Secret is empty with capacity 0 afterwards.
    void wipe() noexcept;

    // Comparison in time that depends on the sizes only.
    friend bool operator==(const Secret& left, const Secret& right) noexcept;

    // False once any page of this process could not be locked into memory.
    [[nodiscard]] static bool all_locked() noexcept;

private:
    char* data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace ramauth
