// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/bus/raw_caller.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>

namespace bustest {
namespace {

constexpr std::string_view scheme = "unix:path=";

struct Destination {
    std::string name;
    std::string path;
    std::string interface;
    std::string member;
};

void add_field(RawValues& fields, std::uint32_t code, char type, const std::string& value) {
    // A byte, and the variant's signature behind it: four bytes that need no alignment between.
    fields.align(8).number(code | 1U << 8 | std::uint32_t{static_cast<unsigned char>(type)} << 16);
    if (type == 'g')
        fields.signature(value);
    else
        fields.text(value);
}

std::string method_call(const Destination& to, std::uint32_t serial, const std::string& signature,
                        const RawValues& body) {
    constexpr std::uint32_t little_endian_call_of_version_1 = 'l' | 1U << 8 | 1U << 24;
    RawValues fields;
    add_field(fields, 1, 'o', to.path);
    add_field(fields, 2, 's', to.interface);
    add_field(fields, 3, 's', to.member);
    add_field(fields, 6, 's', to.name);
    if (!signature.empty()) add_field(fields, 8, 'g', signature);
    RawValues message;
    message.number(little_endian_call_of_version_1)
        .number(static_cast<std::uint32_t>(body.bytes().size()))
        .number(serial)
        .number(static_cast<std::uint32_t>(fields.bytes().size()))
        .append(fields)
        .align(8);
    return message.bytes() + body.bytes();
}

std::string in_hexadecimal(const std::string& digits) {
    std::string text;
    for (const char digit : digits) text.append("3").push_back(digit);
    return text;
}

}  // namespace

RawValues& RawValues::align(std::size_t to) {
    bytes_.append((to - bytes_.size() % to) % to, '\0');
    return *this;
}

RawValues& RawValues::number(std::uint32_t value) {
    align(4);
    for (unsigned shift = 0; shift < 32; shift += 8)
        bytes_.push_back(static_cast<char>(value >> shift & 0xFFU));
    return *this;
}

RawValues& RawValues::text(const std::string& value) {
    number(static_cast<std::uint32_t>(value.size()));
    bytes_.append(value).push_back('\0');
    return *this;
}

RawValues& RawValues::signature(const std::string& value) {
    bytes_.push_back(static_cast<char>(value.size()));
    bytes_.append(value).push_back('\0');
    return *this;
}

RawValues& RawValues::append(const RawValues& aligned_to_8) {
    align(8);
    bytes_.append(aligned_to_8.bytes_);
    return *this;
}

RawCaller::RawCaller(const std::string& address)
    : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un where{};
    where.sun_family = AF_UNIX;
    std::strncpy(where.sun_path, address.c_str() + scheme.size(), sizeof where.sun_path - 1);
    const timeval patience{20, 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&where), sizeof where) != 0)
        throw std::runtime_error("cannot connect to the bus of the test");
    write(std::string(1, '\0') + "AUTH EXTERNAL " + in_hexadecimal(std::to_string(::getuid())) +
          "\r\n");
    if (!hears("OK ")) throw std::runtime_error("the bus does not let in: " + heard_);
    write("NEGOTIATE_UNIX_FD\r\n");
    if (!hears("AGREE_UNIX_FD")) throw std::runtime_error("the bus takes no descriptors");
    write("BEGIN\r\n" + method_call({"org.freedesktop.DBus", "/org/freedesktop/DBus",
                                     "org.freedesktop.DBus", "Hello"},
                                    ++serial_, "", {}));
    if (!hears("NameAcquired")) throw std::runtime_error("the bus does not greet");
}

void RawCaller::send(const std::string& member, const std::string& signature,
                     const RawValues& body) {
    write(method_call({"org.ramauth1", "/org/ramauth1", "org.ramauth1.Manager", member}, ++serial_,
                      signature, body));
}

bool RawCaller::hears(const std::string& wanted) {
    std::array<char, 4096> part{};
    while (heard_.find(wanted) == std::string::npos) {
        const ssize_t got = ::read(socket_.get(), part.data(), part.size());
        if (got <= 0) return false;
        heard_.append(part.data(), static_cast<std::size_t>(got));
    }
    return true;
}

void RawCaller::write(const std::string& bytes) {
    if (::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(bytes.size()))
        throw std::runtime_error("the bus of the test hangs up");
}

}  // namespace bustest
