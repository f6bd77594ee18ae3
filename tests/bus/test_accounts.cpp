// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/bus/test_accounts.h"

#include <grp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace bustest {
namespace {

constexpr const char* passwd =
    "root:x:0:0:root:/root:/bin/bash\n"
    "daemon:x:1:1::/usr/sbin:/usr/sbin/nologin\n"
    "ann:x:1001:1001::/:/bin/bash\n"
    "bob:x:1002:1002::/:/bin/bash\n"
    "carl:x:1003:1003::/:/bin/bash\n"
    "nobody:x:65534:65534::/:/usr/sbin/nologin\n";

void require(int result, const char* what) {
    if (result != 0) throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

void write_accounts(const TempDirectory& directory) {
    write_file(directory.path("passwd"), passwd);
    require(::chmod(directory.path("passwd").c_str(), 0644), "chmod");
}

void use_accounts(const TempDirectory& directory) {
    require(::unshare(CLONE_NEWNS), "unshare");
    require(::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), "mount /");
    require(::mount(directory.path("passwd").c_str(), "/etc/passwd", nullptr, MS_BIND, nullptr),
            "mount /etc/passwd");
}

void become(unsigned uid) {
    if (uid == 0) return;
    require(::setgroups(0, nullptr), "setgroups");
    require(::setresgid(uid, uid, uid), "setresgid");
    require(::setresuid(uid, uid, uid), "setresuid");
}

}  // namespace bustest
