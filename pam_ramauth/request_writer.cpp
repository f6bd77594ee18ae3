// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/request_writer.h"

#include <algorithm>

#include "shared/secret_fd.h"
#include "shared/wire.h"

namespace ramauth::pam {
namespace {

constexpr std::size_t longest_text = 255;

// sd-bus refuses a message with a text that is not UTF-8, and a peer names itself as it likes.
std::string printable(std::string text) {
    text.resize(std::min(text.size(), longest_text));
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return text;
}

}  // namespace

RequestWriter& RequestWriter::text(const std::string& value) {
    return append("s", value.c_str());
}

RequestWriter& RequestWriter::secret(const Secret& value) {
    const UniqueFd fd = secret_to_fd(value);
    return append("h", fd.get());  // sd-bus keeps a duplicate
}

RequestWriter& RequestWriter::open_dictionary() {
    if (result_ >= 0) result_ = sd_bus_message_open_container(message_, 'a', "{sv}");
    return *this;
}

RequestWriter& RequestWriter::entry(const char* key, const std::string& value) {
    return value.empty() ? *this : append("{sv}", key, "s", printable(value).c_str());
}

RequestWriter& RequestWriter::entry(const char* key, Uid value) {
    return append("{sv}", key, "u", value.value);
}

RequestWriter& RequestWriter::entry(const char* key, bool value) {
    return append("{sv}", key, "b", static_cast<int>(value));
}

RequestWriter& RequestWriter::entry_time(const char* key, std::uint64_t value) {
    return append("{sv}", key, "t", value);
}

RequestWriter& RequestWriter::entry_secret(const char* key, const Secret& value) {
    const UniqueFd fd = secret_to_fd(value);
    return append("{sv}", key, "h", fd.get());
}

RequestWriter& RequestWriter::logon(const LogonContext& context) {
    return entry(wire::context::service, context.service)
        .entry(wire::context::tty, context.tty)
        .entry(wire::context::remote_host, context.remote_host)
        .entry(wire::context::remote_address, context.remote_address)
        .entry(wire::context::remote_user, context.remote_user)
        .entry(wire::context::session, context.session)
        .entry(wire::context::uid, context.uid)
        .entry(wire::context::caller_uid, context.caller_uid);
}

RequestWriter& RequestWriter::close_dictionary() {
    if (result_ >= 0) result_ = sd_bus_message_close_container(message_);
    return *this;
}

}  // namespace ramauth::pam
