// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/bus/signal_listener.h"

#include <unistd.h>

#include <cstdint>
#include <stdexcept>

namespace bustest {
namespace {

constexpr std::uint64_t patience_us = 5'000'000;

void append(std::string& words, const std::string& word) {
    words += (words.empty() ? "" : " ") + word;
}

std::string arguments(sd_bus_message* signal) {
    std::string words;
    char type = 0;
    const char* text = nullptr;
    std::uint64_t number = 0;
    while (sd_bus_message_peek_type(signal, &type, nullptr) > 0) {
        if (type == 's' && sd_bus_message_read(signal, "s", &text) > 0) {
            append(words, text);
        } else if (type == 't' && sd_bus_message_read(signal, "t", &number) > 0) {
            append(words, std::to_string(number));
        } else if (type == 'a' && sd_bus_message_enter_container(signal, 'a', "s") > 0) {
            while (sd_bus_message_read(signal, "s", &text) > 0) append(words, text);
            sd_bus_message_exit_container(signal);
        } else {
            break;
        }
    }
    return words;
}

}  // namespace

// The bus takes the effective uid of the moment in which the connection is made.
SignalListener::SignalListener(const PrivateBus& bus, unsigned uid) {
    if (::seteuid(uid) != 0) throw std::runtime_error("seteuid");
    bus_ = bus.connect();
    if (::seteuid(0) != 0) throw std::runtime_error("seteuid back");
    if (sd_bus_add_match(bus_.get(), nullptr, "type='signal',interface='org.ramauth1.Manager'",
                         nullptr, nullptr) < 0)
        throw std::runtime_error("cannot listen");
}

std::string SignalListener::next(const char* member) {
    while (true) {
        sd_bus_message* raw = nullptr;
        const int done = sd_bus_process(bus_.get(), &raw);
        const ramauth::MessageHandle signal(raw);
        if (raw != nullptr && sd_bus_message_is_signal(raw, nullptr, member) > 0)
            return arguments(raw);
        if (done < 0 || (done == 0 && sd_bus_wait(bus_.get(), patience_us) <= 0))
            return "no signal came";
    }
}

}  // namespace bustest
