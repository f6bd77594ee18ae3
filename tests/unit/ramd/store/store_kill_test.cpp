// SPDX-License-Identifier: LGPL-2.1-or-later
// kill -9 in the middle of commits: what was acknowledged is there, and nothing is half there.
#include <signal.h>
#include <sys/wait.h>

#include <random>

#include "tests/unit/ramd/store/store_fixture.h"

namespace ramd::test {
namespace {

// Says over the pipe that it is ready (0), and then what it has been told is durable: a profile's
// number, and after that, negative, its second password. Never returns.
[[noreturn]] void write_until_killed(const std::string& state, const std::string& markers,
                                     int first, int pipe) {
    const Secret key = key_of('k');
    const auto store = open_store(state, key, markers);
    const int ready = 0;
    if (::write(pipe, &ready, sizeof ready) != sizeof ready) ::_exit(1);
    for (int i = first;; ++i) {
        const std::string name = "user" + std::to_string(i);
        (void)create(*store, name);
        if (::write(pipe, &i, sizeof i) != sizeof i) ::_exit(1);
        Profile profile = store->find(user(name)).value();
        profile.hash.text = "second";
        (void)store->commit(revoking(profile));
        const int done = -i;
        if (::write(pipe, &done, sizeof done) != sizeof done) ::_exit(1);
    }
}

struct Acknowledged {
    int made = -1;
    int changed = -1;
};

Acknowledged read_all(int pipe) {
    Acknowledged last;
    for (int number = 0; ::read(pipe, &number, sizeof number) == sizeof number;) {
        if (number > 0) last.made = number;
        if (number < 0) last.changed = -number;
    }
    return last;
}

Acknowledged run_and_kill(const std::string& state, const std::string& markers, int first,
                          int microseconds) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe");
    ramauth::UniqueFd reading(ends[0]);
    ramauth::UniqueFd writing(ends[1]);
    const pid_t child = ::fork();
    if (child == 0) {
        try {
            write_until_killed(state, markers, first, writing.get());
        } catch (...) {
            ::_exit(2);
        }
    }
    writing = ramauth::UniqueFd();
    int ready = -1;
    EXPECT_EQ(::read(reading.get(), &ready, sizeof ready), ssize_t{sizeof ready});
    ::usleep(static_cast<useconds_t>(microseconds));  // the random moment, not a wait
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the writer ended by itself: " << status;
    return read_all(reading.get());
}

// Each profile is wholly old or wholly new, with its marker, and the new one with its revocation.
void expect_whole(const Store& store, const std::string& markers) {
    std::size_t changed = 0;
    for (const Profile& profile : store.list("", 1'000'000, nullptr)) {
        EXPECT_TRUE(std::filesystem::exists(markers + "/" + profile.user.str()));
        const bool second = profile.hash.text == "second";
        EXPECT_EQ(profile.version, second ? 2U : 1U);
        if (second) ++changed;
    }
    EXPECT_EQ(store.revocations().size(), changed);
}

TEST_F(StoreTest, S5_P2_what_was_acknowledged_survives_kill_9_at_any_moment) {
    std::minstd_rand random{42};
    int first = 1;
    int acknowledged = 0;
    for (int round = 0; round < 50; ++round) {
        const int moment = static_cast<int>(random() % 80'000);
        const Acknowledged last = run_and_kill(state, markers, first, moment);
        const auto store = open();
        expect_whole(*store, markers);
        for (int i = first; i <= last.made; ++i)
            ASSERT_TRUE(store->find(user("user" + std::to_string(i)))) << i;
        if (last.changed > 0) {
            const auto found = store->find(user("user" + std::to_string(last.changed)));
            ASSERT_TRUE(found);
            EXPECT_EQ(found->hash.text, "second");
        }
        if (last.made >= first) acknowledged += last.made - first + 1;
        first = std::max(first, last.made) + 2;
    }
    std::printf("50 kills, %d acknowledged creates\n", acknowledged);
    EXPECT_GT(acknowledged, 0);
}

}  // namespace
}  // namespace ramd::test
