// SPDX-License-Identifier: LGPL-2.1-or-later
// What the installed module brings into a foreign process, read from its file (readelf(1), nm(1)).
#include <gmock/gmock.h>

#include <cstdio>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsSubsetOf;
using testing::Not;
using testing::UnorderedElementsAre;

std::vector<std::string> lines_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
    std::string text;
    char buffer[4096];
    while (std::fgets(buffer, sizeof buffer, pipe.get()) != nullptr) text += buffer;
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

const std::string objects = "'" CORE_OBJECTS "' '" SHARED_OBJECTS "'";
const std::string module = "'" INSTALLED_MODULE "'";

TEST(ModuleBinary, M8_exports_exactly_the_six_entry_points) {
    EXPECT_THAT(
        lines_of("nm -D --defined-only --format=posix " + module + " | cut -d' ' -f1"),
        UnorderedElementsAre("pam_sm_authenticate", "pam_sm_setcred", "pam_sm_acct_mgmt",
                             "pam_sm_chauthtok", "pam_sm_open_session", "pam_sm_close_session"));
}

TEST(ModuleBinary, needs_libpam_libsystemd_and_the_c_library_only) {
    // The loader is needed for the C++ runtime's own thread-local exception state.
    EXPECT_THAT(
        lines_of("readelf -dW " + module + " | sed -n 's/.*(NEEDED).*\\[\\(.*\\)\\]/\\1/p'"),
        IsSubsetOf({"libpam.so.0", "libsystemd.so.0", "libc.so.6", "libm.so.6",
                    "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}));
}

TEST(ModuleBinary, M8_is_bound_at_once_read_only_and_never_unloaded) {
    const auto dynamic = lines_of("readelf -dW " + module);
    EXPECT_THAT(dynamic, Contains(HasSubstr("BIND_NOW")));
    EXPECT_THAT(dynamic, Contains(HasSubstr("NODELETE")));
    EXPECT_THAT(dynamic, Not(Contains(HasSubstr("TEXTREL"))));
    const auto segments = lines_of("readelf -lW " + module);
    EXPECT_THAT(segments, Contains(HasSubstr("GNU_RELRO")));
    EXPECT_THAT(segments, Not(Contains(testing::ContainsRegex("GNU_STACK.*RWE"))));
}

// Of our own objects: the C++ runtime beside them has a say only when it aborts.
TEST(ModuleBinary, M3_M10_M12_calls_nothing_that_would_change_the_program_or_ask_its_environment) {
    const auto called =
        lines_of("nm --undefined-only --format=posix " + objects + " | cut -d' ' -f1");
    ASSERT_THAT(called, Contains("pam_set_data"));
    for (const char* name :
         {"pthread_create",  "thrd_create", "sigaction", "signal",       "sigprocmask",
          "pthread_sigmask", "umask",       "chdir",     "setlocale",    "uselocale",
          "setenv",          "putenv",      "unsetenv",  "clearenv",     "getenv",
          "secure_getenv",   "setrlimit",   "prlimit",   "alarm",        "setitimer",
          "timer_create",    "atexit",      "on_exit",   "__cxa_atexit", "fork",
          "vfork",           "execve",      "system",    "setuid",       "seteuid",
          "setresuid",       "stdout",      "stderr",    "puts",         "printf",
          "fprintf",         "write",       "openlog",   "closelog",     "syslog",
          "pam_syslog",      "pam_vsyslog", "dlopen",    "dlclose"})
        EXPECT_THAT(called, Not(Contains(name)));
}

// Constructors and thread-locals that the module has are the C++ runtime's.
TEST(ModuleBinary, has_no_static_constructor_and_no_thread_local_of_its_own) {
    const auto symbols = lines_of("nm -C --format=posix " + module);
    ASSERT_THAT(symbols, Contains(HasSubstr("ramauth::pam::")));
    for (const std::string& line : symbols) {
        if (line.find("ramauth") == std::string::npos) continue;
        EXPECT_THAT(line, Not(HasSubstr("_GLOBAL__sub_I")));
        EXPECT_THAT(line, Not(HasSubstr("guard variable")));
        EXPECT_THAT(line, Not(HasSubstr("TLS")));
    }
}

}  // namespace
