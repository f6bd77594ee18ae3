// SPDX-License-Identifier: LGPL-2.1-or-later
// The entry points that libpam looks up (pam(8)), and the one barrier that nothing is thrown across
// and behind which no failure becomes a yes.
#include <syslog.h>

#include <exception>
#include <span>

#include "pam_ramauth/conversation.h"
#include "pam_ramauth/flows.h"

namespace ramauth::pam {
namespace {

using Flow = int (*)(Invocation&);

void log_options(const Invocation& call) {
    for (const std::string& option : call.options.not_understood)
        call.log(LOG_ERR, "option not understood and ignored: " + option);
}

int run(pam_handle_t* raw, int flags, std::span<const char* const> arguments, Stage stage,
        Flow flow) {
    const auto host = make_surroundings();
    const PamHandle pam(raw);
    const Options options = parse_options(arguments);
    TimeBudget budget(stage == Stage::password ? options.change_timeout() : options.timeout);
    PamConversation conversation(pam, budget, (flags & static_cast<int>(PAM_SILENT)) != 0);
    Invocation call{pam, options, *host, conversation, budget, stage, flags};
    log_options(call);
    try {
        const int code = flow(call);
        call.debug("answered " + std::to_string(code));
        return code;
    } catch (const std::exception& fault) {
        call.log(LOG_CRIT, std::string("failed: ").append(fault.what()));
        return PAM_SYSTEM_ERR;
    }
}

int enter(pam_handle_t* raw, int flags, int count, const char** arguments, Stage stage,
          Flow flow) noexcept {
    if (raw == nullptr || count < 0 || (count > 0 && arguments == nullptr)) return PAM_SYSTEM_ERR;
    try {
        return run(raw, flags, {arguments, static_cast<std::size_t>(count)}, stage, flow);
    } catch (...) {
        return PAM_SYSTEM_ERR;
    }
}

}  // namespace
}  // namespace ramauth::pam

using namespace ramauth::pam;

#define RAMAUTH_ENTRY extern "C" __attribute__((visibility("default"))) int

RAMAUTH_ENTRY pam_sm_authenticate(pam_handle_t* pamh, int flags, int argc, const char** argv) {
    return enter(pamh, flags, argc, argv, Stage::auth, authenticate);
}

RAMAUTH_ENTRY pam_sm_setcred(pam_handle_t* pamh, int flags, int argc, const char** argv) {
    return enter(pamh, flags, argc, argv, Stage::credentials, set_credentials);
}

RAMAUTH_ENTRY pam_sm_acct_mgmt(pam_handle_t* pamh, int flags, int argc, const char** argv) {
    return enter(pamh, flags, argc, argv, Stage::account, check_account);
}

RAMAUTH_ENTRY pam_sm_chauthtok(pam_handle_t* pamh, int flags, int argc, const char** argv) {
    return enter(pamh, flags, argc, argv, Stage::password, change_password);
}

RAMAUTH_ENTRY pam_sm_open_session(pam_handle_t* pamh, int flags, int argc, const char** argv) {
    return enter(pamh, flags, argc, argv, Stage::session, open_session);
}

RAMAUTH_ENTRY pam_sm_close_session(pam_handle_t* pamh, int flags, int argc, const char** argv) {
    return enter(pamh, flags, argc, argv, Stage::session, close_session);
}
