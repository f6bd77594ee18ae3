// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/bus/ramd_process.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include "shared/fd.h"
#include "tests/bus/test_accounts.h"

namespace bustest {
namespace {

void require(bool done, const char* what) {
    if (!done) throw std::runtime_error(std::string(what) + ": " + ::strerrordesc_np(errno));
}

// Where the daemon says that it is ready (sd_notify(3)).
ramauth::UniqueFd notify_socket(const std::string& path) {
    ::unlink(path.c_str());
    ramauth::UniqueFd fd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    require(::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0,
            "bind");
    const timeval patience{20, 0};
    require(::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0,
            "SO_RCVTIMEO");
    return fd;
}

}  // namespace

RamdProcess::RamdProcess(const TempDirectory& directory, const PrivateBus* bus)
    : directory_(directory), bus_(bus) {
    for (const char* name : {"state", "markers", "removed", "weak"})
        require(::mkdir(path(name).c_str(), 0700) == 0, "mkdir");
    std::array<char, 32> key{};
    require(::getrandom(key.data(), key.size(), 0) == 32, "getrandom");
    write_file(path("key"), std::string(key.data(), key.size()));
    write_accounts(directory);
    write_file(path("ramd.conf"), "HashMemory=19\nHashPasses=2\nHashWorkers=2\nWeakList=" +
                                      path("weak/passwords.weak") + "\n");
    ::chmod(path("ramd.conf").c_str(), 0600);
    ChildProcess init([&] {
        return execute({RAMD_PROGRAM, "--init-store", "--state", path("state"), "--markers",
                        path("markers"), "--key", path("key")});
    });
    if (init.wait() != 0) throw std::runtime_error("ramd --init-store failed");
    start();
}

int RamdProcess::run(int log) const {
    use_accounts(directory_);
    // No journald in here: the daemon writes its records to standard error.
    ::mkdir("/run/systemd", 0755);
    (void)::mount("tmpfs", "/run/systemd", "tmpfs", 0, nullptr);
    ::setenv("NOTIFY_SOCKET", path("notify").c_str(), 1);
    ::dup2(log, STDERR_FILENO);
    std::vector<std::string> command{RAMD_PROGRAM,    "--config",  path("ramd.conf"), "--state",
                                     path("state"),   "--markers", path("markers"),   "--removed",
                                     path("removed"), "--key",     path("key"),       "--socket",
                                     socket()};
    if (bus_ != nullptr) {
        command.insert(command.end(), {"--bus", bus_->address()});
    } else {
        command.emplace_back("--no-bus");
    }
    return execute(command);
}

void RamdProcess::start() {
    const ramauth::UniqueFd notified = notify_socket(path("notify"));
    const ramauth::UniqueFd log(
        ::open(path("log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    process_ = ChildProcess([&] { return run(log.get()); });
    std::array<char, 512> text{};
    if (::recv(notified.get(), text.data(), text.size() - 1, 0) <= 0)
        throw std::runtime_error("ramd does not become ready: " + this->log());
    if (bus_ != nullptr) bus_->wait_for_owner("org.ramauth1");
}

ramauth::RamdAddress RamdProcess::by_socket() const {
    return {socket(), "unix:path=/none", 0, ""};
}

ramauth::RamdAddress RamdProcess::by_bus() const {
    return {"", bus_->address(), 0, "root"};
}

std::size_t RamdProcess::open_descriptors() const {
    const std::filesystem::directory_iterator all("/proc/" + std::to_string(process_.pid()) +
                                                  "/fd");
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

}  // namespace bustest
