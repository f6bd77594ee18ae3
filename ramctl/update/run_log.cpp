// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/run_log.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <climits>
#include <system_error>

namespace ramctl::update {
namespace {

constexpr std::string_view title = "ramd-weak-list-update run 2";
constexpr std::size_t longest_log = std::size_t{1024} * 1024;

void require(bool done, const std::string& what) {
    if (!done) throw std::system_error(errno, std::generic_category(), what);
}

std::chrono::seconds seconds_of(Timestamp time) {
    return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch());
}

std::string head_text(const RunName& name, Timestamp begun) {
    return std::string(title) + "\nurl " + name.url + "\nranges " + name.ranges.text() + "\nfull " +
           (name.full ? "yes" : "no") + "\nbegun " + std::to_string(seconds_of(begun).count()) +
           "\n";
}

// The next whole line; nothing where none is left.
std::optional<std::string_view> take_line(std::string_view& text) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

std::optional<std::string_view> value_of(std::string_view& text, std::string_view key) {
    auto line = take_line(text);
    if (!line || !line->starts_with(key)) return std::nullopt;
    line->remove_prefix(key.size());
    return line;
}

std::optional<unsigned> parse_number(std::string_view text, unsigned most) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number > most)
        return std::nullopt;
    return number;
}

std::optional<RunText> parse_head(std::string_view& text) {
    if (take_line(text) != title) return std::nullopt;
    const auto url = value_of(text, "url ");
    const auto ranges = value_of(text, "ranges ");
    const auto full = value_of(text, "full ");
    const auto begun = value_of(text, "begun ");
    const auto span = ranges ? parse_span(*ranges) : std::nullopt;
    const auto seconds = begun ? parse_number(*begun, UINT_MAX) : std::nullopt;
    if (!url || !span || !seconds || (full != "yes" && full != "no")) return std::nullopt;
    return RunText{
        {std::string(*url), *span, full == "yes"}, Timestamp(std::chrono::seconds(*seconds)), {}};
}

// "ABC 20000", days since 1970, and "ABC again".
bool parse_pack(std::string_view line, PackDates& done) {
    const auto prefix = parse_prefix(std::string(line.substr(0, 3)) + "00");
    if (line.size() < 5 || line[3] != ' ' || !prefix) return false;
    line.remove_prefix(4);
    if (line == "again") {
        done.erase(prefix->pack());
        return true;
    }
    constexpr unsigned most_days = 1'000'000;
    const auto days = parse_number(line, most_days);
    if (!days) return false;
    done[prefix->pack()] = std::chrono::sys_days(std::chrono::days(*days));
    return true;
}

std::string read_all(int fd, const std::string& path) {
    std::string text;
    std::array<char, 4096> part{};
    while (text.size() <= longest_log) {
        const ssize_t got = ::read(fd, part.data(), part.size());
        if (got < 0 && errno == EINTR) continue;
        require(got >= 0, path);
        if (got == 0) break;
        text.append(part.data(), static_cast<std::size_t>(got));
    }
    return text;
}

std::string pack_digits(unsigned pack) {
    return Prefix{pack * ranges_per_pack}.text().substr(0, 3);
}

}  // namespace

std::optional<RunText> parse_run(std::string_view text) {
    auto run = parse_head(text);
    if (!run) return std::nullopt;
    while (const auto line = take_line(text)) {
        if (!parse_pack(*line, run->done)) return std::nullopt;
    }
    return run;
}

RunLog::Busy::Busy() : std::runtime_error("another update is under way") {}

RunLog::RunLog(const std::string& directory, RunName name, Timestamp now)
    : path_(directory + "/run"),
      fd_(::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600)),
      name_(std::move(name)) {
    require(static_cast<bool>(fd_), path_);
    if (::flock(fd_.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) throw Busy();
        require(false, path_);
    }
    const std::string text = read_all(fd_.get(), path_);
    auto earlier = parse_run(text);
    const bool same = earlier && earlier->name.url == name_.url &&
                      earlier->name.ranges == name_.ranges && (earlier->name.full || !name_.full);
    if (same) name_.full = earlier->name.full;
    if (!same || earlier->begun > now || now - earlier->begun >= longest_run) {
        begin(now);
        return;
    }
    done_ = std::move(earlier->done);
    // A line that was cut short must not become the beginning of the next one.
    const auto whole = static_cast<off_t>(text.rfind('\n') + 1);
    require(::ftruncate(fd_.get(), whole) == 0, path_);
}

void RunLog::begin(Timestamp now) {
    done_.clear();
    require(::ftruncate(fd_.get(), 0) == 0, path_);
    append(head_text(name_, now));
}

void RunLog::append(const std::string& line) {
    const ssize_t written = ::write(fd_.get(), line.data(), line.size());
    require(written >= 0, path_);
    if (static_cast<std::size_t>(written) != line.size())
        throw std::system_error(ENOSPC, std::generic_category(), path_);
}

Timestamp RunLog::newest() const {
    Timestamp newest = ramauth::never;
    for (const auto& [pack, date] : done_) newest = std::max(newest, date);
    return newest;
}

void RunLog::mark(unsigned pack, Timestamp newest) {
    const auto day = std::chrono::floor<std::chrono::days>(newest);
    done_[pack] = day;
    append(pack_digits(pack) + " " + std::to_string(day.time_since_epoch().count()) + "\n");
}

void RunLog::forget(unsigned pack) {
    if (done_.erase(pack) != 0) append(pack_digits(pack) + " again\n");
}

void RunLog::finish() {
    done_.clear();
    require(::ftruncate(fd_.get(), 0) == 0, path_);
}

}  // namespace ramctl::update
