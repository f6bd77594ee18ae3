// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/bench/weak_list/texts.h"

#include <endian.h>
#include <nettle/md4.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <span>
#include <string_view>

#include "policy/weak_list/output_file.h"
#include "policy/weak_list/weak_hash.h"
#include "shared/fd.h"
#include "tests/bench/weak_list/figures.h"
#include "tests/bench/weak_list/page_cache.h"
#include "tests/bench/weak_list/strings.h"

namespace ramauth::bench {
namespace {

using weak_list::WeakHash;
using Md4 = std::array<unsigned char, MD4_DIGEST_SIZE>;

constexpr std::size_t write_at_once = std::size_t{1} << 20;
constexpr std::uint64_t strings_between_news = 20'000'000;
constexpr unsigned most_sightings = 50;

class TextFile {
public:
    explicit TextFile(const std::string& path) : fd_(create(path)) {
        buffer_.reserve(write_at_once + 4096);
    }

    void add(std::string_view line) {
        buffer_.append(line);
        if (buffer_.size() >= write_at_once) flush();
    }
    void add_hexadecimal(std::span<const unsigned char> bytes, const char* digits) {
        for (const unsigned char byte : bytes) {
            buffer_.push_back(digits[byte >> 4U]);
            buffer_.push_back(digits[byte & 15U]);
        }
    }
    void finish() {
        flush();
        make_durable(fd_.get());
    }

private:
    void flush() {
        const auto* bytes = reinterpret_cast<const unsigned char*>(buffer_.data());
        weak_list::write_whole(fd_.get(), {bytes, buffer_.size()}, written_);
        written_ += buffer_.size();
        buffer_.clear();
    }

    UniqueFd fd_;
    std::string buffer_;
    std::uint64_t written_ = 0;
};

void news(const char* what, std::uint64_t done, std::uint64_t all) {
    if (done % strings_between_news == 0 && done != 0)
        say(std::string(what) + ": " + std::to_string(done) + " of " + std::to_string(all));
}

Md4 md4_of(std::string_view bytes) {
    md4_ctx context{};
    Md4 digest{};
    nettle_md4_init(&context);
    nettle_md4_update(&context, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
    nettle_md4_digest(&context, digest.size(), digest.data());
    return digest;
}

// Byte by byte in order, eight at a time: the rest hardly ever decides.
template <typename Bytes>
bool is_before(const Bytes& left, const Bytes& right) {
    std::uint64_t front_left = 0;
    std::uint64_t front_right = 0;
    std::memcpy(&front_left, left.data(), sizeof front_left);
    std::memcpy(&front_right, right.data(), sizeof front_right);
    if (front_left == front_right) return left < right;
    return be64toh(front_left) < be64toh(front_right);
}

}  // namespace

void write_counted_hashes(const std::string& path, std::uint64_t entries) {
    std::vector<WeakHash> hashes(entries);
    for (std::uint64_t i = 0; i < entries; ++i) {
        hashes[i] = weak_list::weak_hash(string_of(i));
        news("hashing", i, entries);
    }
    if (entries >= strings_between_news) say("sorting them");
    std::ranges::sort(hashes, [](const WeakHash& left, const WeakHash& right) {
        return is_before(left.bytes, right.bytes);
    });
    TextFile text(path);
    for (std::uint64_t i = 0; i < entries; ++i) {
        std::array<char, 16> count{':'};
        char* end =
            std::to_chars(&count[1], &count.back(), hashes[i].bytes.back() % most_sightings + 1U)
                .ptr;
        *end++ = '\n';
        text.add_hexadecimal(hashes[i].bytes, "0123456789ABCDEF");
        text.add({count.data(), end});
        news("writing HASH:count", i, entries);
    }
    text.finish();
}

void write_md4(const std::string& path, std::uint64_t entries) {
    TextFile text(path);
    for (std::uint64_t i = 0; i < entries; ++i) {
        text.add_hexadecimal(md4_of(string_of(i)), "0123456789abcdef");
        text.add("\n");
        news("writing MD4", i, entries);
    }
    text.finish();
}

void write_sorted_words(const std::string& path, std::uint64_t entries) {
    std::vector<std::string> words(entries);
    for (std::uint64_t i = 0; i < entries; ++i) words[i] = string_of(i);
    std::ranges::sort(words);
    write_lines(path, words);
}

void write_lines(const std::string& path, const std::vector<std::string>& lines) {
    TextFile text(path);
    for (const std::string& line : lines) {
        text.add(line);
        text.add("\n");
    }
    text.finish();
}

}  // namespace ramauth::bench
