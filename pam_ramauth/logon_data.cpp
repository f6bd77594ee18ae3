// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/logon_data.h"

#include <charconv>
#include <new>

namespace ramauth::pam {

bool proved_for_present_user(const PamHandle& pam) {
    const auto* logon = pam.kept<LogonData>();
    std::string user;
    return logon != nullptr && pam.get_user(user) == PAM_SUCCESS && logon->user.str() == user;
}

void publish_epoch(const PamHandle& pam, std::uint64_t epoch) {
    if (!pam.set_variable(epoch_variable, std::to_string(epoch))) throw std::bad_alloc();
}

Proof take_epoch(const PamHandle& pam, std::uint64_t& epoch) {
    const auto text = pam.variable(epoch_variable);
    if (!text) return Proof::none;
    if (!pam.remove_variable(epoch_variable)) throw std::bad_alloc();
    const char* const end = text->data() + text->size();
    const auto [last, error] = std::from_chars(text->data(), end, epoch);
    return error == std::errc{} && last == end ? Proof::epoch : Proof::unreadable;
}

}  // namespace ramauth::pam
