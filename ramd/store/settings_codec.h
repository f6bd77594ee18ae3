// SPDX-License-Identifier: LGPL-2.1-or-later
// The password policy and the security preference as versioned JSON, made from their tables of
// fields, read and written as strictly as all records (record_codec.h).
#pragma once

#include <string>
#include <string_view>

#include "policy/password_policy.h"
#include "policy/security_preference.h"
#include "ramd/store/record_codec.h"

namespace ramd {

// Throw std::invalid_argument for a value that could not be read again.
[[nodiscard]] std::string encode_policy(const ramauth::policy::PasswordPolicy& policy);
[[nodiscard]] std::string encode_preference(const ramauth::policy::SecurityPreference& preference);

// Throw RecordError.
[[nodiscard]] ramauth::policy::PasswordPolicy decode_policy(std::string_view json);
[[nodiscard]] ramauth::policy::SecurityPreference decode_preference(std::string_view json);

}  // namespace ramd
