// SPDX-License-Identifier: LGPL-2.1-or-later
// Brings the cache up to date, pack by pack: what is asked when, and what becomes of the answers.
// Two packs at most are in memory at one time, each with its copy of before.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <stdexcept>

#include "ramctl/update/fetcher.h"
#include "ramctl/update/pace.h"
#include "ramctl/update/pack_store.h"
#include "ramctl/update/run_log.h"
#include "ramctl/update/run_report.h"
#include "ramctl/update/settings.h"
#include "ramctl/update/verdict.h"

namespace ramctl::update {

// The run has ended without its end. what() names range, URL and reason.
struct RunFailed : std::runtime_error {
    RunFailed(const std::string& why, bool may_pass)
        : std::runtime_error(why), may_pass(may_pass) {}
    bool may_pass;  // a later start may fare better without anybody's doing
};

struct Clocks {
    std::function<std::chrono::steady_clock::time_point()> steady = std::chrono::steady_clock::now;
    std::function<Timestamp()> wall;
    std::function<double()> jitter;  // from [0, 1)
};

class FetchRun {
public:
    // Nothing is owned.
    FetchRun(const Settings& settings, Fetcher& fetcher, const PackStore& store, RunLog& log,
             RunReport& report, const Clocks& clocks);

    // Throws RunFailed and std::system_error. What was fetched until then stays in the cache.
    void run();

private:
    using Time = std::chrono::steady_clock::time_point;

    struct Job {
        Prefix prefix;
        unsigned failures = 0;
        std::string etag;        // what it was asked with
        bool etag_lied = false;  // it is asked without one
    };
    struct OpenPack {
        Pack pack;
        std::size_t left = 0;  // ranges that are not settled
        std::size_t entries = 0;
        bool changed = false;
        Timestamp newest = ramauth::never;
    };

    void open_packs();
    void open_pack(unsigned number, const PrefixSpan& span);
    [[nodiscard]] Pack stored_pack(unsigned number);
    void begin_requests();
    void begin(Job job);
    [[nodiscard]] std::optional<Job> next_job(Time now);
    [[nodiscard]] std::chrono::milliseconds patience() const;
    void take(RangeAnswer answer);
    void store(OpenPack& open, RangeAnswer answer) const;
    void judged(const Verdict& verdict, RangeAnswer answer, Job job);
    void again(const Verdict& verdict, Job job);
    void settle(OpenPack& open, Timestamp newest);
    void close_pack(OpenPack& open);
    void keep_what_came() const;

    const Settings& settings_;
    Fetcher& fetcher_;
    const PackStore& store_;
    RunLog& log_;
    RunReport& report_;
    const Clocks& clocks_;
    Pace pace_;
    unsigned next_pack_;
    std::map<unsigned, OpenPack> open_;
    std::deque<Job> fresh_;
    std::multimap<Time, Job> later_;  // by when they may be asked again
    std::map<Prefix, Job> asked_;
};

}  // namespace ramctl::update
