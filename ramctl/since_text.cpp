// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/since_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <limits>

namespace ramctl {
namespace {

using namespace std::chrono_literals;
using ramauth::Timestamp;
using std::chrono::microseconds;
using std::chrono::seconds;

// Takes what it reads from the front of a text.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    bool take(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void skip_blanks() {
        while (take(' ')) continue;
    }
    // Exactly so many digits.
    std::optional<int> digits(std::size_t count) {
        if (count_digits() < count) return std::nullopt;
        int value = 0;
        std::from_chars(rest_.data(), rest_.data() + count, value);
        rest_.remove_prefix(count);
        return value;
    }
    std::optional<std::int64_t> number() {
        std::int64_t value = 0;
        const std::size_t count = count_digits();
        const auto [stop, error] = std::from_chars(rest_.data(), rest_.data() + count, value);
        if (count == 0 || error != std::errc()) return std::nullopt;
        rest_.remove_prefix(count);
        return value;
    }
    void skip_digits() { rest_.remove_prefix(count_digits()); }
    std::string_view word() {
        const auto end = std::find_if_not(rest_.begin(), rest_.end(),
                                          [](char c) { return c >= 'a' && c <= 'z'; });
        const auto found = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
        rest_.remove_prefix(found.size());
        return found;
    }

private:
    [[nodiscard]] std::size_t count_digits() const {
        const auto end = std::find_if_not(rest_.begin(), rest_.end(),
                                          [](char c) { return c >= '0' && c <= '9'; });
        return static_cast<std::size_t>(end - rest_.begin());
    }
    std::string_view rest_;
};

struct Unit {
    seconds length;
    std::array<std::string_view, 4> names;
};

// Months and years as systemd.time(7) has them.
constexpr std::array units{Unit{1s, {"s", "sec", "second", "seconds"}},
                           Unit{60s, {"m", "min", "minute", "minutes"}},
                           Unit{1h, {"h", "hr", "hour", "hours"}},
                           Unit{24h, {"d", "day", "days", "days"}},
                           Unit{168h, {"w", "week", "weeks", "weeks"}},
                           Unit{2629800s, {"month", "months", "month", "months"}},
                           Unit{31557600s, {"y", "year", "years", "years"}}};

// "1h 30min"; nothing where it is none, or longer than a thousand years.
std::optional<seconds> span(Reader& reader) {
    constexpr std::int64_t longest = 1000LL * 31557600;
    seconds sum{};
    for (bool any = false;; any = true) {
        reader.skip_blanks();
        const auto count = reader.number();
        if (!count) return any ? std::optional(sum) : std::nullopt;
        reader.skip_blanks();
        const auto name = reader.word();
        const auto* unit = std::find_if(units.begin(), units.end(), [name](const Unit& known) {
            return std::find(known.names.begin(), known.names.end(), name) != known.names.end();
        });
        if (unit == units.end() || *count > longest / unit->length.count()) return std::nullopt;
        sum += unit->length * *count;
        if (sum.count() > longest) return std::nullopt;
    }
}

std::optional<Timestamp> relative(std::string_view text, Timestamp now) {
    Reader reader(text);
    const bool minus = reader.take('-');
    const auto length = span(reader);
    if (!length) return std::nullopt;
    if (!minus && reader.word() != "ago") return std::nullopt;
    if (!reader.at_end()) return std::nullopt;
    return std::max(now - *length, ramauth::never);
}

std::tm local_parts(Timestamp time) {
    const std::time_t whole = std::chrono::floor<seconds>(time).time_since_epoch().count();
    std::tm parts{};
    ::localtime_r(&whole, &parts);
    return parts;
}

// mktime makes of the 31st of February the 3rd of March: that is no such day.
std::optional<Timestamp> local(std::tm parts) {
    const std::tm meant = parts;
    parts.tm_isdst = -1;
    const std::time_t time = std::mktime(&parts);
    if (parts.tm_mday != meant.tm_mday || parts.tm_mon != meant.tm_mon || time < 0)
        return std::nullopt;
    return Timestamp(seconds(time));
}

std::optional<Timestamp> midnight(Timestamp now, int days_before) {
    std::tm parts = local_parts(now);
    parts.tm_hour = parts.tm_min = parts.tm_sec = 0;
    parts.tm_mday -= days_before;
    parts.tm_isdst = -1;
    return Timestamp(seconds(std::mktime(&parts)));
}

bool read_clock(Reader& reader, std::tm& parts) {
    const auto hour = reader.digits(2);
    if (!hour || !reader.take(':')) return false;
    const auto minute = reader.digits(2);
    if (!minute) return false;
    int second = 0;
    if (reader.take(':')) {
        const auto read = reader.digits(2);
        if (!read) return false;
        second = *read;
        if (reader.take('.')) reader.skip_digits();
    }
    if (*hour > 23 || *minute > 59 || second > 60) return false;
    parts.tm_hour = *hour;
    parts.tm_min = *minute;
    parts.tm_sec = second;
    return true;
}

bool read_day(Reader& reader, std::tm& parts) {
    const auto year = reader.digits(4);
    if (!year || !reader.take('-')) return false;
    const auto month = reader.digits(2);
    if (!month || !reader.take('-')) return false;
    const auto day = reader.digits(2);
    if (!day || *month < 1 || *month > 12 || *day < 1 || *day > 31) return false;
    parts.tm_year = *year - 1900;
    parts.tm_mon = *month - 1;
    parts.tm_mday = *day;
    return true;
}

// "Z", "+01:00": how far east. Nothing where there is none.
std::optional<seconds> read_zone(Reader& reader) {
    if (reader.take('Z') || reader.take('z')) return 0s;
    const bool west = reader.take('-');
    if (!west && !reader.take('+')) return std::nullopt;
    const auto hours = reader.digits(2);
    if (!hours || !reader.take(':')) return std::nullopt;
    const auto minutes = reader.digits(2);
    if (!minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    const seconds east = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
    return west ? -east : east;
}

std::optional<Timestamp> universal(const std::tm& parts, seconds east) {
    const std::chrono::year_month_day day{
        std::chrono::year(parts.tm_year + 1900),
        std::chrono::month(static_cast<unsigned>(parts.tm_mon) + 1),
        std::chrono::day(static_cast<unsigned>(parts.tm_mday))};
    if (!day.ok()) return std::nullopt;
    const Timestamp time = std::chrono::sys_days(day) + std::chrono::hours(parts.tm_hour) +
                           std::chrono::minutes(parts.tm_min) + seconds(parts.tm_sec) - east;
    return std::max(time, ramauth::never);
}

std::optional<Timestamp> date(std::string_view text) {
    Reader reader(text);
    std::tm parts{};
    if (!read_day(reader, parts)) return std::nullopt;
    if (reader.at_end()) return local(parts);
    const bool iso = reader.take('T') || reader.take('t');
    if (!iso && !reader.take(' ')) return std::nullopt;
    if (!read_clock(reader, parts)) return std::nullopt;
    if (reader.at_end()) return local(parts);
    const auto east = read_zone(reader);
    if (!east || !reader.at_end()) return std::nullopt;
    return universal(parts, *east);
}

std::optional<Timestamp> clock_today(std::string_view text, Timestamp now) {
    Reader reader(text);
    std::tm parts = local_parts(now);
    if (!read_clock(reader, parts) || !reader.at_end()) return std::nullopt;
    return local(parts);
}

std::optional<Timestamp> epoch(std::string_view text) {
    Reader reader(text);
    if (!reader.take('@')) return std::nullopt;
    const auto count = reader.number();
    constexpr auto latest = std::numeric_limits<std::int64_t>::max() / 1'000'000;
    if (!count || !reader.at_end() || *count > latest) return std::nullopt;
    return Timestamp(seconds(*count));
}

}  // namespace

std::optional<Timestamp> parse_since(std::string_view text, Timestamp now) {
    if (text == "now") return now;
    if (text == "today") return midnight(now, 0);
    if (text == "yesterday") return midnight(now, 1);
    if (const auto time = date(text)) return time;
    if (const auto time = clock_today(text, now)) return time;
    if (const auto time = epoch(text)) return time;
    return relative(text, now);
}

}  // namespace ramctl
