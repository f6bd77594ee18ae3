// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/message.h"

#include <fcntl.h>

#include <cerrno>
#include <system_error>

namespace ramd {

int check(int result, const char* what) {
    if (result < 0) throw std::system_error(-result, std::generic_category(), what);
    return result;
}

namespace {

// The same for what a message holds.
int check_read(int result, const char* what) {
    if (result == -EBADMSG || result == -ENXIO)
        throw UnreadableMessage(-result, std::generic_category(), what);
    return check(result, what);
}

ramauth::UniqueFd copy(int borrowed) {
    ramauth::UniqueFd fd(::fcntl(borrowed, F_DUPFD_CLOEXEC, 3));
    if (!fd) throw std::system_error(errno, std::generic_category(), "fcntl(F_DUPFD_CLOEXEC)");
    return fd;
}

}  // namespace

std::string read_text(sd_bus_message* message) {
    const char* text = nullptr;
    check_read(sd_bus_message_read_basic(message, 's', &text), "cannot read a string");
    return text;
}

std::uint32_t read_number(sd_bus_message* message) {
    std::uint32_t number = 0;
    check_read(sd_bus_message_read_basic(message, 'u', &number), "cannot read a number");
    return number;
}

ramauth::UniqueFd read_fd(sd_bus_message* message) {
    int borrowed = -1;
    check_read(sd_bus_message_read_basic(message, 'h', &borrowed), "cannot read a descriptor");
    return copy(borrowed);
}

DictionaryReader::DictionaryReader(sd_bus_message* message) : message_(message) {
    check_read(sd_bus_message_enter_container(message_, 'a', "{sv}"), "cannot read a dictionary");
}

bool DictionaryReader::next() {
    if (check_read(sd_bus_message_enter_container(message_, 'e', "sv"), "cannot read an entry") ==
        0) {
        check_read(sd_bus_message_exit_container(message_), "cannot leave a dictionary");
        return false;
    }
    key_ = read_text(message_);
    return true;
}

template <class Value>
bool DictionaryReader::value(const char* type, Value& into) {
    if (check_read(sd_bus_message_verify_type(message_, 'v', type), "cannot read a value") == 0) {
        skip();
        return false;
    }
    check_read(sd_bus_message_enter_container(message_, 'v', type), "cannot read a value");
    check_read(sd_bus_message_read_basic(message_, type[0], &into), "cannot read a value");
    check_read(sd_bus_message_exit_container(message_), "cannot leave a value");
    check_read(sd_bus_message_exit_container(message_), "cannot leave an entry");
    return true;
}

std::optional<std::string> DictionaryReader::text() {
    const char* text = nullptr;
    if (!value("s", text)) return std::nullopt;
    return text;
}

std::optional<bool> DictionaryReader::flag() {
    int flag = 0;
    if (!value("b", flag)) return std::nullopt;
    return flag != 0;
}

std::optional<std::uint32_t> DictionaryReader::number() {
    std::uint32_t number = 0;
    if (!value("u", number)) return std::nullopt;
    return number;
}

std::optional<std::uint64_t> DictionaryReader::big_number() {
    std::uint64_t number = 0;
    if (!value("t", number)) return std::nullopt;
    return number;
}

std::optional<ramauth::UniqueFd> DictionaryReader::fd() {
    int borrowed = -1;
    if (!value("h", borrowed)) return std::nullopt;
    return copy(borrowed);
}

void DictionaryReader::skip() {
    check_read(sd_bus_message_skip(message_, "v"), "cannot skip a value");
    check_read(sd_bus_message_exit_container(message_), "cannot leave an entry");
}

DictionaryWriter::DictionaryWriter(sd_bus_message* message) : message_(message) {
    check(sd_bus_message_open_container(message_, 'a', "{sv}"), "cannot write a dictionary");
}

template <class Value>
void DictionaryWriter::entry(const char* key, const char* type, Value value) {
    check(sd_bus_message_append(message_, "{sv}", key, type, value), "cannot write an entry");
}

void DictionaryWriter::text(const char* key, const std::string& value) {
    entry(key, "s", value.c_str());
}

void DictionaryWriter::flag(const char* key, bool value) {
    entry(key, "b", value ? 1 : 0);
}

void DictionaryWriter::number(const char* key, std::uint32_t value) {
    entry(key, "u", value);
}

void DictionaryWriter::signed_number(const char* key, std::int32_t value) {
    entry(key, "i", value);
}

void DictionaryWriter::big_number(const char* key, std::uint64_t value) {
    entry(key, "t", value);
}

void DictionaryWriter::time(const char* key, ramauth::Timestamp value) {
    big_number(key, ramauth::to_wire(value));
}

void DictionaryWriter::fd(const char* key, const ramauth::UniqueFd& value) {
    entry(key, "h", value.get());
}

void DictionaryWriter::close() {
    check(sd_bus_message_close_container(message_), "cannot end a dictionary");
}

}  // namespace ramd
