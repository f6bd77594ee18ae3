// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/host.h"

#include <pwd.h>
#include <sys/random.h>
#include <systemd/sd-login.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <vector>

#include "pam_ramauth/system_log.h"
#include "shared/programmatic_services.h"

namespace ramauth::pam {
namespace {

constexpr std::size_t largest_entry = 1 << 20;

}  // namespace

Managed Host::marker(const UserName& user) {
    return look_for_marker(user, managed_directory_.c_str());
}

Lookup Host::uid_of(const UserName& user, Uid& uid) {
    passwd entry{};
    passwd* found = nullptr;
    for (std::size_t size = 1024; size <= largest_entry; size *= 4) {
        std::vector<char> buffer(size);
        const int error =
            ::getpwnam_r(user.str().c_str(), &entry, buffer.data(), buffer.size(), &found);
        if (error == ERANGE) continue;
        if (error != 0 && error != ENOENT && error != ESRCH) return Lookup::failed;
        if (found == nullptr) return Lookup::no_such_account;
        uid = Uid{found->pw_uid};
        return Lookup::found;
    }
    return Lookup::failed;
}

bool Host::is_programmatic(std::string_view service) {
    return is_programmatic_service(managed_directory_.c_str(), service);
}

Uid Host::caller_uid() {
    return Uid{::getuid()};
}

std::string Host::session() {
    char* raw = nullptr;
    if (::sd_pid_get_session(0, &raw) < 0) return {};
    const std::unique_ptr<char, void (*)(void*)> name(raw, std::free);
    return name.get();
}

std::string Host::new_nonce() {
    std::array<unsigned char, 16> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        throw std::system_error(errno, std::generic_category(), "getrandom");
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : bytes) {
        text.push_back(digits[byte >> 4]);
        text.push_back(digits[byte & 15]);
    }
    return text;
}

void Host::log(int priority, std::string_view line) noexcept {
    send_to_system_log(priority, line);
}

}  // namespace ramauth::pam
