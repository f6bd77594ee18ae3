// SPDX-License-Identifier: LGPL-2.1-or-later
// Whose recovery contact a text is: one index of all addresses, or of all numbers, in memory. ASCII
// case does not count.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "shared/user_name.h"

namespace ramd {

class ContactIndex {
public:
    // Nothing for an empty text.
    [[nodiscard]] std::optional<ramauth::UserName> owner_of(std::string_view contact) const;
    // An empty text is no contact.
    void add(std::string_view contact, const ramauth::UserName& user);

    // What a commit does to one user's contact: prepared before it, where that may still fail, and
    // carried out after it, where nothing may.
    class Change;
    [[nodiscard]] Change prepare(std::string_view was, std::string_view becomes,
                                 const ramauth::UserName& user) const;
    void carry_out(Change change) noexcept;
    // Of a user whose record cannot be read any more. Looks at all of them.
    void forget(const ramauth::UserName& user) noexcept;

private:
    // Pairs, because a profile's contact must be found again even where a second one has the same.
    using Entry = std::pair<std::string, ramauth::UserName>;
    struct Before {
        using is_transparent = void;
        bool operator()(const Entry& a, const Entry& b) const { return a < b; }
        bool operator()(const Entry& a, std::string_view contact) const {
            return a.first < contact;
        }
        bool operator()(std::string_view contact, const Entry& b) const {
            return contact < b.first;
        }
    };
    using Entries = std::set<Entry, Before>;

    Entries entries_;
};

class ContactIndex::Change {
    friend class ContactIndex;
    std::optional<Entries::const_iterator> gone_;
    Entries fresh_;
};

}  // namespace ramd
