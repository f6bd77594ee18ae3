// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/contract/module_transaction.h"

#include <dlfcn.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace ramauth::test {

Place::Place(const std::string& options) {
    char pattern[] = "/tmp/ramauth-module-XXXXXX";
    if (::mkdtemp(pattern) == nullptr) throw std::runtime_error("mkdtemp");
    root_ = pattern;
    std::filesystem::create_directory(configuration());
    std::filesystem::create_directory(root_ + "/managed");
    std::ofstream service(configuration() + "/ramauth-test");
    for (const char* stage : {"auth", "account", "password", "session"})
        service << stage << " required " MODULE_UNDER_TEST " " << options << '\n';
    point_module_here(::geteuid());
    manage("daemon");
}

Place::~Place() {
    std::filesystem::remove_all(root_);
}

void Place::manage(const std::string& user) const {
    std::ofstream(root_ + "/managed/" + user).flush();
}

void Place::point_module_here(unsigned owner) const {
    void* module = ::dlopen(MODULE_UNDER_TEST, RTLD_NOW | RTLD_LOCAL);
    if (module == nullptr) throw std::runtime_error(::dlerror());
    using SetPlaces = void (*)(const char*, const char*, const char*, unsigned);
    const auto set = reinterpret_cast<SetPlaces>(::dlsym(module, "ramauth_test_places"));
    if (set == nullptr) throw std::runtime_error(::dlerror());
    const std::string bus = "unix:path=" + root_ + "/no-bus";
    set(socket().c_str(), bus.c_str(), (root_ + "/managed").c_str(), owner);
    ::dlclose(module);
}

PamTransaction::PamTransaction(const Place& place, const std::string& user) {
    if (pam_start_confdir("ramauth-test", user.c_str(), &conversation_,
                          place.configuration().c_str(), &handle_) != PAM_SUCCESS)
        throw std::runtime_error("pam_start_confdir");
    // A program may replace libpam's pause after a failure.
    using Delay = void (*)(int, unsigned, void*);
    constexpr Delay no_delay = [](int, unsigned, void*) {};
    pam_set_item(handle_, PAM_FAIL_DELAY, reinterpret_cast<const void*>(no_delay));
}

int PamTransaction::converse(int count, const pam_message** messages, pam_response** responses,
                             void* self) {
    auto& person = *static_cast<PamTransaction*>(self);
    const int style = (*messages)->msg_style;
    if (style == PAM_PROMPT_ECHO_ON && person.visibly_.empty()) return PAM_CONV_ERR;
    *responses = static_cast<pam_response*>(
        std::calloc(static_cast<std::size_t>(count), sizeof(pam_response)));
    if (style == PAM_PROMPT_ECHO_OFF) {
        (*responses)->resp = ::strdup("a password");
    } else if (style == PAM_PROMPT_ECHO_ON) {
        (*responses)->resp = ::strdup(person.visibly_.front().c_str());
        person.visibly_.pop_front();
    } else {
        person.told_.emplace_back((*messages)->msg);
    }
    return PAM_SUCCESS;
}

}  // namespace ramauth::test
