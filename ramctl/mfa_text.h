// SPDX-License-Identifier: LGPL-2.1-or-later
// The second factor of an account, in words for people and as documents; and how what ramd makes
// for it is written out. Secrets go past every buffer.
#pragma once

#include "ramctl/environment.h"
#include "ramctl/table.h"

namespace ramctl {

// Device, recovery codes left and known sources, as GetMFAInfo tells them.
void add_mfa_lines(Listing& listing, const Fields& info, Timestamp now);

// What an authenticator application needs: the picture, the URI, and the seed in groups of four.
// The picture is left out where no QR code can hold the URI.
void print_seed(Environment& environment, const MfaSeed& seed);
// A secret as it is, with a line feed behind it where it has none.
void print_lines(Environment& environment, const Secret& lines);

// The document of a bind, in two parts because the seed has to be known before codes can be: the
// first ends with its line, and only the second closes it.
void begin_bind_json(Environment& environment, const UserName& user, const MfaSeed& seed);
void end_bind_json(Environment& environment, const Secret& recovery_codes);

}  // namespace ramctl
