// SPDX-License-Identifier: LGPL-2.1-or-later
// Who is asked for a second factor, and by which ways (MODEL.md, section 8). Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/security_preference.h"

namespace ramauth::policy {

// What is known of the logon and of the account.
struct FactorCircumstances {
    bool exempt = false;         // mfa=no, or a service of MFAExemptServices
    bool bind_required = false;  // the profile's MFABindRequired
    bool device_bound = false;
    bool has_email = false;
    bool has_mobile = false;
    bool source_known = false;  // the user has been let in from there, a factor included where due
};

struct FactorDemand {
    enum class Kind {
        nothing,     // the password is enough
        offer,       // likewise, and the person is told that a device can be bound
        verify,      // one of `ways`
        bind,        // a device has to be bound before anybody is let in
        impossible,  // a factor is due, and there is no way to give one
    };
    Kind kind = Kind::nothing;
    std::vector<std::string_view> ways = {};  // as on the wire: "totp", "email", …
};

// The first that matches: exempt; mandatory; the profile demands a device; a device is bound; and
// then nobody has to. "adaptive" asks whoever has a way, and from an unknown source only; what the
// profile demands is asked from known sources too.
[[nodiscard]] FactorDemand demand_of_logon(const SecurityPreference& preference,
                                           const FactorCircumstances& circumstances);

// VerifyIdentityOnPasswordChange: nobody without a factor can change.
[[nodiscard]] FactorDemand demand_of_change(const SecurityPreference& preference,
                                            const FactorCircumstances& circumstances);

// The same for a change that a logon forces: who has none may bind a device on the way.
[[nodiscard]] FactorDemand demand_of_forced_change(const SecurityPreference& preference,
                                                   const FactorCircumstances& circumstances);

}  // namespace ramauth::policy
