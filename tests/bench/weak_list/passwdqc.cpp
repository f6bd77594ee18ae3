// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/bench/weak_list/passwdqc.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <vector>

#include "tests/bench/weak_list/figures.h"
#include "tests/bench/weak_list/page_cache.h"

namespace ramauth::bench {
namespace {

constexpr int exit_found = 0;
constexpr int exit_not_found = 1;

void parse(passwdqc_params_t& parameters, const std::vector<const char*>& options) {
    passwdqc_params_reset(&parameters);
    char* reason = nullptr;
    if (passwdqc_params_parse(&parameters, &reason, static_cast<int>(options.size()),
                              options.data()) == 0)
        return;
    const std::string why = reason == nullptr ? "passwdqc's parameters" : reason;
    std::free(reason);
    throw std::runtime_error(why);
}

}  // namespace

PasswdqcRules::PasswdqcRules() {
    parse(parameters_, {"min=8,8,8,8,8", "match=0", "max=40"});
}

PasswdqcRules::PasswdqcRules(const std::string& filter) {
    const std::string option = "filter=" + filter;
    parse(parameters_, {"min=8,8,8,8,8", "match=0", "max=40", option.c_str()});
}

PasswdqcRules::~PasswdqcRules() {
    passwdqc_params_free(&parameters_);
}

bool PasswdqcRules::refuse(const std::string& password) const {
    return passwdqc_check(&parameters_.qc, password.c_str(), nullptr, nullptr) != nullptr;
}

std::optional<ChildRun> create_filter(const std::string& lines, const std::string& filter,
                                      std::uint64_t entries, double load) {
    const auto capacity = static_cast<std::uint64_t>(static_cast<double>(entries) / load) + 1;
    const auto begin = Clock::now();
    ChildRun run = run_program({PWQFILTER, "--create=" + std::to_string(capacity), "--pre-hashed",
                                "--hash-md4", "--output=" + filter},
                               lines, "/dev/null");
    if (run.exit_status != 0) return std::nullopt;
    make_durable(filter);
    run.seconds = seconds_since(begin);
    return run;
}

FilterLookup look_up_lines(const std::string& filter, const std::string& lines) {
    const std::string output = filter + ".count";
    const ChildRun run = run_program({PWQFILTER, "--count", "--filter=" + filter}, lines, output);
    FilterLookup lookup{0, run.seconds};
    const bool said = run.exit_status == exit_found || run.exit_status == exit_not_found;
    if (!said || !(std::ifstream(output) >> lookup.found))
        throw std::runtime_error("pwqfilter --count failed");
    return lookup;
}

}  // namespace ramauth::bench
