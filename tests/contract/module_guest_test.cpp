// SPDX-License-Identifier: LGPL-2.1-or-later
// The module as a guest in a program: loaded by real libpam, ramd a process of the test. What it
// leaves behind, how long it takes, and what it answers when ramd does not.
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <map>

#include "shared/fd.h"
#include "tests/contract/module_fake_ramd.h"
#include "tests/contract/module_process_state.h"
#include "tests/contract/module_transaction.h"

namespace ramauth::test {
namespace {

using testing::Contains;
using testing::HasSubstr;

int authenticate(const Place& place) {
    const PamTransaction pam(place);
    return pam_authenticate(pam.handle(), 0);
}

// A logon and a change, each of the six entry points once.
std::vector<int> whole_transaction(const Place& place) {
    const PamTransaction pam(place);
    pam_handle_t* handle = pam.handle();
    return {pam_authenticate(handle, 0),
            pam_acct_mgmt(handle, 0),
            pam_setcred(handle, static_cast<int>(PAM_ESTABLISH_CRED)),
            pam_open_session(handle, 0),
            pam_chauthtok(handle, 0),
            pam_close_session(handle, 0)};
}

TEST(ModuleGuest, plays_a_whole_transaction) {
    const Place place;
    const FakeRamd ramd(place.socket(), Behaviour::agrees);
    EXPECT_THAT(whole_transaction(place), testing::Each(PAM_SUCCESS));
}

TEST(ModuleGuest, M2_leaves_the_same_files_open) {
    for (const Behaviour behaviour :
         {Behaviour::agrees, Behaviour::hangs_up, Behaviour::speaks_strange}) {
        const Place place("debug");
        const FakeRamd ramd(place.socket(), behaviour);
        (void)whole_transaction(place);  // NSS may open what it keeps
        const auto before = open_files();
        (void)whole_transaction(place);
        EXPECT_EQ(before, open_files());
    }
}

TEST(ModuleGuest, M2_keeps_out_of_the_numbers_of_closed_standard_streams) {
    const Place place;
    const FakeRamd ramd(place.socket(), Behaviour::agrees);
    const pid_t child = ::fork();
    if (child == 0) {
        for (const int fd : {0, 1, 2}) ::close(fd);
        const auto before = open_files();
        const auto results = whole_transaction(place);
        for (const int result : results)
            if (result != PAM_SUCCESS) ::_exit(2);
        ::_exit(open_files() == before ? 0 : 1);
    }
    int status = -1;
    ASSERT_EQ(child, ::waitpid(child, &status, 0));
    EXPECT_EQ(0, WEXITSTATUS(status));
}

TEST(ModuleGuest, M3_changes_nothing_of_the_program) {
    for (const Behaviour behaviour :
         {Behaviour::agrees, Behaviour::hangs_up, Behaviour::speaks_strange}) {
        const Place place("debug unknown_option");
        const FakeRamd ramd(place.socket(), behaviour);
        const std::string before = snapshot();
        (void)whole_transaction(place);
        EXPECT_EQ(before, snapshot());
    }
}

TEST(ModuleGuest, M8_loaded_and_unloaded_a_thousand_times_leaves_nothing_behind) {
    const Place place;
    const FakeRamd ramd(place.socket(), Behaviour::agrees);
    place.point_module_here(::geteuid());
    ASSERT_THAT(whole_transaction(place), testing::Each(PAM_SUCCESS));
    const auto files = open_files();
    const auto before = mappings();
    for (int i = 0; i < 1000; ++i) {
        place.point_module_here(::geteuid());  // dlopen and dlclose
        const PamTransaction pam(place);       // and so does libpam
        ASSERT_EQ(PAM_SUCCESS, pam_authenticate(pam.handle(), 0));
        ASSERT_EQ(PAM_SUCCESS, pam_acct_mgmt(pam.handle(), 0));
    }
    EXPECT_EQ(files, open_files());
    EXPECT_EQ(1U, threads());
    // A sanitizer maps memory of its own as it goes.
    EXPECT_TRUE(SANITIZED || mappings() <= before) << mappings() << " of " << before;
}

struct Timed {
    int result;
    std::chrono::duration<double> took;
};

template <class Call>
Timed timed(Call call) {
    const auto begin = std::chrono::steady_clock::now();
    const int result = call();
    return {result, std::chrono::steady_clock::now() - begin};
}

TEST(ModuleGuest, M1_F4_a_ramd_that_hangs_is_unavailable_within_the_deadline_in_every_stage) {
    for (const Behaviour behaviour : {Behaviour::never_accepts, Behaviour::never_answers}) {
        const Place place("timeout=1");
        const FakeRamd ramd(place.socket(), behaviour);
        const PamTransaction pam(place);
        for (const auto call : {pam_authenticate, pam_acct_mgmt, pam_open_session}) {
            const Timed got = timed([&] { return call(pam.handle(), 0); });
            EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, got.result);
            EXPECT_LT(got.took.count(), 1.5);
        }
        const Timed change = timed([&] { return pam_chauthtok(pam.handle(), 0); });
        EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, change.result);
        EXPECT_LT(change.took.count(), 2.5);
    }
}

// More than the listener's queue takes, so that the next connect(2) has to wait.
std::vector<UniqueFd> fill_queue(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    std::vector<UniqueFd> held;
    for (int i = 0; i < 64; ++i) {
        held.emplace_back(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        (void)::connect(held.back().get(), reinterpret_cast<const sockaddr*>(&address),
                        sizeof address);
    }
    return held;
}

TEST(ModuleGuest, M1_a_full_queue_of_connections_is_unavailable_within_the_deadline) {
    const Place place("timeout=1");
    const FakeRamd ramd(place.socket(), Behaviour::never_accepts);
    const auto held = fill_queue(place.socket());
    const Timed got = timed([&] { return authenticate(place); });
    EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, got.result);
    EXPECT_GT(got.took.count(), 0.9);
    EXPECT_LT(got.took.count(), 1.5);
}

TEST(ModuleGuest, F1_a_missing_ramd_is_unavailable) {
    const Place place("timeout=1");
    EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, authenticate(place));
    { const FakeRamd gone(place.socket(), Behaviour::agrees); }
    EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, authenticate(place));
}

TEST(ModuleGuest, F1_a_peer_that_is_not_the_right_account_is_unavailable) {
    const Place place("timeout=1");
    const FakeRamd impostor(place.socket(), Behaviour::agrees);
    place.point_module_here(::geteuid() + 1);
    EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, authenticate(place));
}

TEST(ModuleGuest, F1_a_ramd_that_breaks_off_or_speaks_strange_is_unavailable) {
    for (const Behaviour behaviour : {Behaviour::hangs_up, Behaviour::speaks_strange}) {
        const Place place("timeout=1");
        const FakeRamd ramd(place.socket(), behaviour);
        const PamTransaction pam(place);
        EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, pam_authenticate(pam.handle(), 0));
        EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, pam_acct_mgmt(pam.handle(), 0));
        EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, pam_open_session(pam.handle(), 0));
        EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, pam_chauthtok(pam.handle(), 0));
    }
}

TEST(ModuleGuest, F1_any_error_that_is_not_ours_is_unavailable) {
    for (const char* name :
         {"org.freedesktop.DBus.Error.UnknownMethod", "org.freedesktop.DBus.Error.AccessDenied",
          "org.freedesktop.DBus.Error.NoReply", "org.freedesktop.DBus.Error.Failed",
          "org.freedesktop.DBus.Error.NameHasNoOwner", "org.ramauth1.Error.Unheard",
          "org.ramauth1.Error", "org.example.EntityNotExist.User.LoginProfile"}) {
        const Place place("timeout=1");
        const FakeRamd ramd(place.socket(), Behaviour::refuses, name);
        EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, authenticate(place)) << name;
    }
}

TEST(ModuleGuest, F3_an_error_of_ours_gives_the_code_of_the_table) {
    const std::map<std::string, int> rows{
        {"AuthenticationFailed", PAM_AUTH_ERR},
        {"EntityNotExist.User.LoginProfile", PAM_USER_UNKNOWN},
        {"LimitExceeded", PAM_AUTHINFO_UNAVAIL},
        {"ServiceFailure", PAM_AUTHINFO_UNAVAIL},
        {"InvalidParameter.Secret.Malformed", PAM_SYSTEM_ERR},
    };
    for (const auto& [name, code] : rows) {
        const Place place("timeout=1");
        const FakeRamd ramd(place.socket(), Behaviour::refuses, "org.ramauth1.Error." + name);
        EXPECT_EQ(code, authenticate(place)) << name;
    }
}

TEST(ModuleGuest, P4_does_not_say_unchanged_after_a_reset_whose_reply_was_lost) {
    if (::getuid() != 0) GTEST_SKIP() << "a reset is root's";
    const Place place("timeout=1");
    const FakeRamd ramd(place.socket(), Behaviour::hangs_up);
    const PamTransaction pam(place);
    EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, pam_chauthtok(pam.handle(), 0));
    EXPECT_THAT(pam.told(), Contains(HasSubstr("not known whether the password was changed")));
}

TEST(ModuleGuest, M12_the_environment_leads_nowhere_else) {
    const Place place("timeout=1");
    const Place decoy;
    place.point_module_here(::geteuid());
    const FakeRamd false_ramd(decoy.socket(), Behaviour::agrees);
    const std::string address = "unix:path=" + decoy.socket();
    for (const char* name :
         {"DBUS_SYSTEM_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS", "DBUS_STARTER_ADDRESS"})
        ::setenv(name, address.c_str(), 1);
    ::setenv("SYSTEMD_BUS_TIMEOUT", "60", 1);
    ::setenv("TMPDIR", decoy.root().c_str(), 1);
    ::setenv("LANG", "tr_TR.UTF-8", 1);
    ::setenv("LC_ALL", "tr_TR.UTF-8", 1);
    EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, authenticate(place));
    {
        const FakeRamd ramd(place.socket(), Behaviour::never_answers);
        const Timed got = timed([&] { return authenticate(place); });
        EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, got.result);
        EXPECT_LT(got.took.count(), 1.5);
    }
    const FakeRamd ramd(place.socket(), Behaviour::agrees);
    EXPECT_EQ(PAM_SUCCESS, authenticate(place));
}

TEST(ModuleGuest, F5_an_account_without_a_marker_never_waits_for_ramd) {
    const Place place("timeout=5");
    const FakeRamd ramd(place.socket(), Behaviour::never_answers);
    const Timed got = timed([&] {
        const PamTransaction pam(place, "bin");
        return pam_authenticate(pam.handle(), 0);
    });
    EXPECT_EQ(PAM_USER_UNKNOWN, got.result);
    EXPECT_LT(got.took.count(), 0.5);
}

TEST(ModuleGuest, F5_root_is_answered_without_ramd) {
    const Place place("timeout=5");
    place.manage("root");
    const FakeRamd ramd(place.socket(), Behaviour::never_answers);
    const PamTransaction pam(place, "root");
    EXPECT_EQ(PAM_USER_UNKNOWN, pam_authenticate(pam.handle(), 0));
}

}  // namespace
}  // namespace ramauth::test
