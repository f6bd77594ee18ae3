// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/contents_change.h"

#include <algorithm>
#include <utility>

namespace ramd {
namespace {

unsigned char kept_history(const StoreChange& change) {
    const std::size_t given = change.put->history.size();
    return static_cast<unsigned char>(
        std::min<std::size_t>(given, change.longest_history.value_or(given)));
}

}  // namespace

ContentsChange::ContentsChange(StoreContents& contents, const StoreChange& change,
                               const Stored& stored)
    : contents_(contents), change_(change), preference_(change.preference) {
    if (change.put) {
        Roster one;
        one.emplace(change.put->user.str(),
                    RosterEntry{change.put->version + 1, kept_history(change)});
        fresh_ = one.extract(one.begin());
        prepare_contacts(change.put->user, &*change.put, stored);
    }
    if (change.erase) prepare_contacts(*change.erase, nullptr, stored);
    prepare_kept();
}

void ContentsChange::prepare_kept() {
    if (change_.keep_device) {
        KeptRoster one;
        one.emplace(change_.keep_device->user.str(), contents_.state.epoch + 1);
        kept_ = one.extract(one.begin());
    }
    if (change_.drop_device) no_longer_kept_ = &*change_.drop_device;
    if (change_.put && change_.put->version == 0) no_longer_kept_ = &change_.put->user;
}

void ContentsChange::prepare_contacts(const UserName& user, const Profile* becomes,
                                      const Stored& stored) {
    const auto was = stored(user);
    if (!was && contents_.roster.contains(user.str())) unreadable_.push_back(&user);
    emails_.push_back(contents_.emails.prepare(was ? was->recovery_email : std::string(),
                                               becomes ? becomes->recovery_email : std::string(),
                                               user));
    mobiles_.push_back(contents_.mobiles.prepare(was ? was->recovery_mobile : std::string(),
                                                 becomes ? becomes->recovery_mobile : std::string(),
                                                 user));
}

void ContentsChange::carry_out(const std::vector<RosterEntry*>& cut) && noexcept {
    for (RosterEntry* entry : cut) {
        ++*entry->version;
        entry->history = static_cast<unsigned char>(*change_.longest_history);
    }
    if (change_.erase) contents_.roster.erase(change_.erase->str());
    if (!fresh_.empty()) {
        const auto inserted = contents_.roster.insert(std::move(fresh_));
        if (!inserted.inserted) inserted.position->second = inserted.node.mapped();
    }
    if (no_longer_kept_ != nullptr) contents_.kept.erase(no_longer_kept_->str());
    if (!kept_.empty()) contents_.kept.insert(std::move(kept_));
    for (const UserName* user : unreadable_) {
        contents_.emails.forget(*user);
        contents_.mobiles.forget(*user);
    }
    for (auto& email : emails_) contents_.emails.carry_out(std::move(email));
    for (auto& mobile : mobiles_) contents_.mobiles.carry_out(std::move(mobile));
    if (change_.policy) contents_.policy = *change_.policy;
    if (preference_) contents_.preference = *std::move(preference_);
}

}  // namespace ramd
