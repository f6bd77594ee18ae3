// SPDX-License-Identifier: LGPL-2.1-or-later
// A file that appears whole or not at all: written without a name in the directory of its own, and
// given the name when it is durable. Linux replaces a file only by one that has a name: for the
// time of a rename it is ".NAME.new0" to ".NAME.new9"; where the file system has no nameless files
// (open(2), O_TMPFILE), for all the time. What a process leaves that is killed then, the next one
// that writes a file of this name takes away. Any number may write one at the same time.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "shared/fd.h"

namespace ramauth::weak_list {

class OutputFile {
public:
    // Takes away what others left. Throws ListFault where `path` is there and no regular file, and
    // std::system_error.
    explicit OutputFile(std::string path);
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    ~OutputFile();

    void skip(std::uint64_t bytes) { size_ += bytes; }  // leaves room at the front
    // Whole pages at addresses of pages (4096) go to the disk past the page cache, as long as
    // nothing else came: what others have there stays, and there is nothing to wait for at the end.
    void append(std::span<const unsigned char> bytes);
    void write_at(std::uint64_t offset, std::span<const unsigned char> bytes);
    // Durable, then in the place of what was there, whose owner it keeps if it may. `check` comes
    // right before that, and may throw: then nothing has happened.
    void publish(
        unsigned mode, const std::function<void()>& check = [] {});
    // Throws ListFault where `path` is there and no regular file.
    static void check_place(const std::string& path);

private:
    void make_named();
    void give_name();
    void set_direct(bool direct);

    std::string path_;
    std::string directory_;
    std::string temporary_;  // empty while there is no name
    UniqueFd directory_fd_;
    UniqueFd fd_;
    std::uint64_t size_ = 0;
    bool direct_ = false;  // O_DIRECT of open(2)
};

// A file of its own without a name, for reading and writing, in `directory`. Throws
// std::system_error.
[[nodiscard]] UniqueFd nameless_file(const std::string& directory);
// Of a path: "." for a bare name.
[[nodiscard]] std::string directory_of(const std::string& path);
// All of it, or std::system_error.
void write_whole(int fd, std::span<const unsigned char> bytes, std::uint64_t offset);

}  // namespace ramauth::weak_list
