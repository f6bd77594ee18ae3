// SPDX-License-Identifier: LGPL-2.1-or-later
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "ramd/courier/serve.h"

namespace {

// The connection, as ramd-courier@.service has it.
constexpr int connection = STDIN_FILENO;

bool is_socket(int fd) {
    struct stat status {};
    return ::fstat(fd, &status) == 0 && S_ISSOCK(status.st_mode);
}

// A message that was not taken is an answer and no failure of the unit.
void say(const ramd::courier::Delivered& delivered) {
    const bool to_journal = ::secure_getenv("JOURNAL_STREAM") != nullptr;
    const char* level = !to_journal ? "" : delivered.taken ? "<6>" : "<4>";
    const char* what = delivered.taken ? "" : "not taken: ";
    std::fprintf(stderr, "%s%s%s\n", level, what, delivered.sentence.c_str());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc == 2 && std::string_view(argv[1]) == "--version") {
        std::puts("ramd-courier " RAMAUTH_VERSION);
        return EX_OK;
    }
    if (argc != 1 || !is_socket(connection)) {
        std::fputs("ramd-courier: ramd-courier.socket starts it; see ramd-courier(8)\n", stderr);
        return EX_USAGE;
    }
    // Of programs that it runs nothing of this is left.
    ::prctl(PR_SET_DUMPABLE, 0);
    ::signal(SIGPIPE, SIG_IGN);
    say(ramd::courier::serve(connection, {}));
    return EX_OK;
}
