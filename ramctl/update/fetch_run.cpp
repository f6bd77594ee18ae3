// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/fetch_run.h"

#include <algorithm>
#include <utility>

namespace ramctl::update {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_open_packs = 2;
constexpr std::chrono::milliseconds longest_sleep = 1s;  // the report wants to speak

std::uint64_t done_ranges(const RunLog& log, const PrefixSpan& ranges) {
    std::uint64_t done = 0;
    for (const auto& [pack, date] : log.done()) {
        if (const auto span = ranges.within(pack)) done += span->size();
    }
    return done;
}

}  // namespace

FetchRun::FetchRun(const Settings& settings, Fetcher& fetcher, const PackStore& store, RunLog& log,
                   RunReport& report, const Clocks& clocks)
    : settings_(settings),
      fetcher_(fetcher),
      store_(store),
      log_(log),
      report_(report),
      clocks_(clocks),
      pace_(settings.parallel),
      next_pack_(settings.ranges.first.pack()) {}

void FetchRun::run() {
    report_.begin(settings_.ranges.size(), done_ranges(log_, settings_.ranges));
    try {
        while (true) {
            open_packs();
            if (open_.empty()) return;
            begin_requests();
            if (auto answer = fetcher_.next(patience())) take(std::move(*answer));
            report_.tick();
        }
    } catch (const RunFailed&) {
        keep_what_came();
        throw;
    }
}

void FetchRun::open_packs() {
    while (fresh_.empty() && open_.size() < most_open_packs &&
           next_pack_ <= settings_.ranges.last.pack()) {
        const unsigned number = next_pack_++;
        const auto span = settings_.ranges.within(number);
        if (span && !log_.done().contains(number)) open_pack(number, *span);
    }
}

Pack FetchRun::stored_pack(unsigned number) {
    try {
        if (auto pack = store_.read(number)) return std::move(*pack);
    } catch (const DamagedFile& fault) {
        report_.say(std::string(fault.what()) + "; it is fetched anew");
    }
    Pack pack;
    pack.number = number;
    return pack;
}

void FetchRun::open_pack(unsigned number, const PrefixSpan& span) {
    OpenPack open{.pack = stored_pack(number), .left = span.size()};
    for (const Range& range : open.pack.ranges) open.entries += range.entries.size();
    open_.emplace(number, std::move(open));
    for (std::uint32_t value = span.first.value; value <= span.last.value; ++value)
        fresh_.push_back({.prefix = {value}, .etag = {}});
}

std::optional<FetchRun::Job> FetchRun::next_job(Time now) {
    std::optional<Job> job;
    if (!later_.empty() && later_.begin()->first <= now) {
        job = std::move(later_.begin()->second);
        later_.erase(later_.begin());
    } else if (!fresh_.empty()) {
        job = std::move(fresh_.front());
        fresh_.pop_front();
    }
    return job;
}

void FetchRun::begin_requests() {
    const Time now = clocks_.steady();
    if (now < pace_.held_until()) return;
    while (fetcher_.under_way() < pace_.width()) {
        auto job = next_job(now);
        if (!job) return;
        begin(std::move(*job));
        open_packs();
    }
}

void FetchRun::begin(Job job) {
    const Range& copy = open_.at(job.prefix.pack()).pack.range(job.prefix);
    const bool full = log_.name().full || job.etag_lied;
    job.etag = etag_to_send(copy, full, settings_.refresh, clocks_.wall());
    fetcher_.begin({job.prefix, job.etag});
    const Prefix prefix = job.prefix;
    asked_.emplace(prefix, std::move(job));
}

std::chrono::milliseconds FetchRun::patience() const {
    const Time now = clocks_.steady();
    Time wake = now + longest_sleep;
    if (now < pace_.held_until())
        wake = std::min(wake, pace_.held_until());
    else if (!later_.empty() && fetcher_.under_way() < pace_.width())
        wake = std::min(wake, later_.begin()->first);
    return std::max(0ms, std::chrono::ceil<std::chrono::milliseconds>(wake - now));
}

void FetchRun::take(RangeAnswer answer) {
    auto asked = asked_.extract(answer.prefix);
    if (asked.empty()) return;
    Job job = std::move(asked.mapped());
    const Range& copy = open_.at(answer.prefix.pack()).pack.range(answer.prefix);
    const Verdict verdict = judge(answer, job.etag, copy, clocks_.wall());
    judged(verdict, std::move(answer), std::move(job));
}

void FetchRun::store(OpenPack& open, RangeAnswer answer) const {
    Range& range = open.pack.range(answer.prefix);
    open.entries += answer.entries.size() - range.entries.size();
    if (open.entries > most_entries_of_pack)
        throw RunFailed("range " + answer.prefix.text() + " (" + settings_.url_of(answer.prefix) +
                            "): there are more entries than any list could hold",
                        false);
    answer.entries.shrink_to_fit();  // it lies there until the pack is whole
    range = {clocks_.wall(), std::move(answer.etag), std::move(answer.entries)};
    open.changed = true;
}

void FetchRun::judged(const Verdict& verdict, RangeAnswer answer, Job job) {
    OpenPack& open = open_.at(answer.prefix.pack());
    const Timestamp newest = answer.newest;
    switch (verdict.judgement) {
        case Judgement::take:
            store(open, std::move(answer));
            report_.fetched();
            return settle(open, newest);
        case Judgement::keep:
            report_.not_modified();
            return settle(open, newest);
        case Judgement::again:
            return again(verdict, std::move(job));
        case Judgement::give_up:
            throw RunFailed("range " + job.prefix.text() + " (" + settings_.url_of(job.prefix) +
                                "): " + verdict.why,
                            false);
    }
}

void FetchRun::again(const Verdict& verdict, Job job) {
    const std::string what =
        "range " + job.prefix.text() + " (" + settings_.url_of(job.prefix) + "): " + verdict.why;
    if (++job.failures >= settings_.tries)
        throw RunFailed(what + "; it was asked " + std::to_string(job.failures) +
                            (job.failures == 1 ? " time" : " times"),
                        true);
    const Time now = clocks_.steady();
    const auto pause = pause_after(job.failures, clocks_.jitter(), verdict.retry_after);
    if (verdict.throttled) pace_.throttled(now, verdict.retry_after.value_or(0s));
    if (verdict.unreachable) pace_.throttled(now, pause);
    job.etag_lied = job.etag_lied || verdict.etag_lied;
    report_.retried(what + "; it is asked again");
    later_.emplace(now + pause, std::move(job));
}

void FetchRun::settle(OpenPack& open, Timestamp newest) {
    pace_.answered();
    // A date to come is a clock that is wrong.
    open.newest = std::max(open.newest, std::min(newest, clocks_.wall()));
    if (--open.left == 0) close_pack(open);
}

void FetchRun::close_pack(OpenPack& open) {
    const unsigned number = open.pack.number;
    if (open.changed) store_.write(open.pack);
    log_.mark(number, open.newest);
    open_.erase(number);
}

// They are asked with their ETags the next time.
void FetchRun::keep_what_came() const {
    for (const auto& [number, open] : open_) {
        if (open.changed) store_.write(open.pack);
    }
}

}  // namespace ramctl::update
