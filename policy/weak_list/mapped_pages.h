// SPDX-License-Identifier: LGPL-2.1-or-later
// A part of a file, mapped for reading here and there. Where the kernel cannot give a page (the
// file was cut short, or the disk failed) it sends SIGBUS, which ends a process; around a look at
// this mapping it ends the look. The handler is the process's: it is set with the first mapping,
// and a SIGBUS from anywhere else does what it did before.
#pragma once

#include <cstddef>

namespace ramauth::weak_list {

class MappedPages {
public:
    // `offset` is a multiple of 4096. Throws std::system_error.
    MappedPages(int fd, std::size_t offset, std::size_t size);
    MappedPages(const MappedPages&) = delete;
    MappedPages& operator=(const MappedPages&) = delete;
    ~MappedPages();

    // Must not throw, and must own nothing: it may be left in the middle.
    using Look = bool (*)(const unsigned char* pages, void* argument);
    enum class Seen { yes, no, fault };
    [[nodiscard]] Seen look(Look look, void* argument) const noexcept;

    // To be brought from memory beforehand; nothing else may be done with it outside of a look.
    [[nodiscard]] const unsigned char* address(std::size_t at) const noexcept {
        return pages_ + at;
    }

private:
    unsigned char* pages_;
    std::size_t size_;
};

}  // namespace ramauth::weak_list
