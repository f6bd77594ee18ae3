// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/change_writer.h"

#include <utility>

namespace ramd {

Committed ChangeWriter::apply(const StoreChange& change) {
    Committed done;
    if (change.raise_epoch) done.epoch = ++state_.epoch;
    if (change.drop_device) drop_kept(*change.drop_device);
    if (change.put && change.put->version == 0) drop_kept(change.put->user);
    if (change.erase) erase(*change.erase);
    if (change.keep_device) keep(*change.keep_device);
    if (change.put) put(*change.put, done.epoch, change.longest_history);
    if (change.revoke) done.revocation_id = revoke(*change.revoke, done.epoch);
    if (change.policy) records_.put(*change.policy);
    if (change.preference) records_.put(*change.preference);
    if (change.longest_history) cut_histories(change);
    return done;
}

void ChangeWriter::put(Profile profile, std::uint64_t raised_epoch,
                       const std::optional<unsigned>& longest) {
    if (longest && profile.history.size() > *longest) profile.history.resize(*longest);
    if (raised_epoch != 0) profile.epoch = raised_epoch;
    if (profile.version == 0) toggle(state_.names, records_.name_mark(profile.user));
    write_next_version(profile);
}

void ChangeWriter::write_next_version(Profile& profile) {
    const std::string& name = profile.user.str();
    if (profile.version != 0) toggle(state_.versions, records_.version_mark(name, profile.version));
    ++profile.version;
    toggle(state_.versions, records_.version_mark(name, profile.version));
    records_.put(profile);
}

void ChangeWriter::erase(const UserName& user) {
    toggle(state_.names, records_.name_mark(user));
    if (const auto version = roster_.find(user.str())->second.version)
        toggle(state_.versions, records_.version_mark(user.str(), *version));
    else
        forget_damaged(&user);
    records_.erase_profile(user);
}

void ChangeWriter::keep(const KeptDevice& device) {
    const std::string& user = device.user.str();
    toggle(state_.names, records_.kept_name_mark(user));
    toggle(state_.versions, records_.kept_version_mark(user, state_.epoch));
    records_.put(KeptRecord{device, state_.epoch});
}

void ChangeWriter::drop_kept(const UserName& user) {
    const auto kept = kept_.find(user.str());
    if (kept == kept_.end()) return;
    dropped_ = &user;
    toggle(state_.names, records_.kept_name_mark(user.str()));
    if (kept->second)
        toggle(state_.versions, records_.kept_version_mark(user.str(), *kept->second));
    else
        forget_damaged(nullptr);
    records_.erase_kept_device(user.str());
}

// The mark of a damaged record's version is not known; with the last such record gone, that of all
// others can be told again.
void ChangeWriter::forget_damaged(const UserName* erased) {
    Roster profiles = roster_;
    KeptRoster devices = kept_;
    if (erased != nullptr) profiles.erase(erased->str());
    if (dropped_ != nullptr) devices.erase(dropped_->str());
    if (!any_damaged(profiles, devices)) state_.versions = versions_of(profiles, devices, records_);
}

std::uint64_t ChangeWriter::revoke(Revocation revocation, std::uint64_t raised_epoch) {
    revocation.id = state_.next_revocation++;
    if (raised_epoch != 0) revocation.epoch = raised_epoch;
    toggle(state_.names, records_.name_mark(revocation.id));
    records_.put(revocation);
    return revocation.id;
}

void ChangeWriter::cut_histories(const StoreChange& change) {
    for (auto& [user, entry] : roster_) {
        const bool just_written = (change.put && change.put->user.str() == user) ||
                                  (change.erase && change.erase->str() == user);
        if (!just_written && entry.version && entry.history > *change.longest_history)
            cut_history(user, entry, *change.longest_history);
    }
}

// One damaged profile is that user's trouble, and must not keep the policy from being changed.
void ChangeWriter::cut_history(const std::string& user, RosterEntry& entry, unsigned longest) {
    std::optional<Profile> profile;
    try {
        profile = records_.profile(user);
    } catch (const DamagedRecord&) {
        return;
    }
    if (!profile || profile->version != entry.version) return;
    profile->history.resize(longest);
    write_next_version(*profile);
    cut_.push_back(&entry);
}

}  // namespace ramd
