// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/second_factor.h"

#include <algorithm>

namespace ramauth::policy {
namespace {

using Kind = FactorDemand::Kind;

bool allows(const SecurityPreference& preference, std::string_view type) {
    return std::ranges::find(preference.verification_types, type) !=
           preference.verification_types.end();
}

// A device that was bound counts as long as the type is allowed; its recovery codes go with it.
std::vector<std::string_view> ways_of(const SecurityPreference& preference,
                                      const FactorCircumstances& known) {
    std::vector<std::string_view> ways;
    const bool device = known.device_bound && allows(preference, "totp");
    if (device) ways.emplace_back("totp");
    if (known.has_email && allows(preference, "email")) ways.emplace_back("email");
    if (known.has_mobile && allows(preference, "sms")) ways.emplace_back("sms");
    if (device) ways.emplace_back("recovery-code");
    return ways;
}

FactorDemand verify_or_bind(const SecurityPreference& preference,
                            const FactorCircumstances& known) {
    auto ways = ways_of(preference, known);
    if (!ways.empty()) return {Kind::verify, std::move(ways)};
    return {allows(preference, "totp") && !known.device_bound ? Kind::bind : Kind::impossible};
}

FactorDemand offer(const SecurityPreference& preference, const FactorCircumstances& known) {
    const bool possible = allows(preference, "totp") && !known.device_bound &&
                          preference.allow_user_to_manage_mfa_devices;
    return {possible ? Kind::offer : Kind::nothing};
}

}  // namespace

FactorDemand demand_of_logon(const SecurityPreference& preference,
                             const FactorCircumstances& known) {
    if (known.exempt) return {};
    if (preference.mfa_operation_for_login == MFAOperation::mandatory)
        return verify_or_bind(preference, known);
    if (known.bind_required)
        return known.device_bound           ? verify_or_bind(preference, known)
               : allows(preference, "totp") ? FactorDemand{Kind::bind}
                                            : FactorDemand{Kind::impossible};
    const bool adaptive = preference.mfa_operation_for_login == MFAOperation::adaptive;
    if (adaptive && known.source_known) return offer(preference, known);
    if (known.device_bound || adaptive) {
        auto ways = ways_of(preference, known);
        if (!ways.empty()) return {Kind::verify, std::move(ways)};
    }
    // A bound device whose type is no longer allowed is nobody's to ask for.
    return offer(preference, known);
}

FactorDemand demand_of_change(const SecurityPreference& preference,
                              const FactorCircumstances& known) {
    if (!preference.verify_identity_on_password_change) return {};
    auto ways = ways_of(preference, known);
    if (ways.empty()) return {Kind::impossible};
    return {Kind::verify, std::move(ways)};
}

FactorDemand demand_of_forced_change(const SecurityPreference& preference,
                                     const FactorCircumstances& known) {
    if (!preference.verify_identity_on_password_change) return {};
    return verify_or_bind(preference, known);
}

}  // namespace ramauth::policy
