// SPDX-License-Identifier: LGPL-2.1-or-later
// What a committed change does to the contents in memory. Prepared before the transaction, where
// there may be no memory left; carried out after it without allocating: what is durable must be
// remembered.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "ramd/store/store_contents.h"

namespace ramd {

class ContentsChange {
public:
    // `stored` gives a profile as it was; nothing where there is none, or none that can be read.
    using Stored = std::function<std::optional<Profile>(const UserName&)>;
    // `contents` and `change` must outlive this object.
    ContentsChange(StoreContents& contents, const StoreChange& change, const Stored& stored);

    // `cut`: whose histories were cut to change.longest_history.
    void carry_out(const std::vector<RosterEntry*>& cut) && noexcept;

private:
    void prepare_contacts(const UserName& user, const Profile* becomes, const Stored& stored);
    void prepare_kept();

    StoreContents& contents_;
    const StoreChange& change_;
    Roster::node_type fresh_;
    KeptRoster::node_type kept_;
    const UserName* no_longer_kept_ = nullptr;
    std::vector<ContactIndex::Change> emails_;
    std::vector<ContactIndex::Change> mobiles_;
    std::vector<const UserName*> unreadable_;
    std::optional<ramauth::policy::SecurityPreference> preference_;
};

}  // namespace ramd
