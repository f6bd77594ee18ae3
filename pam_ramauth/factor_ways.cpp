// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/factor_ways.h"

#include "shared/wire.h"

namespace ramauth::pam {
namespace {

constexpr const char* app = "the code that your authenticator app shows";
constexpr const char* recovery = "a recovery code";

// "a", "a or b", "a, b or c".
std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) text += i + 1 == parts.size() ? " or " : ", ";
        text += parts[i];
    }
    return text;
}

std::string sent(const FactorWays& ways) {
    std::string text = ways.email && ways.sms ? "a code by mail or SMS"
                       : ways.email           ? "a code by mail"
                                              : "a code by SMS";
    return ways.must_be_sent() ? text : text + " (press Enter to get one)";
}

}  // namespace

std::optional<FactorWays> FactorWays::of(const std::vector<std::string>& next) {
    FactorWays ways;
    for (const std::string& way : next) {
        ways.totp |= way == wire::factor::totp;
        ways.email |= way == wire::factor::email;
        ways.sms |= way == wire::factor::sms;
        ways.recovery_code |= way == wire::factor::recovery_code;
        ways.bind |= way == wire::factor::bind;
    }
    const bool code = ways.totp || ways.recovery_code || ways.can_be_sent();
    return code != ways.bind ? std::optional(ways) : std::nullopt;
}

std::string FactorWays::at_hand() const {
    std::vector<std::string> parts;
    if (totp) parts.emplace_back(app);
    if (recovery_code) parts.emplace_back(recovery);
    return joined(parts);
}

std::string FactorWays::sentence() const {
    std::vector<std::string> parts;
    if (totp) parts.emplace_back(app);
    if (can_be_sent()) parts.push_back(sent(*this));
    if (recovery_code) parts.emplace_back(recovery);
    return "A second factor is needed: " + joined(parts) + ".";
}

}  // namespace ramauth::pam
