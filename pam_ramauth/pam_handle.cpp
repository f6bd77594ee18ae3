// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/pam_handle.h"

#include <cstdlib>
#include <cstring>

namespace ramauth::pam {
namespace {

void free_text(pam_handle_t*, void* text, int) noexcept {
    std::free(text);
}

}  // namespace

int PamHandle::get_user(std::string& name) const {
    const char* user = nullptr;
    const int result = pam_get_user(handle_, &user, nullptr);
    if (result != PAM_SUCCESS) return result;
    name = user != nullptr ? user : "";
    return PAM_SUCCESS;
}

std::string PamHandle::text(int item) const {
    const void* value = nullptr;
    if (pam_get_item(handle_, item, &value) != PAM_SUCCESS || value == nullptr) return {};
    return static_cast<const char*>(value);
}

std::optional<Secret> PamHandle::password(PasswordItem item) const {
    const void* value = nullptr;
    if (pam_get_item(handle_, static_cast<int>(item), &value) != PAM_SUCCESS || value == nullptr)
        return std::nullopt;
    return Secret::copy_of(std::string_view(static_cast<const char*>(value)));
}

bool PamHandle::set_password(PasswordItem item, const Secret& password) const {
    Secret terminated(password.size() + 1);
    for (const char byte : password.view()) terminated.push_back(byte);
    terminated.push_back('\0');
    return pam_set_item(handle_, static_cast<int>(item), terminated.view().data()) == PAM_SUCCESS;
}

std::optional<std::string> PamHandle::variable(const char* name) const {
    const char* value = pam_getenv(handle_, name);
    if (value == nullptr) return std::nullopt;
    return value;
}

bool PamHandle::set_variable(const char* name, const std::string& value) const {
    return pam_putenv(handle_, std::string(name).append("=").append(value).c_str()) == PAM_SUCCESS;
}

bool PamHandle::remove_variable(const char* name) const {
    return pam_getenv(handle_, name) == nullptr || pam_putenv(handle_, name) == PAM_SUCCESS;
}

bool PamHandle::limit_session(std::uint32_t seconds) const {
    // pam_systemd(8): text, as RuntimeMaxSec= takes it; a number alone is seconds.
    std::unique_ptr<char, void (*)(void*)> text(::strdup(std::to_string(seconds).c_str()),
                                                std::free);
    if (!text ||
        pam_set_data(handle_, "systemd.runtime_max_sec", text.get(), free_text) != PAM_SUCCESS)
        return false;
    (void)text.release();
    return true;
}

}  // namespace ramauth::pam
