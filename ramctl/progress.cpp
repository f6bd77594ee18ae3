// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/progress.h"

#include <cmath>
#include <cstring>
#include <ostream>

namespace ramctl {
namespace {

using namespace std::chrono_literals;

constexpr auto first_after = 1s;
constexpr auto again_after = 200ms;
constexpr std::size_t bar_width = 24;

std::string bar(std::size_t done, std::size_t total) {
    const std::size_t full = total == 0 ? bar_width : bar_width * done / total;
    return "[" + std::string(full, '#') + std::string(bar_width - full, '.') + "]";
}

// "45/s"; slow ones by the minute.
std::string rate_text(double per_second) {
    const bool slow = per_second < 1;
    return std::to_string(std::lround(slow ? per_second * 60 : per_second))
        .append(slow ? "/min" : "/s");
}

std::string left_text(double seconds) {
    if (seconds < 120) return std::to_string(std::lround(seconds)) + " s left";
    if (seconds < 7200) return std::to_string(std::lround(seconds / 60)) + " min left";
    return std::to_string(std::lround(seconds / 3600)) + " h left";
}

}  // namespace

Progress::Progress(const Environment& environment, std::string of, std::optional<std::size_t> total)
    : environment_(environment),
      of_(std::move(of)),
      total_(total),
      began_(environment.clock()),
      next_(began_ + first_after) {}

std::string Progress::line(std::size_t done, double seconds) const {
    const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
    std::string text = total_ ? bar(done, *total_) + " " : std::string();
    text += std::to_string(done);
    if (total_) text += "/" + std::to_string(*total_);
    text += " " + of_ + ", " + rate_text(rate);
    if (total_ && rate > 0 && *total_ >= done)
        text += ", " + left_text(static_cast<double>(*total_ - done) / rate);
    return text;
}

void Progress::at(std::size_t done) {
    if (!environment_.progress) return;
    const auto now = environment_.clock();
    if (now < next_) return;
    const double seconds = std::chrono::duration<double>(now - began_).count();
    environment_.err << "\r" << line(done, seconds) << "\033[K" << std::flush;
    shown_ = true;
    next_ = now + again_after;
}

void Progress::clear() {
    if (!shown_) return;
    environment_.err << "\r\033[K" << std::flush;
    shown_ = false;
    next_ = environment_.clock();
}

bool wants_progress(bool is_terminal, const char* term) {
    return is_terminal && term != nullptr && std::strcmp(term, "dumb") != 0;
}

}  // namespace ramctl
