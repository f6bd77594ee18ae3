// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/options.h"

#include <getopt.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

#include "ramctl/update/full_request.h"

namespace ramctl::update {
namespace {

enum Choice : int { config = 1, cache, full, version };

constexpr std::array choices{
    option{"config", required_argument, nullptr, config},
    option{"cache", required_argument, nullptr, cache},
    option{"full", no_argument, nullptr, full},
    option{"version", no_argument, nullptr, version},
    option{nullptr, 0, nullptr, 0},
};

void apply(Options& options, int choice) {
    switch (choice) {
        case config:
            options.config = ::optarg;
            return;
        case cache:
            options.cache = ::optarg;
            return;
        case full:
            options.full = true;
            return;
        case version:
            options.version = true;
            return;
        default:
            throw std::invalid_argument(
                "an option is unknown or has no value; see ramd-weak-list-update(8)");
    }
}

// systemd.exec(5), "Sandboxing"; one directory of each kind.
const char* from_systemd(const char* name, const char* otherwise) {
    const char* given = ::secure_getenv(name);
    return given != nullptr ? given : otherwise;
}

}  // namespace

Options parse_options(int argc, char** argv) {
    Options options;
    options.cache = from_systemd("CACHE_DIRECTORY", Options::standard_cache);
    options.state = from_systemd("STATE_DIRECTORY", FullRequest::standard_directory);
    ::optind = 0;
    ::opterr = 0;
    for (int choice = 0; (choice = ::getopt_long(argc, argv, "", choices.data(), nullptr)) != -1;)
        apply(options, choice);
    if (::optind < argc)
        throw std::invalid_argument("only options are taken; see ramd-weak-list-update(8)");
    return options;
}

}  // namespace ramctl::update
