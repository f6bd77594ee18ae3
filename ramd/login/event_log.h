// SPDX-License-Identifier: LGPL-2.1-or-later
// What happened, for the administrator: one structured record a decision. The journal is behind it
// (ramd/journal.h); tests keep the records. A record never holds a secret, and names a user only
// after that user was found.
#pragma once

#include <optional>
#include <string>

#include "ramd/login/request.h"
#include "shared/error_code.h"

namespace ramd {

enum class EventKind {
    logon_allowed,
    logon_refused,
    factor_given,
    code_sent,
    code_not_sent,
    password_changed,
    password_change_refused,
    profile_created,
    profile_updated,
    profile_deleted,
    profile_unlocked,
    profile_locked,
    profile_idle,
    profile_orphaned,
    mfa_device_bound,
    mfa_device_unbound,
    policy_changed,
    preference_changed,
    session_opened,
    session_refused,
    sessions_revoked,
    sessions_outstanding,
    logons_left,
    manager_refused,
    weak_list_loaded,
    weak_list_refused,
    weak_passwords_added,
    message_not_sent,
    record_damaged,
    service_fault,
};

struct Event {
    EventKind kind = EventKind::service_fault;
    std::string user;                   // empty where none was found
    std::optional<ramauth::Code> code;  // why, where something was refused
    std::string detail;                 // in words, for the administrator
    const Request* request = nullptr;   // where one caused it
    std::string field = {};             // that the code is about (ramauth::code_text)
};

class EventLog {
public:
    virtual ~EventLog() = default;
    // Never blocks and never throws: logging does not decide.
    virtual void record(const Event& event) noexcept = 0;
};

}  // namespace ramd
