// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/known_sources.h"

#include <algorithm>

#include "policy/network_mask.h"

namespace ramd {
namespace {

constexpr std::size_t most = 8;  // what the record may hold
// Of a name that sshd was given by DNS (RFC 1035); nothing longer is worth remembering.
constexpr std::size_t longest = 255;

}  // namespace

const std::string& remote_of(const LogonContext& context) {
    return context.remote_address.empty() ? context.remote_host : context.remote_address;
}

bool is_known_source(const Profile& profile, const LogonContext& context) {
    const auto& known = profile.known_sources;
    const std::string& remote = remote_of(context);
    return !remote.empty() && std::find(known.begin(), known.end(),
                                        ramauth::policy::guess_source(remote)) != known.end();
}

void remember_source(Profile& profile, const LogonContext& context) {
    const std::string& remote = remote_of(context);
    if (remote.empty() || remote.size() > longest) return;
    auto& known = profile.known_sources;
    const std::string source = ramauth::policy::guess_source(remote);
    std::erase(known, source);
    known.insert(known.begin(), source);
    if (known.size() > most) known.resize(most);
}

}  // namespace ramd
