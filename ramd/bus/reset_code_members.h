// SPDX-License-Identifier: LGPL-2.1-or-later
// CreateResetCode of the interface Manager, for its vtable.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "ramd/bus/invocation.h"

namespace ramd {

[[nodiscard]] boost::asio::awaitable<void> create_reset_code(Invocation& in);

}  // namespace ramd
