// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/shadow_entry.h"

#include <pwd.h>
#include <shadow.h>
#include <string.h>

#include <array>
#include <cstdio>
#include <memory>
#include <vector>

namespace ramctl {
namespace {

using ramauth::UserName;

constexpr const char* usermod = "/usr/sbin/usermod";
constexpr const char* passwd_program = "/usr/bin/passwd";
constexpr const char* chage = "/usr/bin/chage";

struct CloseFile {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

constexpr std::string_view root_name = "root";

template <typename See>
void for_each_account(const std::string& path, const See& see) {
    const File file(std::fopen(path.c_str(), "re"));
    if (!file) return;
    std::vector<char> buffer(std::size_t{16} * 1024);
    passwd entry{};
    passwd* found = nullptr;
    while (::fgetpwent_r(file.get(), &entry, buffer.data(), buffer.size(), &found) == 0)
        see(*found);
}

template <typename See>
void for_each_entry(const std::string& path, const See& see) {
    std::array<char, 16 * 1024> stream, line;
    if (File file{std::fopen(path.c_str(), "re")}) {
        std::setvbuf(file.get(), stream.data(), _IOFBF, stream.size());
        spwd entry{};
        spwd* found = nullptr;
        while (::fgetspent_r(file.get(), &entry, line.data(), line.size(), &found) == 0)
            see(*found);
    }
    // People's hashes went through these.
    ::explicit_bzero(stream.data(), stream.size());
    ::explicit_bzero(line.data(), line.size());
}

ShadowLock lockable(const char* hash) {
    if (hash == nullptr || *hash == '!' || *hash == '*') return ShadowLock::none;
    return *hash == '\0' ? ShadowLock::empty : ShadowLock::hash;
}

ShadowAging aging_of(const spwd& entry) {
    return {lockable(entry.sp_pwdp), entry.sp_lstchg, entry.sp_min, entry.sp_max,
            entry.sp_warn,           entry.sp_inact};
}

// What unlocking would make of a locked field.
ShadowLock what_is_locked(const char* field) {
    if (field == nullptr || *field != '!') return ShadowLock::none;
    return field[1] == '\0' ? ShadowLock::empty : ShadowLock::hash;
}

std::vector<std::string> aging_arguments(const UserName& user, const ShadowAging& aging) {
    return {"-d", std::to_string(aging.last_change), "-m",      std::to_string(aging.minimum),
            "-M", std::to_string(aging.maximum),     "-W",      std::to_string(aging.warning),
            "-I", std::to_string(aging.inactive),    user.str()};
}

// usermod refuses to make an account that needs no password, which is what there was.
const char* unlocking_program(ShadowLock lock) {
    return lock == ShadowLock::empty ? passwd_program : usermod;
}
const char* unlocking_option(ShadowLock lock) {
    return lock == ShadowLock::empty ? "--delete" : "--unlock";
}

}  // namespace

std::optional<unsigned> ShadowEntry::local_uid(const UserName& user) const {
    std::optional<unsigned> uid;
    for_each_account(passwd_file_, [&](const passwd& entry) {
        if (!uid && user.str() == entry.pw_name) uid = entry.pw_uid;
    });
    return uid;
}

// By its name too: root may come from elsewhere than /etc/passwd (nss-systemd makes one).
bool ShadowEntry::is_uid_0(const UserName& user) const {
    return user.str() == root_name || local_uid(user) == 0U;
}

std::optional<ShadowEntry::Present> ShadowEntry::look(const UserName& user) const {
    std::optional<Present> present;
    for_each_entry(shadow_file_, [&](const spwd& entry) {
        if (!present && user.str() == entry.sp_namp)
            present = Present{aging_of(entry), what_is_locked(entry.sp_pwdp)};
    });
    return present;
}

std::set<std::string> ShadowEntry::usable() const {
    std::set<std::string> with_password;
    for_each_entry(shadow_file_, [&](const spwd& entry) {
        if (lockable(entry.sp_pwdp) != ShadowLock::none) with_password.emplace(entry.sp_namp);
    });
    std::set<std::string> usable;
    for_each_account(passwd_file_, [&](const passwd& entry) {
        const std::string name = entry.pw_name;
        if (entry.pw_uid != 0 && name != root_name && with_password.contains(name))
            usable.insert(name);
    });
    return usable;
}

std::optional<ShadowAging> ShadowEntry::read(const UserName& user) const {
    const auto present = look(user);
    return present ? std::optional(present->aging) : std::nullopt;
}

bool ShadowEntry::take_away(const UserName& user, const ShadowAging& aging) {
    if (is_uid_0(user)) return false;
    if (aging.lock != ShadowLock::none && runner_.run(usermod, {"--lock", user.str()}) != 0)
        return false;
    if (aging.has_aging() && !set_aging(user, ShadowAging{})) return false;
    return read(user) == ShadowAging{};
}

bool ShadowEntry::give_back(const UserName& user, const ShadowAging& aging) {
    if (is_uid_0(user)) return false;
    const auto present = look(user);
    if (!present) return false;
    bool done = true;
    if (aging.lock != ShadowLock::none && present->aging.lock == ShadowLock::none)
        done = unlock(user, aging.lock, present->behind_lock);
    if (aging.has_aging()) done = set_aging(user, aging) && done;
    return done;
}

// The text comes from a profile, which others than root may be allowed to write: it never turns an
// account with a locked password into one that needs none.
bool ShadowEntry::unlock(const UserName& user, ShadowLock taken, ShadowLock behind_lock) {
    if (taken != behind_lock) return false;
    return runner_.run(unlocking_program(taken), {unlocking_option(taken), user.str()}) == 0;
}

bool ShadowEntry::set_aging(const UserName& user, const ShadowAging& aging) {
    return runner_.run(chage, aging_arguments(user, aging)) == 0;
}

std::string give_back_by_hand(const UserName& user, const ShadowAging& aging) {
    std::string commands;
    if (aging.lock != ShadowLock::none)
        commands.append(unlocking_program(aging.lock))
            .append(" ")
            .append(unlocking_option(aging.lock))
            .append(" ")
            .append(user.str());
    if (!aging.has_aging()) return commands;
    commands.append(commands.empty() ? "" : " && ").append(chage);
    for (const auto& word : aging_arguments(user, aging)) commands.append(" ").append(word);
    return commands;
}

}  // namespace ramctl
