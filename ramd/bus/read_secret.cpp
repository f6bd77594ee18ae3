// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/read_secret.h"

#include "ramd/bus/message.h"
#include "ramd/bus/secret_argument.h"
#include "shared/secret_fd.h"

namespace ramd {

std::optional<ramauth::Secret> read_secret(Invocation& in) {
    auto secret = ramauth::secret_from_fd(read_fd(in.args()));
    if (!secret) in.reply.refuse(secret_malformed());
    return secret;
}

}  // namespace ramd
