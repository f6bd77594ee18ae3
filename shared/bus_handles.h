// SPDX-License-Identifier: LGPL-2.1-or-later
// Owners of sd-bus objects (sd-bus(3)). A connection is flushed by nobody: closing drops what was
// not sent.
#pragma once

#include <systemd/sd-bus.h>

#include <memory>

namespace ramauth {

struct CloseBus {
    void operator()(sd_bus* bus) const noexcept { sd_bus_close_unref(bus); }
};
using BusHandle = std::unique_ptr<sd_bus, CloseBus>;

struct UnrefMessage {
    void operator()(sd_bus_message* message) const noexcept { sd_bus_message_unref(message); }
};
using MessageHandle = std::unique_ptr<sd_bus_message, UnrefMessage>;

struct UnrefSlot {
    void operator()(sd_bus_slot* slot) const noexcept { sd_bus_slot_unref(slot); }
};
using SlotHandle = std::unique_ptr<sd_bus_slot, UnrefSlot>;

struct UnrefCreds {
    void operator()(sd_bus_creds* creds) const noexcept { sd_bus_creds_unref(creds); }
};
using CredsHandle = std::unique_ptr<sd_bus_creds, UnrefCreds>;

// An sd_bus_error that frees itself.
class BusError {
public:
    BusError() = default;
    BusError(const BusError&) = delete;
    BusError& operator=(const BusError&) = delete;
    ~BusError() { sd_bus_error_free(&error_); }
    [[nodiscard]] sd_bus_error* out() noexcept { return &error_; }
    [[nodiscard]] const char* name() const noexcept { return error_.name; }
    [[nodiscard]] const char* message() const noexcept { return error_.message; }

private:
    sd_bus_error error_{};
};

}  // namespace ramauth
