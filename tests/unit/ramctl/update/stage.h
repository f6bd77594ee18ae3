// SPDX-License-Identifier: LGPL-2.1-or-later
// What the updater works with, played: a folder, a clock, and a service that answers what the test
// says.
#pragma once

#include <stdlib.h>  // mkdtemp

#include <algorithm>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "ramctl/update/updater.h"

namespace ramctl::update::testing {

using namespace std::chrono_literals;

// 2026-03-01 12:00:00 UTC.
inline constexpr Timestamp test_now{std::chrono::microseconds(1772366400000000)};
inline constexpr Timestamp test_day = std::chrono::floor<std::chrono::days>(test_now);

class Folder {
public:
    Folder() {
        char name[] = "/tmp/weak-list-update-test-XXXXXX";
        path_ = ::mkdtemp(name);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
};

inline Key key_of(Prefix prefix, std::uint64_t rest) {
    return (Key{prefix.value} << (key_bits - prefix_bits)) | rest;
}

inline std::vector<Entry> entries_of(Prefix prefix, std::size_t count) {
    // Far enough from each other for a list not to take one for the other.
    constexpr std::uint64_t apart = std::uint64_t{1} << 30;
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < count; ++i)
        entries.emplace_back(key_of(prefix, i * apart + 1), static_cast<std::uint32_t>(i + 1));
    return entries;
}

// Answers each range with three entries and the ETag "PREFIX/version", or as the test scripts it.
// Time passes while nothing is under way.
class FakeFetcher final : public Fetcher {
public:
    using Script = std::function<RangeAnswer(const RangeRequest&)>;

    std::map<Prefix, std::deque<Script>> scripts;  // for the next answers of a range
    Script always;                                 // of each range without one
    std::string version = "1";
    std::size_t per_range = 3;
    std::vector<RangeRequest> asked;
    std::size_t most_under_way = 0;
    std::chrono::steady_clock::time_point now;
    std::vector<std::chrono::milliseconds> slept;

    [[nodiscard]] RangeAnswer well(const RangeRequest& request) const {
        const std::string etag = request.prefix.text() + "/" + version;
        RangeAnswer answer;
        answer.prefix = request.prefix;
        answer.newest = test_now;
        answer.status = request.etag == etag ? 304 : 200;
        answer.etag = etag;
        if (answer.status == 200) answer.entries = entries_of(request.prefix, per_range);
        return answer;
    }

    void begin(const RangeRequest& request) override {
        asked.push_back(request);
        under_way_.push_back(request);
        most_under_way = std::max(most_under_way, under_way_.size());
    }
    [[nodiscard]] std::size_t under_way() const override { return under_way_.size(); }
    [[nodiscard]] std::optional<RangeAnswer> next(std::chrono::milliseconds at_most) override {
        if (under_way_.empty()) {
            now += at_most;
            slept.push_back(at_most);
            return std::nullopt;
        }
        const RangeRequest request = under_way_.front();
        under_way_.pop_front();
        auto& script = scripts[request.prefix];
        if (script.empty()) return always ? always(request) : well(request);
        const Script answer = script.front();
        script.pop_front();
        return answer(request);
    }

    [[nodiscard]] std::size_t times_asked(Prefix prefix) const {
        return static_cast<std::size_t>(std::count_if(
            asked.begin(), asked.end(),
            [prefix](const RangeRequest& request) { return request.prefix == prefix; }));
    }

private:
    std::deque<RangeRequest> under_way_;
};

inline RangeAnswer with_status(const RangeRequest& request, unsigned status,
                               std::string retry_after = {}) {
    RangeAnswer answer;
    answer.prefix = request.prefix;
    answer.status = status;
    answer.retry_after = std::move(retry_after);
    return answer;
}

inline RangeAnswer with_fault(const RangeRequest& request, std::string fault) {
    RangeAnswer answer;
    answer.prefix = request.prefix;
    answer.fault = std::move(fault);
    return answer;
}

// Two packs, of which the second is not whole: 256 + 4 ranges.
struct Stage {
    Stage() {
        settings.url = "https://corpus.test";
        settings.ranges = *parse_span("00000-00103");
        settings.list = folder.path() + "/passwords.weak";
        clocks.steady = [this] { return fetcher.now; };
        clocks.wall = [this] { return wall; };
        clocks.jitter = [] { return 0.0; };
        std::filesystem::create_directory(cache);
    }

    Folder folder;
    std::string cache = folder.path() + "/cache";
    Settings settings;
    FakeFetcher fetcher;
    Timestamp wall = test_now;
    Clocks clocks;
    std::vector<std::string> lines;
    std::string status;
    Counts counts;

    void run(bool full = false) {
        RunReport report({[this](const std::string& text) { status = text; },
                          [this](const std::string& line) { lines.push_back(line); }},
                         clocks.steady);
        fetcher.asked.clear();
        try {
            update({.settings = settings,
                    .cache = cache,
                    .full = full,
                    .fetcher = fetcher,
                    .report = report,
                    .clocks = clocks});
        } catch (...) {
            counts = report.counts();
            throw;
        }
        counts = report.counts();
    }
};

}  // namespace ramctl::update::testing
