// SPDX-License-Identifier: LGPL-2.1-or-later
// What the module asks of the host besides ramd and libpam. Which host that is, is decided when
// the module is linked (host.cpp); no option and no variable can change it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "pam_ramauth/ramd_service.h"
#include "shared/managed_marker.h"
#include "shared/user_name.h"

namespace ramauth::pam {

enum class Lookup { found, no_such_account, failed };

class Surroundings {
public:
    virtual ~Surroundings() = default;

    [[nodiscard]] virtual RamdService& ramd() = 0;
    [[nodiscard]] virtual Managed marker(const UserName& user) = 0;
    // NSS's answer; `uid` is set where found.
    [[nodiscard]] virtual Lookup uid_of(const UserName& user, Uid& uid) = 0;
    // Whether what this PAM service starts runs without a person (ProgrammaticServices).
    [[nodiscard]] virtual bool is_programmatic(std::string_view service) = 0;
    // The real uid: setuid programs run for this one.
    [[nodiscard]] virtual Uid caller_uid() = 0;
    // logind's session of this process; empty if there is none.
    [[nodiscard]] virtual std::string session() = 0;
    // 32 hexadecimal digits.
    [[nodiscard]] virtual std::string new_nonce() = 0;
    // `priority` as in syslog(3). Never waits.
    virtual void log(int priority, std::string_view line) noexcept = 0;
};

[[nodiscard]] std::unique_ptr<Surroundings> make_surroundings();

}  // namespace ramauth::pam
