// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/run_report.h"

#include <cmath>
#include <utility>

namespace ramctl::update {
namespace {

using namespace std::chrono_literals;

constexpr auto status_every = 1s;
constexpr auto line_every = 60s;
constexpr auto retry_line_every = 10s;  // one of them stands for all

std::string left_text(double seconds) {
    if (seconds < 120) return std::to_string(std::lround(seconds)) + " s left";
    if (seconds < 7200) return std::to_string(std::lround(seconds / 60)) + " min left";
    return std::to_string(std::lround(seconds / 3600)) + " h left";
}

}  // namespace

std::string Counts::text() const {
    return std::to_string(fetched) + " fetched, " + std::to_string(not_modified) +
           " not modified, " + std::to_string(retried) + " retried";
}

RunReport::RunReport(Sinks sinks, Clock clock)
    : sinks_(std::move(sinks)),
      clock_(std::move(clock)),
      began_(clock_()),
      next_status_(began_),
      next_line_(began_ + line_every),
      next_retry_line_(began_) {}

void RunReport::begin(std::uint64_t total, std::uint64_t done) {
    total_ = total;
    done_before_ = done;
    done_ = 0;
    began_ = clock_();
    if (done != 0)
        say("going on with a run that had dealt with " + std::to_string(done) + " of " +
            std::to_string(total) + " ranges");
}

void RunReport::fetched() {
    ++counts_.fetched;
    ++done_;
}

void RunReport::not_modified() {
    ++counts_.not_modified;
    ++done_;
}

void RunReport::retried(const std::string& why) {
    ++counts_.retried;
    const Time now = clock_();
    if (now < next_retry_line_) return;
    next_retry_line_ = now + retry_line_every;
    say(why);
}

void RunReport::say(const std::string& line) {
    sinks_.line(line);
}

std::string RunReport::progress_text(Time now) const {
    const double seconds = std::chrono::duration<double>(now - began_).count();
    const double rate = seconds > 0 ? static_cast<double>(done_) / seconds : 0;
    const std::uint64_t done = done_before_ + done_;
    std::string text = std::to_string(done) + " of " + std::to_string(total_) + " ranges, " +
                       std::to_string(std::lround(rate)) + "/s";
    if (rate > 0 && done < total_)
        text += ", " + left_text(static_cast<double>(total_ - done) / rate);
    return text;
}

void RunReport::tick() {
    const Time now = clock_();
    if (now < next_status_) return;
    next_status_ = now + status_every;
    const std::string text = progress_text(now);
    sinks_.status(text);
    if (now < next_line_) return;
    next_line_ = now + line_every;
    say(text + " (" + counts_.text() + ")");
}

void RunReport::building(const char* what, std::uint64_t done, std::uint64_t total) {
    const Time now = clock_();
    if (now < next_status_) return;
    next_status_ = now + status_every;
    std::string text = std::string(what) + ": " + std::to_string(done);
    if (total != 0) text += " of " + std::to_string(total);
    sinks_.status(text + " entries");
}

void RunReport::end(const std::string& sentence) {
    sinks_.status(sentence);
    say(sentence);
}

}  // namespace ramctl::update
