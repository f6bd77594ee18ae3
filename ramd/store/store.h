// SPDX-License-Identifier: LGPL-2.1-or-later
// Where profiles, policy and the revocations still to be done are kept. All calls are made from
// the event loop's thread. A call that returns has been made durable. Faults are exceptions:
// StoreFull when there is no room (nothing was written, reading goes on), DamagedRecord when one
// record does not verify (that user is unavailable, nobody else), StoreFault for all else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "policy/password_policy.h"
#include "policy/security_preference.h"
#include "policy/weak_list/weak_hash.h"
#include "ramd/store/profile.h"

namespace ramd {

struct StoreFault : std::runtime_error {
    using std::runtime_error::runtime_error;
};
struct StoreFull : StoreFault {
    using StoreFault::StoreFault;
};
struct DamagedRecord : StoreFault {
    using StoreFault::StoreFault;
};

// One transaction. What is not set is not touched.
struct StoreChange {
    // Written only where the stored record still has `put->version` (0: there must be none); the
    // stored version is one higher. A profile that is put gets its managed marker first.
    std::optional<Profile> put;
    // Erased only where the stored record still has this version; 0 erases one that is damaged.
    std::optional<UserName> erase;
    std::uint64_t erase_version = 0;
    // With `erase`, whose user it has, and with `raise_epoch`. It is there until a profile is made
    // for that name, whatever the uid of either, or until it is dropped.
    std::optional<KeptDevice> keep_device;
    std::optional<UserName> drop_device;  // with neither; nothing happens where none is kept
    // Raise the host's epoch and give it to `put` and to `revoke`.
    bool raise_epoch = false;
    std::optional<Revocation> revoke;
    std::optional<ramauth::policy::PasswordPolicy> policy;
    // Histories that are longer are cut to this, in every profile; their versions rise.
    std::optional<unsigned> longest_history;
    std::optional<ramauth::policy::SecurityPreference> preference;
};

struct Committed {
    bool conflict = false;    // a version did not match: nothing was written
    std::uint64_t epoch = 0;  // the raised one, where asked for
    std::uint64_t revocation_id = 0;
};

using ramauth::weak_list::WeakHash;

// How many passwords administrators may add to the weak list.
inline constexpr std::size_t most_weak = 1'000'000;

struct WeakAddition {
    bool too_many = false;        // there is no room for all of them: nothing was written
    std::vector<WeakHash> added;  // those that were not there yet, in order
};

class Store {
public:
    virtual ~Store() = default;

    [[nodiscard]] virtual std::optional<Profile> find(const UserName& user) const = 0;
    // Up to `max` profiles in the order of their names, beginning after `marker` ("" = at the
    // start). A damaged record is skipped and its name added to `damaged` where that is given.
    [[nodiscard]] virtual std::vector<Profile> list(std::string_view marker, std::size_t max,
                                                    std::vector<std::string>* damaged) const = 0;
    // From memory, both: they cost no reading.
    [[nodiscard]] virtual const ramauth::policy::PasswordPolicy& policy() const = 0;
    [[nodiscard]] virtual const ramauth::policy::SecurityPreference& preference() const = 0;
    // Whose recovery contact this is, from memory; nothing for an empty text. Compared as mail does
    // it in practice: without regard to ASCII case.
    [[nodiscard]] virtual std::optional<UserName> owner_of_email(std::string_view email) const = 0;
    [[nodiscard]] virtual std::optional<UserName> owner_of_mobile(
        std::string_view mobile) const = 0;
    [[nodiscard]] virtual std::vector<Revocation> revocations() const = 0;
    // Throws DamagedRecord for one that is there and cannot be read.
    [[nodiscard]] virtual std::optional<KeptDevice> kept_device(const UserName& user) const = 0;
    // Whose devices are kept, damaged ones too; from memory.
    [[nodiscard]] virtual std::vector<UserName> kept_devices() const = 0;

    [[nodiscard]] virtual Committed commit(const StoreChange& change) = 0;
    virtual void finish_revocation(std::uint64_t id) = 0;

    // What administrators added to the weak list. It is never forgotten. `hashes` in any order.
    [[nodiscard]] virtual WeakAddition add_weak(std::span<const WeakHash> hashes) = 0;
    // Throws DamagedRecord where that cannot be told: a part of them is damaged or was lost.
    [[nodiscard]] virtual bool has_weak(const WeakHash& hash) const = 0;
    // From memory, both; of those that can be read. False: a part was found missing at the start.
    [[nodiscard]] virtual std::size_t weak_count() const = 0;
    [[nodiscard]] virtual bool weak_is_whole() const = 0;
    // Up to `max` of them in order, beginning after `marker` (nothing = at the start). A damaged
    // part is skipped and named in `damaged` where that is given.
    [[nodiscard]] virtual std::vector<WeakHash> list_weak(
        const std::optional<WeakHash>& marker, std::size_t max,
        std::vector<std::string>* damaged) const = 0;
};

}  // namespace ramd
