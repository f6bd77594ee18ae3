// SPDX-License-Identifier: LGPL-2.1-or-later
// What a store of many profiles costs: the same questions to one of 10 and one of N, on a real
// disk, and what only a store of N can be asked. Prints medians; a figure, never a test. usage:
// bench_store DIRECTORY [N]
#include <fcntl.h>
#include <malloc.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "ramd/store/lmdb_database.h"
#include "ramd/store/lmdb_store.h"
#include "shared/fd.h"

namespace {

using namespace ramd;
using Clock = std::chrono::steady_clock;
using ramauth::Secret;

constexpr std::size_t history_before = 24;
constexpr unsigned history_after = 5;
constexpr std::size_t page = 100;

double microseconds_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::micro>(Clock::now() - begin).count();
}

UserName name_of(unsigned number) {
    return UserName::parse("user" + std::to_string(number)).value();
}

Profile profile_of(unsigned number) {
    const PasswordHash hash{
        "$argon2id$v=19$m=65536,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$"
        "aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g"};
    const std::string number_text = std::to_string(number);
    Profile profile{.user = name_of(number),
                    .uid = Uid{100'000 + number},
                    .hash = hash,
                    .history = std::vector(history_before, hash),
                    .life = {},
                    .version = 1,
                    .last_login_source = "198.51.100.7",
                    .known_sources = {"198.51.100.7"},
                    .guesses = {},
                    .recovery_email = "user" + number_text + "@mail.example.org",
                    .recovery_mobile = "+49 170 " + number_text,
                    .shadow_aging = "0:99999:7",
                    .last_change_nonce = std::string(32, 'a')};
    profile.created = profile.life.changed = ramauth::from_wire(1'700'000'000'000'000);
    return profile;
}

// Memory of the process's own in MiB; what is mapped of the database is the page cache's.
long anonymous_mib() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("RssAnon:"))
            return std::stol(line.substr(line.find_first_of("0123456789"))) / 1024;
    throw std::runtime_error("/proc/self/status");
}

// The most there is while it lives.
class Peak {
public:
    long stop() {
        watcher_.request_stop();
        watcher_.join();
        return most_;
    }

private:
    long most_ = 0;
    std::jthread watcher_{[this](const std::stop_token& stopped) {
        while (!stopped.stop_requested()) {
            most_ = std::max(most_, anonymous_mib());
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }};
};

double processor_microseconds() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

struct House {
    House(const std::string& root, unsigned count)
        : state(root + "/state"), markers(root + "/managed"), people(count) {
        std::filesystem::remove_all(root);
        std::filesystem::create_directories(state);
        std::filesystem::create_directories(markers);
        ::chmod(state.c_str(), 0700);
        ::chmod(markers.c_str(), 0711);
        create_store(state, key(), markers);
        fill();
    }

    static Secret key() { return Secret::copy_of(std::string_view(std::string(32, 'k'))); }
    [[nodiscard]] std::unique_ptr<Store> open() const { return open_store(state, key(), markers); }

    std::string state;
    std::string markers;
    unsigned people;

private:
    // A commit for each, with its marker, would take the most part of the bench's time.
    void fill() const {
        LmdbDatabase database(state, key(), {});
        for (unsigned done = 0; done < people;) {
            const unsigned end = std::min(people, done + 10'000);
            database.write([&](StoreRecords& records, StoreState& stored) {
                for (unsigned i = done; i < end; ++i) put(records, stored, profile_of(i));
            });
            done = end;
        }
        for (unsigned i = 0; i < people; ++i)
            std::ofstream(markers + "/" + name_of(i).str()).flush();
        ::malloc_trim(0);
    }

    static void put(StoreRecords& records, StoreState& stored, const Profile& profile) {
        toggle(stored.names, records.name_mark(profile.user));
        toggle(stored.versions, records.version_mark(profile.user.str(), profile.version));
        records.put(profile);
    }
};

template <typename Body>
void report(const char* what, unsigned people, int rounds, Body body) {
    std::vector<double> taken;
    const double processor = processor_microseconds();
    for (int i = 0; i < rounds; ++i) {
        const auto begin = Clock::now();
        body();
        taken.push_back(microseconds_since(begin));
    }
    const double each = (processor_microseconds() - processor) / rounds;
    std::sort(taken.begin(), taken.end());
    std::printf("%-26s %6u profiles  median %11.1f us  p99 %11.1f us  processor %11.1f us\n", what,
                people, taken[taken.size() / 2], taken[taken.size() * 99 / 100], each);
    std::fflush(stdout);
}

void ask(const House& house) {
    std::unique_ptr<Store> store;
    const long before = anonymous_mib();
    report("open with verification", house.people, 1, [&] { store = house.open(); });
    std::printf("   memory: %ld MiB, %ld before\n", anonymous_mib(), before);

    std::minstd_rand random(7);
    const auto anybody = [&] { return name_of(static_cast<unsigned>(random() % house.people)); };
    report("find one", house.people, 5000, [&] { (void)store->find(anybody()); });
    report("owner of an e-mail address", house.people, 5000,
           [&] { (void)store->owner_of_email(anybody().str() + "@MAIL.example.org"); });
    report("list one page of 100", house.people, 200,
           [&] { (void)store->list(anybody().str(), page, nullptr); });
    report("list all, page by page", house.people, 1, [&] {
        std::string marker;
        for (;;) {
            const auto found = store->list(marker, page, nullptr);
            if (found.empty()) break;
            marker = found.back().user.str();
        }
    });
    report("commit of one", house.people, 500, [&] {
        StoreChange change;
        change.put = store->find(anybody());
        change.put->last_session += std::chrono::seconds(1);
        (void)store->commit(change);
    });
    report("a policy that cuts nothing", house.people, 20, [&] {
        StoreChange change;
        change.policy = store->policy();
        change.longest_history = history_before;
        (void)store->commit(change);
    });
    const long settled = anonymous_mib();
    Peak peak;
    report("history 24 to 5 for all", house.people, 1, [&] {
        StoreChange change;
        change.policy.emplace().password_reuse_prevention = history_after;
        change.longest_history = history_after;
        (void)store->commit(change);
    });
    const long most = peak.stop();
    std::printf("   memory: %ld MiB at most, %ld before, %ld after; database %ju MiB\n", most,
                settled, anonymous_mib(),
                std::filesystem::file_size(house.state + "/" + database_file) >> 20U);
    store.reset();
    report("open again", house.people, 1, [&] { store = house.open(); });
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 2 || count > 3) {
        std::fprintf(stderr, "usage: bench_store DIRECTORY [N]\n");
        return 2;
    }
    const std::string root = std::string(arguments[1]) + "/bench-store";
    ask(House(root, 10));
    ask(House(root, count == 3 ? static_cast<unsigned>(std::stoul(arguments[2])) : 100'000));
    std::filesystem::remove_all(root);
    return 0;
}
