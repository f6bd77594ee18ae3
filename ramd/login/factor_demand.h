// SPDX-License-Identifier: LGPL-2.1-or-later
// Which second factor a logon or a change wants, from what is known of both (policy/second_factor.h
// decides), and the sources that "adaptive" knows.
#pragma once

#include <string>
#include <vector>

#include "policy/second_factor.h"
#include "ramd/login/login_services.h"

namespace ramd {

// mfa=no on the PAM line, or a service of MFAExemptServices. Only callers that are believed have a
// service.
[[nodiscard]] bool is_exempt_from_factor(const LoginServices& services,
                                         const LogonContext& context);

[[nodiscard]] ramauth::policy::FactorDemand factor_of_logon(const LoginServices& services,
                                                            const Profile& profile,
                                                            const LogonContext& context);
// Of the user's own change (VerifyIdentityOnPasswordChange).
[[nodiscard]] ramauth::policy::FactorDemand factor_of_change(const LoginServices& services,
                                                             const Profile& profile,
                                                             const LogonContext& context);

// Of a change that a logon forces: who has none is led to binding one, where that helps.
[[nodiscard]] ramauth::policy::FactorDemand factor_of_forced_change(const LoginServices& services,
                                                                    const Profile& profile,
                                                                    const LogonContext& context);
// A factor was due and not given, because the stack or the service asks for none: what a factor
// proves is not known of this logon.
[[nodiscard]] bool owes_factor(const LoginServices& services, const Profile& profile,
                               const Ticket& ticket, const LogonContext& context);

// For `Ticket::next`: empty where the demand wants nothing.
[[nodiscard]] std::vector<std::string> words_of(const ramauth::policy::FactorDemand& demand);

// A factor is due, and there is no way to give one.
[[nodiscard]] ramauth::Refusal refuse_without_factor();

// The network (/24, /64) or the terminal from which the user comes; empty where neither is known.
// A remote name that is no address is nobody's.
[[nodiscard]] std::string factor_source(const LogonContext& context);
// The user was let in from there: the newest first, the oldest goes.
void remember_factor_source(Profile& profile, const LogonContext& context);

}  // namespace ramd
