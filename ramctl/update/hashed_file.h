// SPDX-License-Identifier: LGPL-2.1-or-later
// Bytes to and from a file with their BLAKE2b behind them, through a buffer.
#pragma once

#include <sodium/crypto_generichash.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace ramctl::update {

using Checksum = std::array<unsigned char, 32>;

class RunningChecksum {
public:
    RunningChecksum();
    void add(std::span<const unsigned char> bytes);
    [[nodiscard]] Checksum finish();

private:
    crypto_generichash_state state_{};
};

// Not owned: the descriptor. Throws std::system_error.
class HashedWriter {
public:
    explicit HashedWriter(int fd);
    void write(std::span<const unsigned char> bytes);
    template <typename T>
    void write_values(const T* values, std::size_t count) {
        static_assert(std::is_trivially_copyable_v<T>);
        write({reinterpret_cast<const unsigned char*>(values), count * sizeof(T)});
    }
    // The checksum, and what is still in the buffer.
    void finish();

private:
    void flush();

    RunningChecksum checksum_;
    std::vector<unsigned char> buffer_;
    int fd_;
};

class HashedReader {
public:
    // Throws std::system_error.
    explicit HashedReader(int fd);

    // Of the file, before its checksum, what has not been read.
    [[nodiscard]] std::uint64_t left() const noexcept { return left_; }
    // False: there is less, or the disk gave less.
    [[nodiscard]] bool read(std::span<unsigned char> into);
    template <typename T>
    [[nodiscard]] bool read_values(T* values, std::size_t count) {
        static_assert(std::is_trivially_copyable_v<T>);
        return count <= left_ / sizeof(T) &&
               read({reinterpret_cast<unsigned char*>(values), count * sizeof(T)});
    }
    // True: everything was read, and the checksum is that of it.
    [[nodiscard]] bool finish();

private:
    [[nodiscard]] bool read_raw(std::span<unsigned char> into);

    RunningChecksum checksum_;
    std::vector<unsigned char> buffer_;
    std::size_t begin_ = 0;  // of what of the buffer was not taken
    std::uint64_t left_ = 0;
    int fd_;
};

}  // namespace ramctl::update
