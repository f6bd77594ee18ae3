// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/daemon.h"

#include <systemd/sd-daemon.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <ctime>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "ramd/bus/request_id.h"
#include "ramd/host_names.h"

namespace ramd {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds ticket_sweep_interval{10};

std::string read_boot_id() {
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    if (!std::getline(file, id) || id.empty()) throw std::runtime_error("there is no boot id");
    return id;
}

std::uint64_t boottime_us() {
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000U +
           static_cast<std::uint64_t>(now.tv_nsec) / 1'000U;
}

Timestamp wall_clock() {
    return std::chrono::time_point_cast<Timestamp::duration>(std::chrono::system_clock::now());
}

}  // namespace

Daemon::Daemon(DaemonParts parts)
    : guesses_(parts.config.pauses),
      loop_(1),
      stop_(loop_, SIGTERM, SIGINT),
      ticket_timer_(loop_),
      watchdog_timer_(loop_),
      store_(std::move(parts.store)),
      boot_id_(read_boot_id()),
      bus_(loop_.get_executor(), parts.bus_address),
      logind_([this] { return bus_.pump(); }),
      waiter_(loop_.get_executor()),
      logons_(std::move(parts.logons_file)),
      revocations_(*store_),
      report_(journal_, bus_),
      revoker_(
          loop_.get_executor(), logind_, revocations_, report_, waiter_,
          [this]() -> const ProgrammaticServices& {
              return store_->preference().programmatic_services;
          },
          boot_id_, &logons_, &scopes_),
      accounts_(loop_.get_executor()),
      courier_(journal_, std::move(parts.courier_socket)),
      pool_(make_hashing_pool(loop_.get_executor(), parts.config.cost, parts.config.pool)),
      weak_(loop_.get_executor(), *store_, journal_, parts.config.weak_list, wall_clock),
      services_{.store = *store_,
                .pool = *pool_,
                .sessions = revoker_,
                .accounts = accounts_,
                .log = throttle_,
                .listener = bus_,
                .tickets = tickets_,
                .guesses = guesses_,
                .weak = weak_,
                .now = wall_clock,
                .moment = [this] { return present(); },
                .started = present(),
                .settings = {parts.config.manage_root},
                .boot_id = boot_id_,
                .host_names = [] { return present_host_names(); },
                .courier = &courier_},
      use_(services_),
      account_sweep_(services_),
      idle_sweep_(services_),
      removed_(
          loop_.get_executor(), std::move(parts.removed_directory),
          [this](const UserName& user, Timestamp when) { account_removed(user, when); },
          [this](const std::string& what) { complain(what); }),
      private_socket_(loop_.get_executor(), use_, std::move(parts.listener)),
      has_bus_(!parts.bus_address.empty()) {}

void Daemon::run() {
    stop_.async_wait([this](const boost::system::error_code& error, int) {
        if (!error) loop_.stop();
    });
    revoker_.resume(store_->revocations());
    begin_sweeps();
    sweep_tickets();
    ping_watchdog();
    if (has_bus_) bus_.start(use_);
    ::sd_notify(0, "READY=1\nSTATUS=Serving logons.");
    loop_.run();
    ::sd_notify(0, "STOPPING=1");
}

// That there is no such profile is as good as done.
void Daemon::account_removed(const UserName& user, Timestamp when) {
    const Request request{make_request_id(), {}, {}, Deadline::after({})};
    const auto refusal = account_sweep_.account_removed(user, when, request);
    if (refusal && refusal->code != ramauth::Code::no_login_profile)
        throw std::runtime_error(refusal->sentence);
}

void Daemon::complain(const std::string& what) {
    Event event;
    event.detail = what;
    journal_.record(event);
}

ramauth::policy::Moment Daemon::present() const {
    return {wall_clock(), boottime_us(), boot_id_};
}

void Daemon::begin_sweeps() {
    const auto when_stopped = [this](const char* which) {
        return [this, which](const std::exception_ptr& fault) {
            try {
                if (fault) std::rethrow_exception(fault);
            } catch (const std::exception& known) {
                complain(std::string(which).append(" stopped: ").append(known.what()));
            }
        };
    };
    asio::co_spawn(loop_, account_sweep_.keep_sweeping(), when_stopped("the sweep of accounts"));
    asio::co_spawn(loop_, idle_sweep_.keep_sweeping(), when_stopped("the look at idle profiles"));
}

void Daemon::sweep_tickets() {
    tickets_.sweep();
    services_.sent_codes.sweep(services_.clock());
    services_.offers.sweep(services_.clock());
    throttle_.settle();
    ticket_timer_.expires_after(ticket_sweep_interval);
    ticket_timer_.async_wait([this](const boost::system::error_code& error) {
        if (!error) sweep_tickets();
    });
}

// From the loop, and only while the workers work: a daemon that hangs anywhere is restarted.
void Daemon::ping_watchdog() {
    std::uint64_t limit_us = 0;
    if (::sd_watchdog_enabled(0, &limit_us) <= 0) return;
    if (pool_->healthy()) ::sd_notify(0, "WATCHDOG=1");
    watchdog_timer_.expires_after(std::chrono::microseconds(limit_us / 3));
    watchdog_timer_.async_wait([this](const boost::system::error_code& error) {
        if (!error) ping_watchdog();
    });
}

}  // namespace ramd
