// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/proc_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <ctime>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

#include "shared/fd.h"

namespace ramctl {
namespace {

using ramauth::UniqueFd;

// A status may end in 65,536 groups; what is wanted of it stands before them.
constexpr std::size_t most_bytes = std::size_t{256} * 1024;

struct CloseFolder {
    void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};

[[noreturn]] void unreadable(const std::string& path, int error) {
    throw std::system_error(error, std::generic_category(), path + " cannot be read");
}

bool has_gone(int error) {
    return error == ENOENT || error == ESRCH;
}

// One process, held by its folder: when it ends, its files are gone, also where another process has
// its number by then. So what is read belongs together.
class ProcessFolder {
public:
    ProcessFolder(int proc, const char* name, std::string path)
        : path_(std::move(path)), fd_(::openat(proc, name, O_PATH | O_DIRECTORY | O_CLOEXEC)) {
        if (!fd_ && !has_gone(errno)) unreadable(path_, errno);
    }

    // Nothing where the process has ended.
    [[nodiscard]] std::optional<std::string> read(const char* file) const {
        if (!fd_) return std::nullopt;
        const UniqueFd opened(::openat(fd_.get(), file, O_RDONLY | O_CLOEXEC));
        if (!opened) return gone_or_fault(file);
        std::string text;
        std::array<char, 4096> part;
        while (text.size() < most_bytes) {
            const ssize_t got = ::read(opened.get(), part.data(), part.size());
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) return gone_or_fault(file);
            if (got == 0) break;
            text.append(part.data(), static_cast<std::size_t>(got));
        }
        return text;
    }

    template <typename T>
    [[nodiscard]] T understood(std::optional<T> parsed, const char* file) const {
        if (!parsed) throw std::runtime_error(path_ + "/" + file + " is not as proc(5) says");
        return *std::move(parsed);
    }

private:
    [[nodiscard]] std::optional<std::string> gone_or_fault(const char* file) const {
        if (!has_gone(errno)) unreadable(path_ + "/" + file, errno);
        return std::nullopt;
    }

    std::string path_;
    UniqueFd fd_;
};

std::optional<int> process_number(const char* name) {
    const std::string_view text(name);
    int pid = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), pid);
    const bool whole = error == std::errc() && rest == text.data() + text.size();
    return whole && pid > 0 ? std::optional(pid) : std::nullopt;
}

std::optional<Process> look_at(const ProcessFolder& folder, bool login_uids) {
    const auto stat_text = folder.read("stat");
    if (!stat_text) return std::nullopt;
    const auto ticks = static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK));
    const auto stat = folder.understood(parse_stat(*stat_text, ticks), "stat");
    if (stat.ended || stat.of_kernel) return std::nullopt;
    const auto status = folder.read("status");
    const auto cgroup = folder.read("cgroup");
    const auto login = login_uids ? folder.read("loginuid") : std::string("4294967295");
    if (!status || !cgroup || !login) return std::nullopt;
    Process process;
    process.uids = folder.understood(parse_uids(*status), "status");
    process.login_uid = folder.understood(parse_login_uid(*login), "loginuid").uid;
    process.place = place_of(cgroup_path(*cgroup));
    process.started = ramauth::Timestamp(stat.started);
    process.command = stat.command;
    return process;
}

}  // namespace

void ProcFolder::for_each(const std::function<void(const Process&)>& see) const {
    const std::unique_ptr<DIR, CloseFolder> folder(::opendir(folder_.c_str()));
    if (!folder) unreadable(folder_, errno);
    const bool login_uids = have_login_uids();
    while (true) {
        errno = 0;
        const dirent* entry = ::readdir(folder.get());
        if (entry == nullptr && errno != 0) unreadable(folder_, errno);
        if (entry == nullptr) return;
        const auto pid = process_number(entry->d_name);
        if (!pid) continue;
        auto process = look_at(
            ProcessFolder(::dirfd(folder.get()), entry->d_name, folder_ + "/" + entry->d_name),
            login_uids);
        if (!process) continue;
        process->pid = *pid;
        process->started = boot_ + process->started.time_since_epoch();
        see(*process);
    }
}

bool ProcFolder::have_login_uids() const {
    return ::access((folder_ + "/self/loginuid").c_str(), F_OK) == 0;
}

ramauth::Timestamp boot_time(ramauth::Timestamp now) {
    timespec up{};
    ::clock_gettime(CLOCK_BOOTTIME, &up);
    return now - std::chrono::floor<std::chrono::microseconds>(
                     std::chrono::seconds(up.tv_sec) + std::chrono::nanoseconds(up.tv_nsec));
}

}  // namespace ramctl
