// SPDX-License-Identifier: LGPL-2.1-or-later
// libpam's handle with C++ types: items, the two password items, the environment of the logon and
// data that lives until pam_end(3). Never sets PAM_USER.
#pragma once

#include <security/pam_modules.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "shared/secret.h"

namespace ramauth::pam {

enum class PasswordItem { present = PAM_AUTHTOK, old = PAM_OLDAUTHTOK };

class PamHandle {
public:
    explicit PamHandle(pam_handle_t* handle) : handle_(handle) {}

    [[nodiscard]] pam_handle_t* raw() const { return handle_; }

    // PAM_SUCCESS and a name that may be empty, or libpam's error. libpam may ask for the name.
    [[nodiscard]] int get_user(std::string& name) const;
    // Empty where the item is not set.
    [[nodiscard]] std::string text(int item) const;
    [[nodiscard]] std::optional<Secret> password(PasswordItem item) const;
    [[nodiscard]] bool set_password(PasswordItem item, const Secret& password) const;

    [[nodiscard]] std::optional<std::string> variable(const char* name) const;
    [[nodiscard]] bool set_variable(const char* name, const std::string& value) const;
    [[nodiscard]] bool remove_variable(const char* name) const;

    // The pause after a failure that pam_unix asks for.
    void delay_failure() const noexcept { (void)pam_fail_delay(handle_, 2'000'000); }

    // What pam_systemd behind us takes for RuntimeMaxSec= of the session's scope. False when libpam
    // cannot.
    [[nodiscard]] bool limit_session(std::uint32_t seconds) const;

    // Keeps `data` under T::data_name; a former one is destroyed. False when libpam cannot.
    template <class T>
    [[nodiscard]] bool keep(std::unique_ptr<T> data) const {
        if (pam_set_data(handle_, T::data_name, data.get(), destroy<T>) != PAM_SUCCESS)
            return false;
        (void)data.release();
        return true;
    }
    template <class T>
    [[nodiscard]] T* kept() const {
        const void* data = nullptr;
        if (pam_get_data(handle_, T::data_name, &data) != PAM_SUCCESS) return nullptr;
        // libpam hands out const for what we gave it ourselves.
        return static_cast<T*>(const_cast<void*>(data));
    }
    template <class T>
    [[nodiscard]] bool forget() const {
        return kept<T>() == nullptr || keep(std::unique_ptr<T>());
    }

private:
    template <class T>
    static void destroy(pam_handle_t*, void* data, int) noexcept {
        delete static_cast<T*>(data);
    }

    pam_handle_t* handle_;
};

}  // namespace ramauth::pam
