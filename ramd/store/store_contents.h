// SPDX-License-Identifier: LGPL-2.1-or-later
// Everything in the database, read and compared with what must be in it, before it is served.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ramd/store/contact_index.h"
#include "ramd/store/store_records.h"

namespace ramd {

// What is known of a profile that must be there. It stays in memory beside the database: a record
// that gets lost later is missed, and an old page that comes back is not believed.
struct RosterEntry {
    std::optional<std::uint64_t> version;  // nothing for one whose record is damaged
    unsigned char history = 0;             // passwords that it remembers
};

using Roster = std::map<std::string, RosterEntry, std::less<>>;

// The epoch of every device that is kept; nothing for one whose record is damaged.
using KeptRoster = std::map<std::string, std::optional<std::uint64_t>, std::less<>>;

struct StoreContents {
    StoreState state;
    ramauth::policy::PasswordPolicy policy;
    ramauth::policy::SecurityPreference preference;
    Roster roster;
    KeptRoster kept;
    ContactIndex emails;
    ContactIndex mobiles;
    WeakCounts weak;
};

// Throws StoreFault for a database that is foreign, of another schema, or in which anything but
// single profiles, kept devices and additions to the weak list is damaged. `file` is its name, for
// the text.
[[nodiscard]] StoreContents read_contents(LmdbTransaction& transaction, const RecordSeal& seal,
                                          const std::string& file);

// The fingerprint of the versions of both, of which none is damaged.
[[nodiscard]] RecordMark versions_of(const Roster& roster, const KeptRoster& kept,
                                     const StoreRecords& records);

[[nodiscard]] bool any_damaged(const Roster& roster, const KeptRoster& kept);
[[nodiscard]] std::vector<std::string> names_of(const Roster& roster);

}  // namespace ramd
