// SPDX-License-Identifier: LGPL-2.1-or-later
// What a whole pam_authenticate through ramd costs, against the bare hash and against pam_unix, in
// one run. See README.md for how to run it.
#include <benchmark/benchmark.h>
#include <sodium.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "tests/bench/pam_logon.h"
#include "tests/bench/ratio_report.h"

namespace ramauth::bench {
namespace {

constexpr const char* pam_ramauth = "pam_ramauth";
constexpr const char* bare_hash = "crypto_pwhash";
constexpr const char* pam_unix = "pam_unix";

struct Account {
    std::string user;
    std::string password;
};

struct Plan {
    Account managed;
    Account unmanaged;
    int rounds = 60;
    std::size_t memory_mib = 64;  // as ramd.conf's HashMemory and HashPasses
    unsigned long long passes = 2;
};

// Only `work` is on the clock; what it returns is an error unless empty.
template <class Work>
void measure(benchmark::State& state, Work work) {
    using Clock = std::chrono::steady_clock;
    const auto begun = Clock::now();
    const std::string error = work();
    const std::chrono::duration<double> taken = Clock::now() - begun;
    if (!error.empty()) state.SkipWithError(error.c_str());
    state.SetIterationTime(taken.count());
}

void logon(benchmark::State& state, const PamServices& services, const char* service,
           const Account& account) {
    while (state.KeepRunning()) {
        PamLogon logon(services, service, account.user, account.password);
        measure(state, [&] { return logon.authenticate(); });
    }
}

void hash(benchmark::State& state, const Plan& plan) {
    std::array<unsigned char, 32> out{};
    std::array<unsigned char, crypto_pwhash_SALTBYTES> salt{};
    randombytes_buf(salt.data(), salt.size());
    const auto& password = plan.managed.password;
    while (state.KeepRunning()) {
        measure(state, [&] {
            const int failed =
                crypto_pwhash(out.data(), out.size(), password.data(), password.size(), salt.data(),
                              plan.passes, plan.memory_mib << 20, crypto_pwhash_ALG_ARGON2ID13);
            return std::string(failed == 0 ? "" : "out of memory");
        });
    }
}

template <class Body>
void add(const char* name, const Plan& plan, Body body) {
    benchmark::RegisterBenchmark(name, body)
        ->Iterations(1)
        ->Repetitions(plan.rounds)
        ->UseManualTime()
        ->Unit(benchmark::kMillisecond);
}

// Loads modules and libraries, so that no round pays for them; false = a logon is refused.
bool warm_up(const PamServices& services, const char* service, const Account& account) {
    const auto refused = PamLogon(services, service, account.user, account.password).authenticate();
    if (refused.empty()) return true;
    std::fprintf(stderr, "%s cannot log on by %s: %s\n", account.user.c_str(), service,
                 refused.c_str());
    return false;
}

int run(const Plan& plan, char* program) {
    const PamServices services;
    if (!warm_up(services, PamServices::ramauth, plan.managed)) return 1;
    if (!warm_up(services, PamServices::unix_shadow, plan.unmanaged)) return 1;

    add(pam_ramauth, plan, [&](benchmark::State& state) {
        logon(state, services, PamServices::ramauth, plan.managed);
    });
    add(bare_hash, plan, [&](benchmark::State& state) { hash(state, plan); });
    add(pam_unix, plan, [&](benchmark::State& state) {
        logon(state, services, PamServices::unix_shadow, plan.unmanaged);
    });

    // Machines have moods: the rounds of the three are mixed, so that each gets its share of them.
    std::string mixed = "--benchmark_enable_random_interleaving=true";
    std::array<char*, 3> arguments = {program, mixed.data(), nullptr};
    int count = 2;
    benchmark::Initialize(&count, arguments.data());
    RatioReport report({pam_ramauth, bare_hash, pam_unix});
    benchmark::RunSpecifiedBenchmarks(&report);
    return report.complete() ? 0 : 1;
}

int usage() {
    std::fputs(
        "bench_authenticate MANAGED UNMANAGED [ROUNDS [MEMORY_MIB PASSES]]\n"
        "Run as root. Reads the two passwords from standard input, a line each.\n",
        stderr);
    return 2;
}

int main_program(int count, char** arguments) {
    if (count != 3 && count != 4 && count != 6) return usage();
    Plan plan;
    plan.managed.user = arguments[1];
    plan.unmanaged.user = arguments[2];
    if (count > 3) plan.rounds = std::atoi(arguments[3]);
    if (count > 4) {
        plan.memory_mib = std::strtoul(arguments[4], nullptr, 10);
        plan.passes = std::strtoull(arguments[5], nullptr, 10);
    }
    if (plan.rounds < 1 || plan.memory_mib < 1 || plan.passes < 1) return usage();
    if (!std::getline(std::cin, plan.managed.password)) return usage();
    if (!std::getline(std::cin, plan.unmanaged.password)) return usage();
    if (sodium_init() < 0) return 1;
    return run(plan, arguments[0]);
}

}  // namespace
}  // namespace ramauth::bench

int main(int count, char** arguments) {
    try {
        return ramauth::bench::main_program(count, arguments);
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "bench_authenticate: %s\n", fault.what());
        return 1;
    }
}
