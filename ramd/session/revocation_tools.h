// SPDX-License-Identifier: LGPL-2.1-or-later
// What the works of all accounts share. Outlives none of what it refers to.
#pragma once

#include <functional>

#include "ramd/session/logind.h"
#include "ramd/session/logon_book.h"
#include "ramd/session/revocation_listener.h"
#include "ramd/session/scopes.h"
#include "ramd/session/sessions_to_end.h"
#include "ramd/session/turns.h"
#include "ramd/session/waiter.h"

namespace ramd {

// The services that are programmatic now.
using ServicesInForce = std::function<const ProgrammaticServices&()>;

struct RevocationTools {
    Logind& logind;
    RevocationList& list;
    RevocationListener& listener;
    Waiter& waiter;
    Scopes* scopes;  // may be null
    ServicesInForce programmatic;
    LogonBook logons;
    Turns looks;           // of 3: times `calls_at_a_time` it is less than dbus-daemon allows
    bool denied = false;   // polkit said no at the last question
    bool stopped = false;  // the references are no longer good
};

}  // namespace ramd
