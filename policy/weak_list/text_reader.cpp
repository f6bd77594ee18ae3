// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/text_reader.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "policy/password_text.h"
#include "policy/weak_list/hash_line.h"
#include "policy/weak_list/hex_digits.h"
#include "policy/weak_list/line_reader.h"
#include "policy/weak_list/list_fault.h"

namespace ramauth::weak_list {
namespace {

constexpr std::size_t longest_word = 512;  // bytes; MODEL.md's bound of a password
constexpr std::size_t ntlm_digits = 32;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

[[noreturn]] void refuse(const TextSource& source, const LineReader& reader,
                         const std::string& why) {
    throw ListFault(source.name + ":" + std::to_string(reader.line_number()) + ": " + why);
}

// 32 digits and a count are the hashes that Windows keeps; nobody's password looks like that.
bool looks_like_ntlm(std::string_view line) {
    return line.size() > ntlm_digits + 1 && line[ntlm_digits] == ':' &&
           is_full(hex_mask(line.data()) & hex_mask(line.data() + ntlm_digits / 2)) &&
           parse_count(line.substr(ntlm_digits + 1));
}

TextFormat format_of(std::string_view first_line, const TextSource& source,
                     const LineReader& reader) {
    if (source.format != TextFormat::automatic) return source.format;
    if (looks_like_ntlm(first_line))
        refuse(source, reader, "this is a corpus of NTLM hashes; take the one of SHA-1 hashes");
    if (parse_hash_line(first_line)) return TextFormat::hashes;
    if (first_line.size() > weak_hash_digits && are_forty_digits(first_line.data()))
        refuse(source, reader,
               "a hash with something behind it that is no count; lines are HASH or HASH:count, or "
               "say that they are words");
    return TextFormat::words;
}

// What a password becomes before it is looked up; a word that can be none is taken as it is.
Key key_of_word(std::string_view word) {
    const bool ascii = std::all_of(word.begin(), word.end(),
                                   [](char c) { return static_cast<signed char>(c) >= 0; });
    if (ascii) return weak_hash(word).key();
    const auto normalised = policy::normalise(Secret::copy_of(word));
    return weak_hash(normalised ? normalised->view() : word).key();
}

class Text {
public:
    Text(const TextSource& source, int fd, SightingSorter& into)
        : source_(source), reader_(fd, source.name), into_(into) {}

    TextRead read(const std::function<void(std::uint64_t bytes)>& at);

private:
    void take(std::string_view line);
    void take_hashes_ahead();

    const TextSource& source_;
    LineReader reader_;
    SightingSorter& into_;
    TextFormat format_ = TextFormat::automatic;
    TextRead read_;
};

void Text::take(std::string_view line) {
    if (reader_.line_number() == 1 && line.starts_with(byte_order_mark))
        line.remove_prefix(byte_order_mark.size());
    if (line.empty()) {
        ++read_.skipped;
        return;
    }
    if (format_ == TextFormat::automatic) format_ = format_of(line, source_, reader_);
    if (format_ == TextFormat::hashes) {
        const auto sighting = parse_hash_line(line);
        if (!sighting) {
            refuse(source_, reader_,
                   "neither HASH nor HASH:count with the 40 hexadecimal digits of SHA-1");
        }
        if (sighting->count != 0) into_.add(*sighting);
    } else if (line.size() > longest_word || reader_.was_too_long()) {
        ++read_.skipped;
        return;
    } else {
        into_.add({key_of_word(line), uncounted});
    }
    ++read_.lines;
}

// The lines that are as they nearly always are.
void Text::take_hashes_ahead() {
    while (const auto hash = parse_leading_hash(reader_.ahead())) {
        if (hash->sighting.count != 0) into_.add(hash->sighting);
        reader_.took(hash->size);
        ++read_.lines;
    }
}

TextRead Text::read(const std::function<void(std::uint64_t bytes)>& at) {
    while (const auto line = reader_.next()) {
        take(*line);
        at(reader_.bytes());
        if (format_ == TextFormat::hashes) take_hashes_ahead();
    }
    at(reader_.bytes());
    return read_;
}

}  // namespace

TextRead read_text(const TextSource& source, int fd, SightingSorter& into,
                   const std::function<void(std::uint64_t bytes)>& at) {
    return Text(source, fd, into).read(at);
}

}  // namespace ramauth::weak_list
