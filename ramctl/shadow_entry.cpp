// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/shadow_entry.h"

#include <pwd.h>
#include <shadow.h>
#include <string.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <string_view>
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

constexpr std::size_t longest_line = std::size_t{16} * 1024;

[[noreturn]] void unreadable(const std::string& path, int error) {
    throw AccountsUnreadable(path + " cannot be read: " + ::strerrordesc_np(error));
}

// Nothing where the file is not there.
File open_accounts(const std::string& path) {
    File file(std::fopen(path.c_str(), "re"));
    if (!file && errno != ENOENT) unreadable(path, errno);
    return file;
}

// Why the last entry was the last one: what broke in between is no end.
void expect_end(const std::string& path, int reason) {
    if (reason != ENOENT) unreadable(path, reason);
}

template <typename See>
void for_each_account(const std::string& path, const See& see) {
    const File file = open_accounts(path);
    if (!file) return;
    std::vector<char> line(longest_line);
    passwd entry{};
    passwd* found = nullptr;
    int reason = 0;
    while ((reason = ::fgetpwent_r(file.get(), &entry, line.data(), line.size(), &found)) == 0)
        see(*found);
    expect_end(path, reason);
}

// People's hashes go through it.
struct WipedBuffer {
    std::array<char, longest_line> bytes;
    ~WipedBuffer() { ::explicit_bzero(bytes.data(), bytes.size()); }
};

template <typename See>
void for_each_entry(const std::string& path, const See& see) {
    WipedBuffer stream, line;
    const File file = open_accounts(path);
    if (!file) return;
    std::setvbuf(file.get(), stream.bytes.data(), _IOFBF, stream.bytes.size());
    spwd entry{};
    spwd* found = nullptr;
    int reason = 0;
    while ((reason = ::fgetspent_r(file.get(), &entry, line.bytes.data(), line.bytes.size(),
                                   &found)) == 0)
        see(*found);
    expect_end(path, reason);
}

// Does the second field of passwd(5) leave the password to /etc/shadow, or say that there is none?
bool leaves_it_to_shadow(std::string_view field) {
    return field == "x" || field.starts_with('*') || field.starts_with('!');
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

bool ShadowEntry::is_past_shadow(const UserName& user) const {
    bool past = false;
    for_each_account(passwd_file_, [&](const passwd& entry) {
        if (user.str() == entry.pw_name) past = past || !leaves_it_to_shadow(entry.pw_passwd);
    });
    return past;
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

bool ShadowEntry::take_away(const UserName& user, const ShadowAging& aging) try {
    if (is_uid_0(user)) return false;
    if (aging.lock != ShadowLock::none && runner_.run(usermod, {"--lock", user.str()}) != 0)
        return false;
    if (aging.has_aging() && !set_aging(user, ShadowAging{})) return false;
    return read(user) == ShadowAging{};
} catch (const AccountsUnreadable&) {
    return false;
}

bool ShadowEntry::give_back(const UserName& user, const ShadowAging& aging) try {
    if (is_uid_0(user)) return false;
    const auto present = look(user);
    if (!present) return false;
    bool done = true;
    if (aging.lock != ShadowLock::none && present->aging.lock == ShadowLock::none)
        done = unlock(user, aging.lock, present->behind_lock);
    if (aging.has_aging()) done = set_aging(user, aging) && done;
    return done;
} catch (const AccountsUnreadable&) {
    return false;
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
