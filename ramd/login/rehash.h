// SPDX-License-Identifier: LGPL-2.1-or-later
// A raised (or lowered) cost reaches a profile at its next good logon.
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include "ramd/login/login_services.h"

namespace ramd {

// Begins, after the logon's own answer, to hash the proved password at the configured cost. Changes
// the hash alone, and only where the password is still the one that was proved. Failing costs
// nothing but the next try.
void rehash_later(const boost::asio::any_io_executor& loop, LoginServices& services, Profile proved,
                  Secret normalised, const Request& request);

}  // namespace ramd
