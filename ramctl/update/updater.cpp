// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/updater.h"

#include "policy/weak_list/list_build.h"
#include "policy/weak_list/list_fault.h"
#include "policy/weak_list/output_file.h"
#include "ramctl/update/pack_source.h"

namespace ramctl::update {
namespace {

namespace weak_list = ramauth::weak_list;

// What can be lost between being fetched and being read is a disk's fault, not to be met for ever.
constexpr unsigned most_rounds = 3;

weak_list::Built build(const UpdaterParts& parts, const PackStore& store, Timestamp newest) {
    PackSource source(store, parts.settings.ranges);
    weak_list::BuildSettings settings;
    settings.bits_per_entry = parts.settings.bits_per_entry;
    settings.minimum_count = parts.settings.minimum_count;
    settings.date = newest;
    settings.source = parts.settings.url;
    settings.progress = [&parts](const weak_list::BuildProgress& progress) {
        const bool writing = progress.phase == weak_list::BuildPhase::writing;
        parts.report.building(writing ? "writing the list" : "counting", progress.done,
                              progress.total.value_or(0));
    };
    return weak_list::build_list({}, {&source}, parts.settings.list, settings);
}

// Fetches until what was fetched can be read back.
weak_list::Built fetch_and_build(const UpdaterParts& parts, const PackStore& store, RunLog& log) {
    for (unsigned round = 1;; ++round) {
        FetchRun(parts.settings, parts.fetcher, store, log, parts.report, parts.clocks).run();
        try {
            return build(parts, store, log.newest());
        } catch (const LostPack& lost) {
            parts.report.say(std::string(lost.what()) + "; it is fetched anew");
            log.forget(lost.number);
            if (round == most_rounds) throw;
        }
    }
}

}  // namespace

void update(const UpdaterParts& parts) {
    weak_list::OutputFile::check_place(parts.settings.list);  // before much is fetched for nothing
    const PackStore store(parts.cache, parts.settings.url);
    RunLog log(parts.cache, {parts.settings.url, parts.settings.ranges, parts.full},
               parts.clocks.wall());
    if (log.name().full) parts.full_noted();
    const auto built = [&] {
        try {
            return fetch_and_build(parts, store, log);
        } catch (const weak_list::ListFault&) {
            log.finish();  // another start asks whether the corpus has changed
            throw;
        }
    }();
    log.finish();
    parts.report.end(parts.settings.list + " has " + std::to_string(built.header.entries) +
                     " entries (ranges: " + parts.report.counts().text() + ").");
}

}  // namespace ramctl::update
