// SPDX-License-Identifier: LGPL-2.1-or-later
#include <fcntl.h>
#include <sysexits.h>
#include <systemd/sd-daemon.h>

#include <cstdio>
#include <exception>
#include <stdexcept>
#include <utility>

#include "ramd/daemon.h"
#include "ramd/hardening.h"
#include "ramd/memory_limit.h"
#include "ramd/options.h"
#include "ramd/store/host_key.h"
#include "ramd/store/lmdb_store.h"

namespace ramd {
namespace {

ramauth::Secret host_key(const Options& options) {
    if (options.key.empty())
        throw std::runtime_error("there is no credential ramd.host-key; start ramd.service");
    return read_host_key(options.key);
}

ramauth::UniqueFd listener(const Options& options) {
    if (!options.socket.empty()) return listen_at(options.socket);
    const int handed_over = ::sd_listen_fds(1);
    if (handed_over != 1 || ::sd_is_socket(SD_LISTEN_FDS_START, AF_UNIX, SOCK_STREAM, 1) <= 0)
        throw std::runtime_error("systemd hands over no socket; start ramd.socket");
    return ramauth::UniqueFd(SD_LISTEN_FDS_START);
}

void serve(const Options& options) {
    DaemonParts parts;
    parts.config = read_config(options.config);
    fit_into(memory_limit_mib(), parts.config, options.config);
    parts.store = open_store(options.state, host_key(options), options.markers);
    parts.listener = listener(options);
    parts.bus_address = options.bus;
    parts.removed_directory = options.removed;
    parts.logons_file = options.logons;
    parts.courier_socket = options.courier;
    Daemon(std::move(parts)).run();
}

void run(int argc, char** argv) {
    const Options options = parse_options(argc, argv);
    if (options.version) {
        std::puts("ramd " RAMAUTH_VERSION);
        return;
    }
    harden_process();
    if (options.init_store) return create_store(options.state, host_key(options), options.markers);
    serve(options);
}

int complain(const std::exception& fault, int status) {
    std::fprintf(stderr, "ramd: %s\n", fault.what());
    return status;
}

}  // namespace
}  // namespace ramd

// The barrier: what is wrong goes to standard error, which is the journal under systemd.
int main(int argc, char** argv) {
    try {
        ramd::run(argc, argv);
        return EX_OK;
    } catch (const ramd::ConfigError& fault) {
        return ramd::complain(fault, EX_CONFIG);
    } catch (const std::invalid_argument& fault) {
        return ramd::complain(fault, EX_USAGE);
    } catch (const std::exception& fault) {
        return ramd::complain(fault, 1);
    }
}
