// SPDX-License-Identifier: LGPL-2.1-or-later
// The places of the installed module; tests link others.
#include "pam_ramauth/host.h"
#include "shared/wire.h"

namespace ramauth::pam {

std::unique_ptr<Surroundings> make_surroundings() {
    return std::make_unique<Host>(RamdAddress::standard(), wire::managed_directory);
}

}  // namespace ramauth::pam
