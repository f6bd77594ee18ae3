// SPDX-License-Identifier: LGPL-2.1-or-later
// A logon through one PAM module, by a service file of the benchmark's own: nothing of the host's
// PAM configuration is used or changed.
#pragma once

#include <string>

struct pam_handle;

namespace ramauth::bench {

class PamServices {
public:
    // Makes a directory with the service files; throws std::runtime_error where that fails.
    PamServices();
    PamServices(const PamServices&) = delete;
    PamServices& operator=(const PamServices&) = delete;
    ~PamServices();

    [[nodiscard]] const std::string& directory() const { return directory_; }

    static constexpr const char* ramauth = "bench-ramauth";
    static constexpr const char* unix_shadow = "bench-unix";

private:
    std::string directory_;
};

class PamLogon {
public:
    PamLogon(const PamServices& services, const char* service, const std::string& user,
             const std::string& password);
    PamLogon(const PamLogon&) = delete;
    PamLogon& operator=(const PamLogon&) = delete;
    ~PamLogon();

    // pam_authenticate alone: what a person waits for after the password. Empty = success, else
    // what PAM says.
    [[nodiscard]] std::string authenticate();

private:
    pam_handle* handle_ = nullptr;
    std::string password_;
    int result_;
};

}  // namespace ramauth::bench
