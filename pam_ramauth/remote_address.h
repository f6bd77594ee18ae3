// SPDX-License-Identifier: LGPL-2.1-or-later
// The address behind a remote host that is a name: with `UseDNS yes` PAM_RHOST of sshd is one, and
// networks are judged by address.
#pragma once

#include <string>
#include <string_view>

namespace ramauth::pam {

// `remote_host` is PAM_RHOST; `ssh_connection` is SSH_CONNECTION of the PAM environment, where sshd
// puts it ("address port address port"). Empty where there is no remote host, where it is an
// address already, and where no address is known.
[[nodiscard]] std::string remote_address(const std::string& remote_host,
                                         std::string_view ssh_connection);

}  // namespace ramauth::pam
