// SPDX-License-Identifier: LGPL-2.1-or-later
// A profile belongs to one account. Where the name stands for another one, or for none, the profile
// is orphaned until an administrator deletes it, and never authenticates the new owner.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

#include "ramd/login/login_services.h"

namespace ramd {

// Also where a caller that is believed names another uid.
[[nodiscard]] bool is_orphaned(const Profile& profile, const LogonContext& context);

// Nobody has the uid by now. False where NSS does not say.
[[nodiscard]] boost::asio::awaitable<bool> is_uid_free(LoginServices& services, Uid uid,
                                                       Deadline by);

// Writes it down: epoch raised, once. The sessions that began before `removed` end; without it none
// do, because the uid may have been another account's for long: they end when the profile is
// deleted and nobody has the uid. A store that fails is logged and told.
std::optional<ramauth::Refusal> mark_orphaned(LoginServices& services, const UserName& user,
                                              std::string why, const Request* request,
                                              std::optional<Timestamp> removed = std::nullopt);

// The same where the caller that is believed names another uid than `profile` pins, and than the
// one that is stored now.
void mark_if_uid_differs(LoginServices& services, const Profile& profile, const Request& request);

}  // namespace ramd
