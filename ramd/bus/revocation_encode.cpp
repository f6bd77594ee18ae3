// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/revocation_encode.h"

#include "shared/wire.h"

namespace ramd {
namespace {

namespace wire = ramauth::wire;
using ramauth::policy::RevokeScope;

// Null where nothing is known.
const char* word(AskingSession session) {
    switch (session) {
        case AskingSession::unknown:
            break;
        case AskingSession::none:
            return wire::facts::this_session_none;
        case AskingSession::ends:
            return wire::facts::this_session_ends;
        case AskingSession::stays:
            return wire::facts::this_session_stays;
    }
    return nullptr;
}

const char* word(RevokeScope scope) {
    switch (scope) {
        case RevokeScope::sessions:
            break;
        case RevokeScope::user:
            return "user";
    }
    return "sessions";
}

void encode_one(sd_bus_message* reply, const OutstandingRevocation& one) {
    DictionaryWriter out(reply);
    out.text("UserName", one.revocation.user.str());
    out.number("Uid", one.revocation.uid.value);
    out.text("Reason", one.revocation.reason);
    out.time("Committed", one.revocation.committed);
    out.text("Scope", word(one.revocation.scope));
    out.number("Outstanding", one.sessions);
    out.text("Why", one.why);
    out.close();
}

}  // namespace

void write_ending(DictionaryWriter& out, const EndingSessions& ending) {
    if (ending.others) out.number(wire::facts::other_sessions, *ending.others);
    if (const char* asking = word(ending.asking)) out.text(wire::facts::this_session, asking);
    if (ending.not_permitted) out.flag(wire::facts::not_permitted, true);
}

void encode_outstanding(sd_bus_message* reply, const std::vector<OutstandingRevocation>& all) {
    check(sd_bus_message_open_container(reply, 'a', "a{sv}"), "cannot write a list");
    for (const OutstandingRevocation& one : all) encode_one(reply, one);
    check(sd_bus_message_close_container(reply), "cannot end a list");
}

}  // namespace ramd
