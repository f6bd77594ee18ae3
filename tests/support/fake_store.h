// SPDX-License-Identifier: LGPL-2.1-or-later
// The store in memory, with the rules of ramd/store/store.h, and faults on demand.
#pragma once

#include <strings.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "ramd/store/store.h"

namespace ramd::test {

class FakeStore final : public Store {
public:
    [[nodiscard]] std::optional<Profile> find(const UserName& user) const override {
        if (damaged.contains(user.str())) throw DamagedRecord("the seal does not fit");
        const auto found = profiles.find(user.str());
        return found == profiles.end() ? std::nullopt : std::optional(found->second);
    }

    [[nodiscard]] std::vector<Profile> list(std::string_view marker, std::size_t max,
                                            std::vector<std::string>* skipped) const override {
        if (broken_list) throw StoreFault("input/output error");
        std::vector<Profile> page;
        for (auto next = profiles.upper_bound(std::string(marker));
             next != profiles.end() && page.size() < max; ++next) {
            if (!damaged.contains(next->first))
                page.push_back(next->second);
            else if (skipped != nullptr)
                skipped->push_back(next->first);
        }
        return page;
    }

    [[nodiscard]] const ramauth::policy::PasswordPolicy& policy() const override {
        return policy_in_force;
    }
    [[nodiscard]] const ramauth::policy::SecurityPreference& preference() const override {
        return preference_in_force;
    }
    [[nodiscard]] std::optional<UserName> owner_of_email(std::string_view email) const override {
        return owner_of(&Profile::recovery_email, email);
    }
    [[nodiscard]] std::optional<UserName> owner_of_mobile(std::string_view mobile) const override {
        return owner_of(&Profile::recovery_mobile, mobile);
    }
    [[nodiscard]] std::vector<Revocation> revocations() const override { return pending; }

    [[nodiscard]] std::optional<KeptDevice> kept_device(const UserName& user) const override {
        if (damaged.contains(user.str())) throw DamagedRecord("the seal does not fit");
        const auto found = kept.find(user.str());
        return found == kept.end() ? std::nullopt : std::optional(found->second);
    }
    [[nodiscard]] std::vector<UserName> kept_devices() const override {
        std::vector<UserName> users;
        for (const auto& [name, device] : kept) users.push_back(device.user);
        return users;
    }

    [[nodiscard]] Committed commit(const StoreChange& change) override {
        if (full) throw StoreFull("no space left");
        if (broken) throw StoreFault("input/output error");
        if (!fits(change)) return {.conflict = true};
        Committed committed;
        if (change.raise_epoch) committed.epoch = ++epoch;
        if (change.put && change.put->version == 0) kept.erase(change.put->user.str());
        if (change.put) put(*change.put, committed.epoch);
        if (change.erase) profiles.erase(change.erase->str());
        if (change.drop_device) kept.erase(change.drop_device->str());
        if (change.keep_device)
            kept.insert_or_assign(change.keep_device->user.str(), *change.keep_device);
        if (change.policy) policy_in_force = *change.policy;
        if (change.preference) preference_in_force = *change.preference;
        if (change.longest_history) cut_histories(*change.longest_history, change.put);
        if (change.revoke) {
            pending.push_back(*change.revoke);
            pending.back().epoch = committed.epoch;
            committed.revocation_id = pending.back().id = ++last_revocation;
        }
        commits.push_back(change);
        return committed;
    }

    void finish_revocation(std::uint64_t id) override {
        std::erase_if(pending, [id](const Revocation& item) { return item.id == id; });
    }

    [[nodiscard]] WeakAddition add_weak(std::span<const WeakHash> hashes) override {
        if (full) throw StoreFull("no space left");
        WeakAddition done;
        for (const WeakHash& hash : std::set<WeakHash>(hashes.begin(), hashes.end()))
            if (!weak.contains(hash)) done.added.push_back(hash);
        if (weak.size() + done.added.size() > most_weak_here)
            return {.too_many = true, .added = {}};
        weak.insert(done.added.begin(), done.added.end());
        return done;
    }
    [[nodiscard]] bool has_weak(const WeakHash& hash) const override {
        if (weak.contains(hash)) return true;
        if (!whole_weak) throw DamagedRecord("weak: a part is damaged");
        return false;
    }
    [[nodiscard]] std::size_t weak_count() const override { return weak.size(); }
    [[nodiscard]] bool weak_is_whole() const override { return whole_weak; }
    [[nodiscard]] std::vector<WeakHash> list_weak(
        const std::optional<WeakHash>& marker, std::size_t max,
        std::vector<std::string>* skipped) const override {
        if (!whole_weak && skipped != nullptr) skipped->emplace_back("weak 005");
        std::vector<WeakHash> page;
        for (auto next = marker ? weak.upper_bound(*marker) : weak.begin();
             next != weak.end() && page.size() < max; ++next)
            page.push_back(*next);
        return page;
    }

    [[nodiscard]] const Profile& at(const std::string& user) const { return profiles.at(user); }

    std::map<std::string, Profile> profiles;
    std::map<std::string, KeptDevice> kept;
    ramauth::policy::PasswordPolicy policy_in_force;
    ramauth::policy::SecurityPreference preference_in_force;
    std::vector<Revocation> pending;
    std::set<std::string> damaged;
    std::vector<StoreChange> commits;
    std::uint64_t epoch = 100;
    std::uint64_t last_revocation = 0;
    bool full = false;
    bool broken = false;
    bool broken_list = false;
    std::set<WeakHash> weak;
    std::size_t most_weak_here = most_weak;
    bool whole_weak = true;

private:
    [[nodiscard]] std::uint64_t version_of(const UserName& user) const {
        const auto found = profiles.find(user.str());
        return found == profiles.end() ? 0 : found->second.version;
    }
    [[nodiscard]] bool fits(const StoreChange& change) const {
        return (!change.put || version_of(change.put->user) == change.put->version) &&
               (!change.erase || erasable(*change.erase, change.erase_version));
    }
    // Nobody knows the version of a damaged record: 0 erases it.
    [[nodiscard]] bool erasable(const UserName& user, std::uint64_t version) const {
        return damaged.contains(user.str()) ? version == 0 : version_of(user) == version;
    }
    void put(Profile profile, std::uint64_t raised) {
        ++profile.version;
        if (raised != 0) profile.epoch = raised;
        profiles.insert_or_assign(profile.user.str(), profile);
    }
    void cut_histories(unsigned longest, const std::optional<Profile>& just_put) {
        for (auto& [name, profile] : profiles) {
            if (profile.history.size() <= longest || damaged.contains(name)) continue;
            profile.history.resize(longest);
            if (!just_put || just_put->user != profile.user) ++profile.version;
        }
    }
    [[nodiscard]] std::optional<UserName> owner_of(std::string Profile::*field,
                                                   std::string_view contact) const {
        for (const auto& [name, profile] : profiles) {
            const bool same =
                ::strcasecmp((profile.*field).c_str(), std::string(contact).c_str()) == 0;
            if (same && !contact.empty() && !damaged.contains(name)) return profile.user;
        }
        return std::nullopt;
    }
};

}  // namespace ramd::test
