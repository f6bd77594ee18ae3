// SPDX-License-Identifier: LGPL-2.1-or-later
// What a preset does not set is the default of password_policy.h: there its source says nothing.
#include "policy/presets.h"

#include <algorithm>
#include <array>

namespace ramauth::policy {
namespace {

// SetPasswordPolicy, ims 2019-08-15: every default of it is a default of ours.
constexpr PasswordPolicy alibaba_ram{
    .maximum_password_length = 32,  // MinimumPasswordLength is 8 to 32, default 8
    .login_attempts_window = 60,    // MaxLoginAttemps (default 0, off) counts within one hour
    .lockout_duration = 60,         // and locks for one hour
};

// The notice of 10 March 2026: accounts that first use RAM on or after 8 April 2026.
constexpr PasswordPolicy alibaba_ram_2026{
    .maximum_password_length = 32,         // as alibaba-ram
    .require_lowercase_characters = true,  // "digits and lowercase letters"
    .require_numbers = true,
    .login_attempts_window = 60,  // as alibaba-ram
    .lockout_duration = 60,
};

// IAM User Guide, "Default password policy". IAM has no lockout: MaxLoginAttempts stays off.
constexpr PasswordPolicy aws_iam{
    .minimum_password_length = 8,  // 8 to 128 characters
    .maximum_password_length = 128,
    .minimum_character_classes = 3,  // three of uppercase, lowercase, numbers, non-alphanumeric
    .max_password_age = 0,           // passwords never expire
};

// IAM User Guide, "Password Policy" and "Login Authentication Policy", the defaults.
constexpr PasswordPolicy huawei_iam{
    .minimum_password_length = 8,    // default 8, range 8 to 32
    .maximum_password_length = 32,   // Creating an IAM User: at most 32 characters
    .minimum_character_classes = 2,  // at least 2 of 4 character types
    .max_login_attempts = 5,         // maximum number of unsuccessful attempts, 3 to 10
    .login_attempts_window = 15,     // time for resetting the counter, 15 to 60 min
    .lockout_duration = 15,          // account lockout duration, 15 min to 24 h
};

constexpr PasswordPolicy nist_800_63b_4{
    .minimum_password_length = 15,   // 3.1.1.2: as the only factor, 15 at least
    .maximum_password_length = 128,  // 3.1.1.2: 64 or more ought to be allowed
    // 3.1.1.2: no composition rules. None of Require…, classes, different characters.
    .max_password_age = 0,  // 3.1.1.2: no periodic change
    // 3.2.2: no more than 100 consecutive failures, however far apart, and no window.
    .max_consecutive_failures = 100,
    // 3.1.1.2: every new password is compared with a block list, whoever sets it.
    .intercept_risk_password_on_api = true,
};

constexpr PasswordPolicy cis_debian{
    .minimum_password_length = 14,                  // 5.3.3.2.2 minlen: 14 or more
    .minimum_character_classes = 4,                 // 5.3.3.2.3 minclass
    .maximum_consecutive_identical_characters = 3,  // 5.3.3.2.4 maxrepeat: 3 or less, not 0
    .minimum_changed_characters = 2,                // 5.3.3.2.1 difok: 2 or more
    .password_reuse_prevention = 24,                // 5.3.3.3.1 remember: 24 or more
    .minimum_password_age = 24 * 60,                // 5.4.1.2 PASS_MIN_DAYS: 1 or more
    .max_password_age = 365,                        // 5.4.1.1 PASS_MAX_DAYS: 365 or less
    .password_expire_warning = 7,                   // 5.4.1.3 PASS_WARN_AGE: 7 or more
    .max_login_attempts = 4,                        // 5.3.3.1.1 deny: 4 are within its bound
    .login_attempts_window = 15,                    // faillock's fail_interval, left at 900 s
    .lockout_duration = 15,                         // 5.3.3.1.2 unlock_time: 900 s or more
};

constexpr PasswordPolicy stig_like{
    .minimum_password_length = 15,                  // RHEL-09-611090 minlen
    .minimum_character_classes = 4,                 // RHEL-09-611130 minclass
    .maximum_consecutive_identical_characters = 3,  // RHEL-09-611125 maxrepeat
    .minimum_changed_characters = 8,                // RHEL-09-611115 difok
    .password_reuse_prevention = 5,                 // RHEL-09-611015 (V1R3) remember
    .minimum_password_age = 24 * 60,                // RHEL-09-611080: 24 hours
    .max_password_age = 60,                         // RHEL-09-411010, 411015
    .max_login_attempts = 3,                        // RHEL-09-411075 deny
    .login_attempts_window = 15,                    // RHEL-09-411085 fail_interval: 900 s
    .lockout_duration = 0,                          // RHEL-09-411090 unlock_time: never
};

constexpr PasswordPolicy pci_dss_4{
    .minimum_password_length = 12,         // 8.3.6: 12 characters
    .require_lowercase_characters = true,  // 8.3.6: alphabetic; in which case it does not say
    .require_numbers = true,               // 8.3.6: numeric
    .password_reuse_prevention = 4,        // 8.3.7: none of the last four
    .max_password_age = 90,                // 8.3.9: as the only factor, every 90 days
    .max_login_attempts = 10,              // 8.3.4: not more than 10 attempts
    .login_attempts_window = 1440,         // 8.3.4 knows no window: the longest there is
    .lockout_duration = 30,                // 8.3.4: 30 minutes at least
};

PreferenceChange idle_days(unsigned days) {
    return {"MaxIdleDaysForUsers", days};
}

}  // namespace

std::span<const Preset> presets() {
    // SetSecurityPreference: MaxIdleDaysForUsers is 90, 180, 365 or 730, which is the default.
    static const std::array alibaba{idle_days(730)};
    // The same notice: 365 days without a console logon.
    static const std::array alibaba_2026{idle_days(365)};
    static const std::array cis{idle_days(45)};   // 5.4.1.5 INACTIVE: 45 or less
    static const std::array stig{idle_days(35)};  // RHEL-09-411050 INACTIVE: 35
    static const std::array pci{idle_days(90)};   // 8.2.6: within 90 days
    static const std::array all{
        Preset{"alibaba-ram", "Alibaba Cloud RAM", "SetPasswordPolicy (ims 2019-08-15), defaults",
               "", alibaba_ram, alibaba},
        Preset{"alibaba-ram-2026", "Alibaba Cloud RAM, accounts from April 2026",
               "Update to Default RAM Security Settings, 2026-03-10", "", alibaba_ram_2026,
               alibaba_2026},
        Preset{"aws-iam",
               "AWS IAM",
               "IAM User Guide, default password policy",
               "IAM refuses a password that is the account's name or mail address; ramauth knows "
               "neither. It never locks.",
               aws_iam,
               {}},
        Preset{"huawei-iam",
               "Huawei Cloud IAM",
               "IAM User Guide, password policy and login authentication policy, 2025-11",
               "",
               huawei_iam,
               {}},
        Preset{"nist-800-63b-4",
               "NIST SP 800-63B-4",
               "SP 800-63B-4 (2025-07), sections 3.1.1.2 and 3.2.2",
               "It demands a block list: set WeakListRequired as soon as one is installed.",
               nist_800_63b_4,
               {}},
        Preset{"cis-debian", "CIS Debian Linux 12 Benchmark", "v1.1.0, sections 5.3.3 and 5.4.1",
               "Its scanners look for the lines of pam_faillock, pam_pwquality and pam_pwhistory, "
               "and for login.defs; this sets none of them.",
               cis_debian, cis},
        Preset{"stig-like", "Like the DISA STIG for RHEL 9", "RHEL 9 STIG V1R3 and V2R7",
               "Never call it compliant: the STIG demands a FIPS-approved hash, which Argon2id is "
               "not, and has rules that ramauth does not know (maxclassrepeat).",
               stig_like, stig},
        Preset{"pci-dss-4", "PCI DSS 4.0.1",
               "PCI DSS v4.0.1, requirements 8.2.6 and 8.3.4 to 8.3.9",
               "It asks for letters of either case; here one of them has to be lowercase.",
               pci_dss_4, pci},
    };
    return all;
}

const Preset* find_preset(std::string_view name) {
    const auto all = presets();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [name](const Preset& preset) { return preset.name == name; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace ramauth::policy
