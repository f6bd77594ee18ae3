// SPDX-License-Identifier: LGPL-2.1-or-later
#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <iostream>

#include "ramctl/bus_manager_client.h"
#include "ramctl/command_line.h"
#include "ramctl/host_accounts.h"
#include "ramctl/journal_events.h"
#include "ramctl/proc_folder.h"
#include "ramctl/program_runner.h"
#include "ramctl/progress.h"
#include "ramctl/report.h"
#include "ramctl/table.h"
#include "ramctl/tty_terminal.h"

namespace {

using namespace ramctl;

Caller present_caller() {
    const uid_t uid = ::geteuid();
    const passwd* entry = ::getpwuid(uid);
    return {uid, entry == nullptr ? "" : entry->pw_name};
}

ExitStatus run_verb(const CommandLine& line) {
    const Caller caller = present_caller();
    const bool typed = ::isatty(STDIN_FILENO) == 1;
    BusManagerClient client(caller, typed);
    TtyTerminal terminal;
    SpawnRunner runner;
    ShadowEntry shadow(runner);
    JournalEvents events;
    HostAccounts accounts;
    const auto now =
        std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    ProcFolder processes(boot_time(now));
    Environment environment{
        .client = client,
        .terminal = terminal,
        .shadow = shadow,
        .events = events,
        .accounts = accounts,
        .processes = processes,
        .out = std::cout,
        .err = std::cerr,
        .caller = caller,
        .now = now,
        .json = line.json,
        .colour = wants_colour(::isatty(STDOUT_FILENO) == 1, std::getenv("NO_COLOR"),
                               std::getenv("TERM")),
        .progress = wants_progress(::isatty(STDERR_FILENO) == 1, std::getenv("TERM")),
        .input = STDIN_FILENO,
        .typed = typed};
    const ExitStatus status =
        std::visit([&](const auto& verb) { return run(verb, environment); }, line.verb);
    std::cout.flush();
    if (!std::cout) throw std::runtime_error("cannot write to standard output");
    return status;
}

ExitStatus run_ramctl(int argc, char** argv) {
    const auto parsed = parse_command_line({argv + 1, argv + argc});
    if (const auto* information = std::get_if<Information>(&parsed)) {
        std::cout << information->text << std::flush;
        return ExitStatus::ok;
    }
    if (const auto* refusal = std::get_if<Refusal>(&parsed)) return report(std::cerr, *refusal);
    return run_verb(std::get<CommandLine>(parsed));
}

}  // namespace

int main(int argc, char** argv) try {
    return static_cast<int>(run_ramctl(argc, argv));
} catch (const std::exception& fault) {
    return static_cast<int>(report(std::cerr, Refusal{Code::service_failure, fault.what(), {}}));
}
