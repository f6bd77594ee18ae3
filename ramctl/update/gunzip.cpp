// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/gunzip.h"

#include <new>

namespace ramctl::update {
namespace {

constexpr std::size_t buffer_size = std::size_t{32} * 1024;
constexpr int gzip_alone = 16 + MAX_WBITS;  // as zlib.h has it

}  // namespace

Gunzip::Gunzip() : buffer_(buffer_size) {
    if (::inflateInit2(&stream_, gzip_alone) != Z_OK) throw std::bad_alloc();
}

Gunzip::~Gunzip() {
    ::inflateEnd(&stream_);
}

void Gunzip::restart() {
    ::inflateReset(&stream_);
    size_ = 0;
    whole_ = false;
}

bool Gunzip::feed(std::string_view part, const Taker& take) {
    size_ += part.size();
    if (size_ > largest || (whole_ && !part.empty())) return false;
    // zlib does not write through this pointer.
    stream_.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(part.data()));
    stream_.avail_in = static_cast<unsigned>(part.size());
    do {
        stream_.next_out = buffer_.data();
        stream_.avail_out = buffer_size;
        const int result = ::inflate(&stream_, Z_NO_FLUSH);
        // Z_BUF_ERROR: nothing more can be done with what is there.
        if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) return false;
        const std::size_t made = buffer_size - stream_.avail_out;
        if (made != 0 && !take({reinterpret_cast<const char*>(buffer_.data()), made})) return false;
        whole_ = result == Z_STREAM_END;
    } while (!whole_ && stream_.avail_out == 0);
    return stream_.avail_in == 0;
}

}  // namespace ramctl::update
