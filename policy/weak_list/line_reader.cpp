// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/line_reader.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "policy/weak_list/list_fault.h"
#include "shared/fd.h"

namespace ramauth::weak_list {
namespace {

constexpr std::size_t read_at_once = std::size_t{1} << 20;
// Before what is read there is room for the beginning of its first line.
constexpr std::size_t room_before = LineReader::longest_line;

}  // namespace

LineReader::LineReader(int fd, std::string name)
    : fd_(fd),
      name_(std::move(name)),
      is_file_(is_regular_file(fd)),
      buffer_(room_before + read_at_once),
      begin_(room_before),
      end_(room_before),
      other_(buffer_.size()) {}

std::size_t LineReader::read_other() {
    while (true) {
        const ssize_t got = ::read(fd_, other_.data() + room_before, read_at_once);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw ListFault(name_ + ": cannot be read: " + ::strerrordesc_np(errno));
        return static_cast<std::size_t>(got);
    }
}

// What is left, no more than a line, goes before what comes. False at the end of the input.
bool LineReader::refill() {
    const std::size_t got = read_ends_.valid() ? read_ends_.get() : read_other();
    const std::size_t rest = end_ - begin_;
    std::memcpy(other_.data() + room_before - rest, buffer_.data() + begin_, rest);
    std::swap(buffer_, other_);
    begin_ = room_before - rest;
    end_ = room_before + got;
    read_ += got;
    if (is_file_ && got != 0)
        read_ends_ = std::async(std::launch::async, [this] { return read_other(); });
    return got != 0;
}

std::string_view LineReader::taken(std::size_t size, std::size_t with_end) {
    std::string_view line(buffer_.data() + begin_, size);
    begin_ += with_end;
    ++line_number_;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
}

std::optional<std::string_view> LineReader::last_line() {
    if (begin_ == end_) return std::nullopt;
    return taken(end_ - begin_, end_ - begin_);
}

void LineReader::skip_rest_of_line() {
    while (true) {
        const void* feed = std::memchr(buffer_.data() + begin_, '\n', end_ - begin_);
        if (feed != nullptr) {
            begin_ = static_cast<std::size_t>(static_cast<const char*>(feed) - buffer_.data()) + 1;
            return;
        }
        begin_ = end_;
        if (!refill()) return;
    }
}

std::optional<std::string_view> LineReader::next() {
    if (too_long_) skip_rest_of_line();
    too_long_ = false;
    while (true) {
        const char* at = buffer_.data() + begin_;
        const void* feed = std::memchr(at, '\n', end_ - begin_);
        if (feed != nullptr) {
            const auto size = static_cast<std::size_t>(static_cast<const char*>(feed) - at);
            return taken(size, size + 1);
        }
        if (end_ - begin_ > longest_line) {
            too_long_ = true;
            return taken(longest_line, longest_line);
        }
        if (!refill()) return last_line();
    }
}

}  // namespace ramauth::weak_list
