// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/options.h"

#include <getopt.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

#include "ramd/courier/request.h"
#include "ramd/removed_accounts.h"
#include "shared/wire.h"

namespace ramd {
namespace {

enum Choice : int {
    config = 1,
    state,
    markers,
    removed,
    key,
    courier_path,
    bus,
    socket_path,
    no_bus,
    init,
    version
};

constexpr std::array choices{
    option{"config", required_argument, nullptr, config},
    option{"state", required_argument, nullptr, state},
    option{"markers", required_argument, nullptr, markers},
    option{"removed", required_argument, nullptr, removed},
    option{"key", required_argument, nullptr, key},
    option{"courier", required_argument, nullptr, courier_path},
    option{"bus", required_argument, nullptr, bus},
    option{"socket", required_argument, nullptr, socket_path},
    option{"no-bus", no_argument, nullptr, no_bus},
    option{"init-store", no_argument, nullptr, init},
    option{"version", no_argument, nullptr, version},
    option{nullptr, 0, nullptr, 0},
};

std::string* text_of(Options& options, int choice) {
    switch (choice) {
        case config:
            return &options.config;
        case state:
            return &options.state;
        case markers:
            return &options.markers;
        case removed:
            return &options.removed;
        case key:
            return &options.key;
        case courier_path:
            return &options.courier;
        case bus:
            return &options.bus;
        case socket_path:
            return &options.socket;
        default:
            return nullptr;
    }
}

void apply(Options& options, int choice) {
    if (std::string* text = text_of(options, choice); text != nullptr) {
        *text = ::optarg;
    } else if (choice == no_bus) {
        options.bus.clear();
    } else if (choice == init) {
        options.init_store = true;
    } else if (choice == version) {
        options.version = true;
    } else {
        throw std::invalid_argument("an option is unknown or has no value; see ramd(8)");
    }
}

// systemd.exec(5), "Credentials".
std::string credential() {
    const char* directory = ::secure_getenv("CREDENTIALS_DIRECTORY");
    return directory == nullptr ? std::string() : std::string(directory) + "/ramd.host-key";
}

// systemd.exec(5), "RuntimeDirectory=". It is the only one of the unit.
std::string logons_of_the_unit() {
    const char* directory = ::secure_getenv("RUNTIME_DIRECTORY");
    return directory == nullptr ? std::string() : std::string(directory) + "/logons";
}

}  // namespace

Options parse_options(int argc, char** argv) {
    Options options;
    options.markers = ramauth::wire::managed_directory;
    options.removed = RemovedAccounts::standard_directory;
    options.key = credential();
    options.courier = courier::socket_path;
    options.logons = logons_of_the_unit();
    ::optind = 0;
    ::opterr = 0;
    for (int choice = 0; (choice = ::getopt_long(argc, argv, "", choices.data(), nullptr)) != -1;)
        apply(options, choice);
    if (::optind < argc) throw std::invalid_argument("ramd takes options only; see ramd(8)");
    return options;
}

}  // namespace ramd
