// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/hardening.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <system_error>

namespace ramd {
namespace {

// Two for each connection to the private socket, and some for requests under way.
constexpr rlim_t wanted_descriptors = 8192;

void require(int result, const char* what) {
    if (result != 0) throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

void harden_process() {
    require(::prctl(PR_SET_DUMPABLE, 0), "PR_SET_DUMPABLE");
    const rlimit none{0, 0};
    require(::setrlimit(RLIMIT_CORE, &none), "RLIMIT_CORE");
    ::umask(077);
    ::signal(SIGPIPE, SIG_IGN);
    // There is nothing that is read again: a change of ramd.conf needs a restart.
    ::signal(SIGHUP, SIG_IGN);
    rlimit descriptors{};
    require(::getrlimit(RLIMIT_NOFILE, &descriptors), "RLIMIT_NOFILE");
    descriptors.rlim_cur =
        std::max(descriptors.rlim_cur, std::min(descriptors.rlim_max, wanted_descriptors));
    require(::setrlimit(RLIMIT_NOFILE, &descriptors), "RLIMIT_NOFILE");
}

}  // namespace ramd
