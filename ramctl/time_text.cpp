// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/time_text.h"

#include <array>
#include <ctime>

namespace ramctl {
namespace {

std::time_t whole_seconds(ramauth::Timestamp time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

std::string formatted(const std::tm& parts, const char* format) {
    std::array<char, 64> text{};
    return {text.data(), std::strftime(text.data(), text.size(), format, &parts)};
}

std::string counted(long long number, const char* unit) {
    return std::to_string(number).append(" ").append(unit).append(number == 1 ? "" : "s");
}

// To the nearest, so that a fortnight that has just begun is one.
std::string span(std::chrono::microseconds length) {
    using namespace std::chrono;
    if (length < minutes(1)) return counted(round<seconds>(length).count(), "second");
    if (length < hours(1)) return counted(round<minutes>(length).count(), "minute");
    if (length < hours(48)) return counted(round<hours>(length).count(), "hour");
    return counted(round<days>(length).count(), "day");
}

}  // namespace

std::string rfc3339(ramauth::Timestamp time) {
    const std::time_t seconds = whole_seconds(time);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    return formatted(parts, "%Y-%m-%dT%H:%M:%SZ");
}

std::string readable(ramauth::Timestamp time, ramauth::Timestamp now) {
    if (time == ramauth::never) return "never";
    if (time == ramauth::Timestamp::max()) return "until unlocked";
    const std::time_t seconds = whole_seconds(time);
    std::tm parts{};
    ::localtime_r(&seconds, &parts);
    std::string text = formatted(parts, "%Y-%m-%d %H:%M");
    return time > now ? text.append(" (in ").append(span(time - now)).append(")")
                      : text.append(" (").append(span(now - time)).append(" ago)");
}

std::string local_time(ramauth::Timestamp time) {
    const std::time_t seconds = whole_seconds(time);
    std::tm parts{};
    ::localtime_r(&seconds, &parts);
    return formatted(parts, "%Y-%m-%d %H:%M:%S");
}

}  // namespace ramctl
