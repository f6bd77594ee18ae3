// SPDX-License-Identifier: LGPL-2.1-or-later
// What was added goes into the file as well, so that the file can be given to another host. ramd
// goes on asking both, and looks passwords up meanwhile.
#include <algorithm>
#include <ostream>
#include <utility>

#include "policy/weak_list/list_build.h"
#include "policy/weak_list/weak_list.h"
#include "ramctl/build_progress.h"
#include "ramctl/hash_lines.h"
#include "ramctl/report.h"
#include "ramctl/verbs.h"
#include "ramctl/weak_list_info.h"

namespace ramctl {
namespace {

using ramauth::weak_list::Key;
using ramauth::weak_list::ListAnswer;
using ramauth::weak_list::WeakList;
namespace weak_list = ramauth::weak_list;

// All that were ever added, page by page.
Answer<std::vector<WeakHash>> added_hashes(ManagerClient& client) {
    std::vector<WeakHash> hashes;
    for (std::string marker;;) {
        auto answer = client.added_weak_passwords(marker);
        if (auto* refusal = std::get_if<Refusal>(&answer)) return std::move(*refusal);
        if (auto* unanswered = std::get_if<NoAnswer>(&answer)) return std::move(*unanswered);
        auto& page = std::get<HashPage>(answer);
        // A page that leads nowhere would be asked for without end.
        if (!append_hashes(page.lines.view(), hashes) ||
            (!page.next.empty() && page.next <= marker))
            return NoAnswer{"the reply was not in the agreed form", true};
        if (page.next.empty()) return hashes;
        marker = std::move(page.next);
    }
}

// What the file answers no to; also where it cannot be read: then the merge says why.
std::vector<Key> missing_in(const WeakList& list, const std::vector<WeakHash>& hashes) {
    std::vector<Key> keys;
    for (const auto& hash : hashes) {
        if (list.ask(hash) != ListAnswer::weak) keys.push_back(hash.key());
    }
    return keys;
}

enum class Merged { nothing_missing, written };

std::variant<Merged, Refusal> merge_into(const std::string& path, std::vector<WeakHash> hashes,
                                         const Environment& environment) {
    BuildWatch watch(environment);
    try {
        const WeakList list = WeakList::open(path);
        std::vector<Key> keys = missing_in(list, hashes);
        if (keys.empty()) return Merged::nothing_missing;
        hashes = {};
        weak_list::BuildSettings settings;
        settings.mode = list.status().st_mode & 0777U;
        // A short merge tells nothing on its way: signals wait from here.
        watch.at({weak_list::BuildPhase::writing, 0, list.header().entries});
        settings.progress = [&watch](const auto& progress) { watch.at(progress); };
        (void)weak_list::merge_list(list, std::move(keys), path, settings);
        return Merged::written;
    } catch (...) {
        watch.clear();
        return why_not_made(path);
    }
}

ExitStatus nothing_to_do(Environment& environment, const Fields& info) {
    environment.err << "There is nothing to merge.\n";
    return tell_weak_list(environment, info);
}

std::optional<Refusal> cannot_merge(const Environment& environment, const Fields& info) {
    if (!environment.caller.is_root())
        return Refusal{Code::no_permission, "only root can write the list", {}};
    if (info.text("State") == "none" || !info.flag("Usable"))
        return Refusal{Code::weak_list_unavailable,
                       "there is no file to merge into: make one first with ramctl weak-list "
                       "update, or build",
                       {}};
    return std::nullopt;
}

}  // namespace

ExitStatus run(const WeakListMergeVerb&, Environment& environment) {
    const auto answer = environment.client.weak_list_info();
    if (const auto status = refused(environment.err, answer)) return *status;
    const auto& info = std::get<Fields>(answer);
    if (const auto refusal = cannot_merge(environment, info))
        return report(environment.err, *refusal);
    auto added = added_hashes(environment.client);
    if (const auto status = refused(environment.err, added)) return *status;
    auto& hashes = std::get<std::vector<WeakHash>>(added);
    if (hashes.empty()) return nothing_to_do(environment, info);
    const auto merged = merge_into(info.text("Path"), std::move(hashes), environment);
    if (const auto* refusal = std::get_if<Refusal>(&merged))
        return report(environment.err, *refusal);
    if (std::get<Merged>(merged) == Merged::nothing_missing)
        return nothing_to_do(environment, info);
    return run(WeakListReloadVerb{}, environment);
}

}  // namespace ramctl
