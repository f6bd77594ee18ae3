// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/programmatic_services_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "ramd/store/store.h"
#include "shared/programmatic_services.h"

namespace ramd {
namespace {

using ramauth::UniqueFd;

constexpr const char* list_name = ramauth::programmatic_services_file;
constexpr const char* unfinished_name = ".programmatic-services.new";
constexpr mode_t list_mode = 0644;  // the module may run as anybody

[[noreturn]] void fail(const std::string& path, const char* name) {
    const int error = errno;
    const std::string text = path + "/" + name + ": " + ::strerrordesc_np(error);
    if (error == ENOSPC || error == EDQUOT) throw StoreFull(text);
    throw StoreFault(text);
}

std::string text_of(const std::vector<std::string>& services) {
    std::string text;
    for (const std::string& service : services) text.append(service).append(1, '\n');
    return text;
}

bool write_all(int fd, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(fd, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace

ProgrammaticServicesFile::ProgrammaticServicesFile(std::string path, int directory)
    : path_(std::move(path)), directory_(directory) {}

ProgrammaticServicesFile::Prepared::Prepared(const ProgrammaticServicesFile& file,
                                             const std::vector<std::string>& services)
    : file_(file) {
    // What a killed ramd left behind.
    if (::unlinkat(file.directory_, unfinished_name, 0) != 0 && errno != ENOENT)
        fail(file.path_, unfinished_name);
    const UniqueFd fd(::openat(file.directory_, unfinished_name,
                               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, list_mode));
    if (!fd || ::fchmod(fd.get(), list_mode) != 0 || !write_all(fd.get(), text_of(services)) ||
        ::fsync(fd.get()) != 0) {
        const int error = errno;
        ::unlinkat(file.directory_, unfinished_name, 0);
        errno = error;
        fail(file.path_, unfinished_name);
    }
}

ProgrammaticServicesFile::Prepared::~Prepared() {
    if (!published_) ::unlinkat(file_.directory_, unfinished_name, 0);
}

void ProgrammaticServicesFile::Prepared::publish() {
    if (::renameat(file_.directory_, unfinished_name, file_.directory_, list_name) != 0)
        fail(file_.path_, list_name);
    published_ = true;
    if (::fsync(file_.directory_) != 0) fail(file_.path_, list_name);
}

bool ProgrammaticServicesFile::holds(const std::string& text) const {
    const UniqueFd fd(
        ::openat(directory_, list_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat status {};
    if (!fd || ::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode) ||
        (status.st_mode & 07777) != list_mode || status.st_uid != ::geteuid() ||
        static_cast<std::size_t>(status.st_size) != text.size())
        return false;
    std::string found(text.size() + 1, '\0');
    const ssize_t got = ::read(fd.get(), found.data(), found.size());
    return got >= 0 && std::string_view(found.data(), static_cast<std::size_t>(got)) == text;
}

void ProgrammaticServicesFile::repair(const std::vector<std::string>& services) const {
    if (!holds(text_of(services))) Prepared(*this, services).publish();
}

}  // namespace ramd
