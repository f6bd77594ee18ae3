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

// A total that was only meant so may be passed.
std::string bar(std::uint64_t done, std::uint64_t total) {
    const std::uint64_t full = done >= total ? bar_width : bar_width * done / total;
    return "[" + std::string(full, '#') + std::string(bar_width - full, '.') + "]";
}

// "45/s"; slow ones by the minute.
std::string rate_text(double per_second, Progress::Amount amount) {
    const bool slow = per_second < 1;
    return amount(static_cast<std::uint64_t>(std::llround(slow ? per_second * 60 : per_second)))
        .append(slow ? "/min" : "/s");
}

std::string left_text(double seconds) {
    if (seconds < 120) return std::to_string(std::lround(seconds)) + " s left";
    if (seconds < 7200) return std::to_string(std::lround(seconds / 60)) + " min left";
    return std::to_string(std::lround(seconds / 3600)) + " h left";
}

}  // namespace

Progress::Progress(const Environment& environment, std::string of,
                   std::optional<std::uint64_t> total, Amount amount)
    : environment_(environment),
      of_(std::move(of)),
      total_(total),
      amount_(amount),
      began_(environment.clock()),
      next_(began_ + first_after) {}

std::string Progress::line(std::uint64_t done, double seconds) const {
    const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
    std::string text = total_ ? bar(done, *total_) + " " : std::string();
    text += amount_(done);
    if (total_) text += "/" + amount_(*total_);
    text += " " + of_ + ", " + rate_text(rate, amount_);
    if (total_ && rate > 0 && *total_ >= done)
        text += ", " + left_text(static_cast<double>(*total_ - done) / rate);
    return text;
}

void Progress::at(std::uint64_t done) {
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
