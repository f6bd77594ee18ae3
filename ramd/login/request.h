// SPDX-License-Identifier: LGPL-2.1-or-later
// Who asks, and what is known of the logon at hand. The bus side fills it, and leaves out what the
// contract does not let it believe from this caller.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "shared/deadline.h"
#include "shared/secret.h"
#include "shared/user_name.h"

namespace ramd {

using ramauth::Deadline;
using ramauth::Secret;
using ramauth::Uid;
using ramauth::UserName;

struct Caller {
    Uid uid;
    pid_t pid = 0;  // 0: not known
    [[nodiscard]] bool is_root() const { return uid.value == 0; }
};

enum class Purpose { logon, change };

struct LogonContext {
    std::string service;
    std::string tty;
    std::string remote_host;
    std::string remote_address;  // where remote_host is a name
    std::string remote_user;
    std::string nonce;
    std::string session;     // logind session that the caller stands in
    std::optional<Uid> uid;  // of the account, as the module's NSS knows it now
    std::optional<Uid> caller_uid;
    Purpose purpose = Purpose::logon;
    std::optional<std::uint64_t> epoch;
    // Callers other than uid 0 have no say over uid, session and the rest: false for them.
    bool believed = false;
    bool no_second_factor = false;  // mfa=no: this stack asks for none
};

struct Request {
    std::string id;  // 32 hexadecimal digits, in the answer and in the journal
    Caller caller;
    LogonContext context;
    Deadline deadline;
    std::optional<Secret> ticket = {};  // what this logon has proved already
    // Becomes true when the client has gone: work not yet begun is dropped.
    std::shared_ptr<std::atomic<bool>> abandoned = std::make_shared<std::atomic<bool>>(false);

    // Nobody waits any more: asked before a commit, because one who gave up has been told that it
    // is not known what became of the request, and then nothing did.
    [[nodiscard]] bool too_late() const { return abandoned->load() || deadline.passed(); }
};

}  // namespace ramd
