// SPDX-License-Identifier: LGPL-2.1-or-later
#include <fcntl.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <random>
#include <stdexcept>
#include <system_error>

#include "policy/weak_list/list_fault.h"
#include "ramctl/update/curl_fetcher.h"
#include "ramctl/update/full_request.h"
#include "ramctl/update/options.h"
#include "ramctl/update/pack_source.h"
#include "ramctl/update/updater.h"

namespace ramctl::update {
namespace {

constexpr const char* program = "ramd-weak-list-update";

// The journal names the program itself.
void print_line(const std::string& line) {
    const bool to_journal = ::secure_getenv("JOURNAL_STREAM") != nullptr;
    if (to_journal)
        std::fprintf(stderr, "%s\n", line.c_str());
    else
        std::fprintf(stderr, "%s: %s\n", program, line.c_str());
}

void notify_status(const std::string& text) {
    (void)::sd_notify(0, ("STATUS=" + text).c_str());
}

Clocks real_clocks() {
    Clocks clocks;
    clocks.wall = [] {
        return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    };
    clocks.jitter = [engine = std::minstd_rand(std::random_device{}())]() mutable {
        return std::uniform_real_distribution<double>(0, 1)(engine);
    };
    return clocks;
}

void run(int argc, char** argv) {
    const Options options = parse_options(argc, argv);
    if (options.version) {
        std::printf("%s " RAMAUTH_VERSION "\n", program);
        return;
    }
    ::signal(SIGPIPE, SIG_IGN);
    ::umask(022);
    const Settings settings = read_settings(options.config);
    CurlFetcher fetcher(settings);
    RunReport report({notify_status, print_line}, std::chrono::steady_clock::now);
    const FullRequest request(options.state);
    update({.settings = settings,
            .cache = options.cache,
            .full = options.full || request.is_there(),
            .fetcher = fetcher,
            .report = report,
            .clocks = real_clocks(),
            .full_noted = [&request] { request.take_away(); }});
}

// The last word: in the journal, and where systemctl status and ramctl find it.
int complain(const std::exception& fault, int status) {
    print_line(fault.what());
    notify_status(fault.what());
    return status;
}

int complain_of_run(const RunFailed& fault) {
    const std::runtime_error sentence(
        std::string(fault.what()) +
        ". The list is as it was; the next start goes on where this one ended");
    return complain(sentence, fault.may_pass ? EX_TEMPFAIL : EX_UNAVAILABLE);
}

int run_to_status(int argc, char** argv) {
    try {
        run(argc, argv);
        return EX_OK;
    } catch (const RunFailed& fault) {
        return complain_of_run(fault);
    } catch (const ConfigError& fault) {
        return complain(fault, EX_CONFIG);
    } catch (const std::invalid_argument& fault) {
        return complain(fault, EX_USAGE);
    } catch (const RunLog::Busy& fault) {
        return complain(fault, EX_TEMPFAIL);
    } catch (const ramauth::weak_list::ListFault& fault) {
        return complain(fault, EX_DATAERR);
    } catch (const LostPack& fault) {
        return complain(fault, EX_IOERR);
    } catch (const std::system_error& fault) {
        return complain(fault, EX_IOERR);
    } catch (const std::exception& fault) {
        return complain(fault, EX_SOFTWARE);
    }
}

}  // namespace
}  // namespace ramctl::update

// The barrier.
int main(int argc, char** argv) {
    constexpr std::uint64_t five_seconds = 5'000'000;  // microseconds
    const int status = ramctl::update::run_to_status(argc, argv);
    // systemd has read the last word before this process is gone.
    (void)::sd_notify_barrier(0, five_seconds);
    return status;
}
