// SPDX-License-Identifier: LGPL-2.1-or-later
// The lines of a file or a pipe, a mebibyte at a time. Of a file the next one is read while the
// lines of the one before are used; of what may keep us waiting nothing is read that is not wanted.
#pragma once

#include <cstdint>
#include <future>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ramauth::weak_list {

class LineReader {
public:
    static constexpr std::size_t longest_line = 65'536;

    // Not owned. `name` is for messages.
    LineReader(int fd, std::string name);
    LineReader(const LineReader&) = delete;
    LineReader& operator=(const LineReader&) = delete;
    ~LineReader() = default;

    // Without its line feed and a carriage return before that; valid until the next call. Nothing
    // at the end. A line that is too long comes as its first part, and says so. Throws
    // ListFault.
    [[nodiscard]] std::optional<std::string_view> next();
    [[nodiscard]] bool was_too_long() const noexcept { return too_long_; }

    // What has been read and not yet been given: perhaps nothing, perhaps many lines.
    [[nodiscard]] std::string_view ahead() const noexcept {
        return {buffer_.data() + begin_, end_ - begin_};
    }
    // Takes a line, with its line feed, from what is ahead.
    void took(std::size_t size) noexcept {
        begin_ += size;
        ++line_number_;
    }

    [[nodiscard]] std::uint64_t line_number() const noexcept { return line_number_; }
    [[nodiscard]] std::uint64_t bytes() const noexcept { return read_; }  // so far

private:
    bool refill();
    std::size_t read_other();
    std::optional<std::string_view> last_line();
    void skip_rest_of_line();
    [[nodiscard]] std::string_view taken(std::size_t size, std::size_t with_end);

    int fd_;
    std::string name_;
    bool is_file_;
    std::vector<char> buffer_;
    std::size_t begin_;  // of what is ahead in it
    std::size_t end_;
    std::uint64_t read_ = 0;
    std::uint64_t line_number_ = 0;
    bool too_long_ = false;
    std::vector<char> other_;               // what comes next, perhaps being read
    std::future<std::size_t> read_ends_{};  // goes first
};

}  // namespace ramauth::weak_list
