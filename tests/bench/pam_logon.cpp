// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/bench/pam_logon.h"

#include <security/pam_appl.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace ramauth::bench {
namespace {

void write_service(const std::string& path, const std::string& module) {
    std::ofstream file(path);
    file << "auth required " << module << "\naccount required pam_permit.so\n";
    if (!file.flush()) throw std::runtime_error("cannot write " + path);
}

// The module frees what it is given.
int answer(int count, const pam_message** messages, pam_response** responses, void* password) {
    auto* answers = static_cast<pam_response*>(
        std::calloc(static_cast<std::size_t>(count), sizeof(pam_response)));
    if (answers == nullptr) return PAM_BUF_ERR;
    for (int i = 0; i < count; ++i) {
        if (messages[i]->msg_style != PAM_PROMPT_ECHO_OFF) continue;
        answers[i].resp = ::strdup(static_cast<const std::string*>(password)->c_str());
    }
    *responses = answers;
    return PAM_SUCCESS;
}

}  // namespace

PamServices::PamServices() {
    std::string made = "/tmp/bench-pam.XXXXXX";
    if (::mkdtemp(made.data()) == nullptr) throw std::runtime_error("cannot make " + made);
    directory_ = made;
    write_service(directory_ + "/" + ramauth, "pam_ramauth.so");
    write_service(directory_ + "/" + unix_shadow, "pam_unix.so");
}

PamServices::~PamServices() {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
}

PamLogon::PamLogon(const PamServices& services, const char* service, const std::string& user,
                   const std::string& password)
    : password_(password) {
    const pam_conv conversation{answer, &password_};
    result_ = pam_start_confdir(service, user.c_str(), &conversation, services.directory().c_str(),
                                &handle_);
}

PamLogon::~PamLogon() {
    if (handle_ != nullptr) pam_end(handle_, result_);
}

std::string PamLogon::authenticate() {
    if (result_ == PAM_SUCCESS) result_ = pam_authenticate(handle_, PAM_SILENT);
    return result_ == PAM_SUCCESS ? std::string() : pam_strerror(handle_, result_);
}

}  // namespace ramauth::bench
