// SPDX-License-Identifier: LGPL-2.1-or-later
// A thousand logons at the real daemon: what it needs, and that nobody gets another refusal than
// "busy".
#include <atomic>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/bus/caller.h"

namespace bustest {
namespace {

constexpr std::size_t at_once = 250;
constexpr std::size_t turns = 4;

// Of ramd.conf as RamdProcess writes it.
constexpr long workers = 2, memory_mib = 19, besides_mib = 64;

// The most that the process ever had resident, in KiB (proc(5)).
long high_water_mark(pid_t pid) {
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) return std::stol(line.substr(6));
    }
    return -1;
}

TEST_F(BusTest, H3_a_thousand_logons_stay_within_the_workers_memory_and_64_mib) {
    std::atomic<unsigned> let_in = 0, busy = 0, other = 0;
    const auto person = [&] {
        for (std::size_t turn = 0; turn < turns; ++turn) {
            const Answer answer = by_socket(authenticate("ann", password));
            ++(answer.ok() ? let_in : answer.code == "LimitExceeded" ? busy : other);
        }
    };
    std::vector<std::thread> people;
    for (std::size_t i = 0; i < at_once; ++i) people.emplace_back(person);
    for (auto& one : people) one.join();

    EXPECT_EQ(let_in + busy, at_once * turns) << other << " got another answer: " << ramd.log();
    EXPECT_GE(let_in, 100U);
    const long most = high_water_mark(ramd.process().pid());
    EXPECT_GT(most, memory_mib * 1024) << "a hash is at work in it";
    EXPECT_LE(most, (workers * memory_mib + besides_mib) * 1024);
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsDone()) << "all workers are back";
}

}  // namespace
}  // namespace bustest
