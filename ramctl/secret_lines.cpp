// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/secret_lines.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace ramctl {
namespace {

using ramauth::Secret;

constexpr std::size_t piece = std::size_t{64} * 1024;

std::string_view without_return(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

}  // namespace

SecretLines::SecretLines(int fd) : fd_(fd), bytes_(piece) {}

std::string_view SecretLines::unread() const noexcept {
    return bytes_.view().substr(taken_);
}

bool SecretLines::read_more() {
    const std::string_view kept = unread();
    std::copy(kept.begin(), kept.end(), bytes_.buffer().begin());
    const std::size_t size = kept.size();
    taken_ = 0;
    const auto room = bytes_.buffer().subspan(size);
    ssize_t n = 0;
    while ((n = ::read(fd_, room.data(), room.size())) < 0 && errno == EINTR) continue;
    if (n < 0) throw std::system_error(errno, std::generic_category(), "read");
    bytes_.resize(size + static_cast<std::size_t>(n));
    return n > 0;
}

SecretLines::Next SecretLines::next() {
    bool too_long = false;
    for (;;) {
        const std::string_view all = unread();
        const auto end = all.find('\n');
        if (end != std::string_view::npos) {
            taken_ += end + 1;
            line_ = without_return(all.substr(0, end));
            break;
        }
        // The rest of such a line is read and forgotten. One byte more for a carriage return.
        if (all.size() > Secret::max_size + 1) {
            too_long = true;
            taken_ = bytes_.size();
        }
        if (read_more()) continue;
        if (unread().empty() && !too_long) return Next::end;
        line_ = without_return(unread());
        taken_ = bytes_.size();
        break;
    }
    ++number_;
    return too_long || line_.size() > Secret::max_size ? Next::too_long : Next::line;
}

}  // namespace ramctl
