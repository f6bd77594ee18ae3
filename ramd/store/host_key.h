// SPDX-License-Identifier: LGPL-2.1-or-later
// The key of this host, under which every record is sealed. systemd hands it over as a credential
// (LoadCredentialEncrypted=); it is made once, at the first boot of the host.
#pragma once

#include <cstddef>
#include <string>

#include "shared/secret.h"

namespace ramd {

inline constexpr std::size_t host_key_size = 32;

// Reads a regular file of exactly 32 bytes. Throws StoreFault, whose text names the file.
[[nodiscard]] ramauth::Secret read_host_key(const std::string& path);

}  // namespace ramd
