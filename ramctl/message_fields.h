// SPDX-License-Identifier: LGPL-2.1-or-later
// Dictionaries of the contract in and out of a message of sd-bus. Writing answers an errno below
// zero where sd-bus does; reading throws BadReply where a reply is not in the agreed form.
#pragma once

#include <systemd/sd-bus.h>

#include "ramctl/manager_client.h"

namespace ramctl {

struct BadReply {};

[[nodiscard]] int append_fields(sd_bus_message* message, const Fields& fields,
                                const Secret* password = nullptr);
[[nodiscard]] int append_secret(sd_bus_message* message, const Secret& secret);

// A type that this ramctl does not know is passed over.
[[nodiscard]] WrittenProfile read_written(sd_bus_message* message);
[[nodiscard]] ResetCode read_reset_code(sd_bus_message* message);
[[nodiscard]] Fields read_fields(sd_bus_message* message);
[[nodiscard]] std::vector<Fields> read_list(sd_bus_message* message);
[[nodiscard]] ProfilePage read_page(sd_bus_message* message);
// What GetWeakListInfo says: its numbers as numbers, where read_fields would take them for times.
[[nodiscard]] Fields read_weak_list(sd_bus_message* message);
[[nodiscard]] HashPage read_hash_page(sd_bus_message* message);
[[nodiscard]] MfaSeed read_seed(sd_bus_message* message);
// A secret of at most 64 KiB.
[[nodiscard]] Secret read_long_secret(sd_bus_message* message);
[[nodiscard]] std::vector<BrokenRule> read_broken_rules(sd_bus_message* message);
[[nodiscard]] std::uint32_t read_number(sd_bus_message* message);

}  // namespace ramctl
