// SPDX-License-Identifier: LGPL-2.1-or-later
// What handlers need of one sd-bus message: its arguments and its dictionaries (a{sv}), read and
// written. What goes wrong is thrown, for the barrier: UnreadableMessage where the sender wrote
// nonsense (a descriptor that did not come along), std::system_error for faults of our own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "shared/bus_handles.h"
#include "shared/fd.h"
#include "shared/timestamp.h"

namespace ramd {

struct UnreadableMessage : std::system_error {
    using std::system_error::system_error;
};

// Throws for a negative errno.
int check(int result, const char* what);

[[nodiscard]] std::string read_text(sd_bus_message* message);
[[nodiscard]] std::uint32_t read_number(sd_bus_message* message);
// A copy of the descriptor, which is closed with the message otherwise.
[[nodiscard]] ramauth::UniqueFd read_fd(sd_bus_message* message);

// Reads an a{sv}, entry by entry: next() and then one of the readers or skip(), until next() says
// that there are no more. A reader gives nothing where the value is of another type.
class DictionaryReader {
public:
    explicit DictionaryReader(sd_bus_message* message);

    // False at the end, when the dictionary has been left.
    [[nodiscard]] bool next();
    [[nodiscard]] const std::string& key() const noexcept { return key_; }

    [[nodiscard]] std::optional<std::string> text();
    [[nodiscard]] std::optional<bool> flag();
    [[nodiscard]] std::optional<std::uint32_t> number();
    [[nodiscard]] std::optional<std::uint64_t> big_number();
    [[nodiscard]] std::optional<ramauth::UniqueFd> fd();
    void skip();

private:
    template <class Value>
    bool value(const char* type, Value& into);

    sd_bus_message* message_;
    std::string key_;
};

// Appends an a{sv}; close() ends it.
class DictionaryWriter {
public:
    explicit DictionaryWriter(sd_bus_message* message);

    void text(const char* key, const std::string& value);
    void flag(const char* key, bool value);
    void number(const char* key, std::uint32_t value);
    void signed_number(const char* key, std::int32_t value);
    void big_number(const char* key, std::uint64_t value);
    void time(const char* key, ramauth::Timestamp value);
    void fd(const char* key, const ramauth::UniqueFd& value);
    void close();

private:
    template <class Value>
    void entry(const char* key, const char* type, Value value);

    sd_bus_message* message_;
};

}  // namespace ramd
