// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/host_accounts.h"

#include <pwd.h>
#include <systemd/sd-login.h>

#include <cerrno>
#include <system_error>
#include <vector>

#include "shared/managed_marker.h"

namespace ramctl {
namespace {

constexpr std::size_t first_buffer = 4096;
constexpr std::size_t largest_buffer = std::size_t{1} << 20;

// `ask` is getpwnam_r or getpwuid_r for one account; `use` sees the entry before it goes.
template <typename Ask, typename Use>
auto entry_of(const Ask& ask, const Use& use) -> std::optional<decltype(use(passwd{}))> {
    int error = ERANGE;
    for (std::size_t size = first_buffer; error == ERANGE && size <= largest_buffer; size *= 4) {
        std::vector<char> buffer(size);
        passwd entry{};
        passwd* found = nullptr;
        error = ask(&entry, buffer.data(), buffer.size(), &found);
        if (error == 0) return found == nullptr ? std::nullopt : std::optional(use(*found));
    }
    throw std::system_error(error, std::generic_category(), "the account database cannot be asked");
}

}  // namespace

std::optional<ramauth::Uid> HostAccounts::uid_of(const ramauth::UserName& user) const {
    return entry_of([&](auto... rest) { return ::getpwnam_r(user.str().c_str(), rest...); },
                    [](const passwd& entry) { return ramauth::Uid{entry.pw_uid}; });
}

std::optional<std::string> HostAccounts::name_of(ramauth::Uid uid) const {
    return entry_of([&](auto... rest) { return ::getpwuid_r(uid.value, rest...); },
                    [](const passwd& entry) { return std::string(entry.pw_name); });
}

bool HostAccounts::is_managed(const ramauth::UserName& user) const {
    return ramauth::look_for_marker(user, markers_.c_str()) == ramauth::Managed::maybe;
}

std::optional<ramauth::Uid> HostAccounts::session_user(const std::string& session) const {
    uid_t uid = 0;
    const int r = ::sd_session_get_uid(session.c_str(), &uid);
    return r < 0 ? std::nullopt : std::optional(ramauth::Uid{uid});
}

}  // namespace ramctl
