// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/journal.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <exception>

#include "ramd/journal_kinds.h"

namespace ramd {
namespace {

class Fields {
public:
    void add(std::string_view name, std::string_view value) {
        if (value.empty()) return;
        text_.append(name).append("=").append(escaped(value)).append("\n");
    }
    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    std::string text_;
};

std::string source_of(const LogonContext& context) {
    return context.remote_host.empty() ? context.tty : context.remote_host;
}

void add_request(Fields& fields, const Request& request) {
    const LogonContext& context = request.context;
    fields.add("RAMAUTH_REQUEST_ID", request.id);
    fields.add("RAMAUTH_SOURCE", source_of(context));
    fields.add("RAMAUTH_SERVICE", context.service);
    fields.add("RAMAUTH_TTY", context.tty);
    const Uid caller = context.caller_uid.value_or(request.caller.uid);
    fields.add("RAMAUTH_CALLER_UID", std::to_string(caller.value));
    fields.add("RAMAUTH_CALLER_PID", std::to_string(request.caller.pid));
}

std::string sentence(const Event& event) {
    std::string text(journal_kind(event.kind).sentence);
    if (!event.user.empty()) text += ", user " + event.user;
    if (event.request != nullptr) {
        const LogonContext& context = event.request->context;
        if (!context.service.empty()) text += ", service " + context.service;
        if (const auto source = source_of(context); !source.empty()) text += ", from " + source;
    }
    if (!event.detail.empty()) text += ": " + event.detail;
    return escaped(text);
}

// The length of the UTF-8 character at the start of text, 0 where there is none. Overlong forms and
// surrogates are let through: no terminal takes them for control characters.
std::size_t character_length(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    std::size_t length = 0;
    if (first >= 0xC2 && first <= 0xDF) length = 2;
    if (first >= 0xE0 && first <= 0xEF) length = 3;
    if (first >= 0xF0 && first <= 0xF4) length = 4;
    if (length == 0 || text.size() < length) return 0;
    for (const char c : text.substr(1, length - 1)) {
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) return 0;
    }
    // C1 control characters.
    if (first == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0) return 0;
    return length;
}

void append_escape(std::string& out, char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    out.append("\\x").push_back(digits[byte >> 4U]);
    out.push_back(digits[byte & 0xFU]);
}

}  // namespace

std::string escaped(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const char c = text.front();
        std::size_t length = 1;
        if (c >= ' ' && c <= '~') {
            out.push_back(c);
        } else if (length = character_length(text); length != 0) {
            out.append(text.substr(0, length));
        } else {
            append_escape(out, c);
            length = 1;
        }
        text.remove_prefix(length);
    }
    return out;
}

JournalRecord journal_record(const Event& event) {
    const JournalKind& kind = journal_kind(event.kind);
    JournalRecord record;
    record.message = sentence(event);
    Fields fields;
    fields.add("MESSAGE", record.message);
    fields.add("MESSAGE_ID", kind.message_id);
    fields.add("PRIORITY", kind.priority);
    fields.add("SYSLOG_IDENTIFIER", "ramd");
    fields.add("SYSLOG_FACILITY", "10");  // authpriv
    fields.add("RAMAUTH_EVENT", kind.name);
    fields.add("RAMAUTH_USER", event.user);
    if (event.code) fields.add("RAMAUTH_CODE", ramauth::code_text(*event.code, event.field));
    if (event.request != nullptr) add_request(fields, *event.request);
    record.datagram = fields.take();
    return record;
}

Journal::Journal(std::string socket_path)
    : socket_path_(std::move(socket_path)),
      socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {}

void Journal::record(const Event& event) noexcept {
    try {
        const JournalRecord record = journal_record(event);
        send(record.datagram, record.message);
    } catch (const std::exception&) {
        return;  // no memory for a record: the decision stands all the same
    }
}

void Journal::send(const std::string& datagram, const std::string& message) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (socket_path_.size() >= sizeof address.sun_path) return;
    std::memcpy(address.sun_path, socket_path_.c_str(), socket_path_.size() + 1);
    const ssize_t sent = ::sendto(socket_.get(), datagram.data(), datagram.size(), MSG_NOSIGNAL,
                                  reinterpret_cast<const sockaddr*>(&address), sizeof address);
    if (sent >= 0 || (errno != ENOENT && errno != ECONNREFUSED)) return;
    // A host without journald: whoever started the daemon may look at its standard error.
    const std::string line = message + "\n";
    if (::write(STDERR_FILENO, line.data(), line.size()) < 0) return;
}

}  // namespace ramd
