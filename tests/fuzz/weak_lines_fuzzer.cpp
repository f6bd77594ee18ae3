// SPDX-License-Identifier: LGPL-2.1-or-later
// `ramctl weak-list add` and `check`: lines come out of any bytes as they stand there, whatever the
// size of the pieces that are read; and a page of hashes is refused, or says the same when it is
// written again.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "ramctl/hash_lines.h"
#include "ramctl/secret_lines.h"
#include "shared/fd.h"

namespace {

using ramctl::SecretLines;

void require(bool holds) {
    if (!holds) std::abort();
}

// What the lines of `text` are, by a slower and shorter way; "!" for one that is too long.
std::vector<std::string> expected(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        std::string line(text.substr(0, end));
        if (line.ends_with('\r')) line.pop_back();
        lines.push_back(line.size() > ramauth::Secret::max_size ? "!" : "=" + line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::vector<std::string> lines_of(int fd) {
    SecretLines lines(fd);
    std::vector<std::string> all;
    for (auto next = lines.next(); next != SecretLines::Next::end; next = lines.next()) {
        all.push_back(next == SecretLines::Next::too_long ? "!" : "=" + std::string(lines.line()));
        require(lines.number() == all.size());
    }
    return all;
}

void check_lines(std::string_view text) {
    const ramauth::UniqueFd fd(::memfd_create("lines", MFD_CLOEXEC));
    require(::write(fd.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    ::lseek(fd.get(), 0, SEEK_SET);
    require(lines_of(fd.get()) == expected(text));
}

void check_hashes(std::string_view text) {
    std::vector<ramctl::WeakHash> hashes;
    if (!ramctl::append_hashes(text, hashes)) return;
    require(hashes.size() * ramauth::weak_list::weak_hash_digits <= text.size());
    std::vector<ramctl::WeakHash> again;
    require(ramctl::append_hashes(ramctl::hash_page(hashes).view(), again));
    require(hashes == again);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    check_lines(text);
    // The same where a line lies across two pieces.
    if (size >= 256 && size < 4096) {
        std::string many;
        while (many.size() < std::size_t{68} * 1024) many.append(text);
        check_lines(many);
    }
    check_hashes(text);
    return 0;
}
