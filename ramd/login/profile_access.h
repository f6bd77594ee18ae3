// SPDX-License-Identifier: LGPL-2.1-or-later
// How every use case gets at a profile and writes down what it decided. A record that is damaged
// concerns its user alone and is a refusal; a store that fails altogether stays an exception.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "ramd/login/login_services.h"
#include "shared/error_code.h"

namespace ramd {

using FoundProfile = std::variant<Profile, ramauth::Refusal>;

// Refuses with no_login_profile, or service_failure for a damaged record (which is logged).
[[nodiscard]] FoundProfile find_profile(LoginServices& services, const UserName& user,
                                        const Request* request);
// Refuses in addition with invalid_user_type the profile of root where root is not ours.
[[nodiscard]] FoundProfile find_served_profile(LoginServices& services, const UserName& user,
                                               const Request* request);

// Refuses in addition with temporarily_unmodifiable an orphaned one.
[[nodiscard]] FoundProfile find_modifiable_profile(LoginServices& services, const UserName& user,
                                                   const Request* request);

// A change that must be written, or is refused: the record changed meanwhile, or there is no room.
[[nodiscard]] std::optional<ramauth::Refusal> commit_or_refuse(LoginServices& services,
                                                               const StoreChange& change);

// A write that must not decide anything: what goes wrong is logged and false is returned.
bool commit_if_possible(LoginServices& services, const StoreChange& change, const UserName& user,
                        const Request* request);

void record(LoginServices& services, EventKind kind, const UserName& user, std::string detail,
            const Request* request);
// Names the user only where the refusal does not say that there is none.
void record_refusal(LoginServices& services, EventKind kind, const UserName& user,
                    const ramauth::Refusal& refusal, const Request* request,
                    std::string detail = {});

}  // namespace ramd
