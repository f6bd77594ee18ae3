// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/password_file.h"

#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace ramctl {
namespace {

using ramauth::Code;
using ramauth::Refusal;
using ramauth::Secret;
using ramauth::UniqueFd;

Refusal refusal(const std::string& path, const std::string& why) {
    return {Code::parameter_format, "the passwords file " + path + " " + why, "Passwords"};
}

std::string error_text() {
    return std::generic_category().message(errno);
}

// Why the open file must not get passwords; empty where it may.
std::string fault_of(int fd) {
    struct stat found {};
    if (::fstat(fd, &found) != 0) return "cannot be looked at: " + error_text();
    if (!S_ISREG(found.st_mode)) return "is no regular file";
    if (found.st_uid != ::geteuid()) return "belongs to somebody else";
    if ((found.st_mode & 077U) != 0) return "may be read or written by others: chmod 600 it first";
    if (found.st_nlink != 1) return "has another name (a hard link)";
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) return "is in use by another run of ramctl";
    return {};
}

// A new name in a folder is on disk when the folder is.
bool sync_folder_of(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path();
    const UniqueFd fd(
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return fd && ::fsync(fd.get()) == 0;
}

bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

}  // namespace

std::variant<PasswordFile, Refusal> PasswordFile::open(const std::string& path) {
    UniqueFd fd(::open(path.c_str(),
                       O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
                       S_IRUSR | S_IWUSR));
    if (!fd && errno == ELOOP) return refusal(path, "is a symbolic link");
    if (!fd) return refusal(path, "cannot be opened: " + error_text());
    if (const std::string fault = fault_of(fd.get()); !fault.empty()) return refusal(path, fault);
    if (!sync_folder_of(path)) return refusal(path, "cannot be kept: " + error_text());
    PasswordFile file(path, std::move(fd));
    file.read_users();
    return file;
}

// A line counts when it is whole: one tab, and an end.
void PasswordFile::read_users() {
    std::array<char, 4096> buffer{};
    std::string name;
    unsigned tabs = 0;
    ssize_t n = 0;
    while ((n = ::read(fd_.get(), buffer.data(), buffer.size())) > 0) {
        for (const char c : std::string_view(buffer.data(), static_cast<std::size_t>(n))) {
            torn_ = c != '\n';
            if (c == '\t') ++tabs;
            if (tabs == 0 && name.size() <= ramauth::UserName::max_length) name.push_back(c);
            if (c != '\n') continue;
            if (tabs == 1) users_.insert(name);
            name.clear();
            tabs = 0;
        }
    }
    const int error = errno;
    ::explicit_bzero(buffer.data(), buffer.size());
    if (n < 0) throw std::system_error(error, std::generic_category(), path_);
}

bool PasswordFile::append(const ramauth::UserName& user, const Secret& password) {
    constexpr std::string_view torn_end = "\t\t\n";  // so that it never counts as whole
    Secret line(user.str().size() + password.size() + torn_end.size() + 2);
    if (torn_)
        for (const char c : torn_end) line.push_back(c);
    for (const char c : user.str()) line.push_back(c);
    line.push_back('\t');
    for (const char c : password.view()) line.push_back(c);
    line.push_back('\n');
    torn_ = true;
    if (!write_all(fd_.get(), line.view()) || ::fsync(fd_.get()) != 0) return false;
    torn_ = false;
    users_.insert(user.str());
    return true;
}

}  // namespace ramctl
