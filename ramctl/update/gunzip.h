// SPDX-License-Identifier: LGPL-2.1-or-later
// Undoes gzip (RFC 1952) part by part. libcurl could, but takes a stream that was cut short for a
// whole one; here its length and CRC-32 say where the body ends, whoever was wrong about it below.
#pragma once

#include <zlib.h>

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

namespace ramctl::update {

class Gunzip {
public:
    // Of what comes in; what goes out is bounded by who takes it.
    static constexpr std::size_t largest = std::size_t{2} * 1024 * 1024;
    using Taker = std::function<bool(std::string_view part)>;

    Gunzip();
    ~Gunzip();
    Gunzip(const Gunzip&) = delete;
    Gunzip& operator=(const Gunzip&) = delete;

    // Begins a new stream.
    void restart();
    // False: it is no gzip, damaged, or too large; or `take` gave false.
    [[nodiscard]] bool feed(std::string_view part, const Taker& take);
    // The stream came to its end, and was what it said.
    [[nodiscard]] bool whole() const noexcept { return whole_; }

private:
    z_stream stream_{};
    std::vector<unsigned char> buffer_;
    std::size_t size_ = 0;
    bool whole_ = false;
};

}  // namespace ramctl::update
