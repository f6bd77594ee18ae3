// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/contract/module_factor_replies.h"

#include <fcntl.h>

#include <cstring>
#include <optional>

#include "shared/secret_fd.h"

namespace ramauth::test {
namespace {

const std::string ticket_text(32, 'T');

UniqueFd fd_of(std::string_view text) {
    return secret_to_fd(Secret::copy_of(text));
}

bool has_form(sd_bus_message* call, const char* signature) {
    return std::strcmp(sd_bus_message_get_signature(call, 1), signature) == 0;
}

bool next_secret_is(sd_bus_message* call, std::string_view text) {
    int borrowed = -1;
    if (sd_bus_message_read(call, "h", &borrowed) <= 0) return false;
    const auto secret = secret_from_fd(UniqueFd(::fcntl(borrowed, F_DUPFD_CLOEXEC, 3)));
    return secret && secret->view() == text;
}

bool next_text_is(sd_bus_message* call, std::string_view text) {
    const char* read = nullptr;
    return sd_bus_message_read(call, "s", &read) > 0 && read == text;
}

int malformed(sd_bus_message* call) {
    return sd_bus_reply_method_errorf(call, SD_BUS_ERROR_INVALID_ARGS, "not of the contract");
}

int refuse(sd_bus_message* call, const char* code) {
    return sd_bus_reply_method_errorf(call, (std::string("org.ramauth1.Error.") + code).c_str(),
                                      "No. (request %032x)", 7);
}

// The value of a text in the context that the call stands before.
std::optional<std::string> context_text(sd_bus_message* call, std::string_view wanted) {
    std::optional<std::string> found;
    if (sd_bus_message_enter_container(call, 'a', "{sv}") < 0) return found;
    while (sd_bus_message_enter_container(call, 'e', "sv") > 0) {
        const char *key = nullptr, *value = nullptr;
        if (sd_bus_message_read(call, "s", &key) <= 0) return found;
        if (key != wanted)
            sd_bus_message_skip(call, "v");
        else if (sd_bus_message_read(call, "v", "s", &value) > 0)
            found = value;
        sd_bus_message_exit_container(call);
    }
    return found;
}

int authenticate(sd_bus_message* call, bool wants_device) {
    if (!has_form(call, "sha{sv}")) return malformed(call);
    sd_bus_message_skip(call, "sh");
    const auto ticket = fd_of(ticket_text);
    if (context_text(call, "SecondFactor") == "no")
        return sd_bus_reply_method_return(call, "hasa{sv}", ticket.get(), 0, 0);
    if (wants_device)
        return sd_bus_reply_method_return(call, "hasa{sv}", ticket.get(), 1, "bind", 0);
    return sd_bus_reply_method_return(call, "hasa{sv}", ticket.get(), 2, "totp", "email", 0);
}

int begin_factor(sd_bus_message* call, bool wants_device) {
    if (!has_form(call, "sa{sv}")) return malformed(call);
    sd_bus_message_skip(call, "s");
    if (context_text(call, "Service") != "ramauth-test") return malformed(call);
    const auto ticket = fd_of(ticket_text);
    return sd_bus_reply_method_return(call, "has", ticket.get(), 1, wants_device ? "bind" : "totp");
}

int send_code(sd_bus_message* call) {
    if (!has_form(call, "hs") || !next_secret_is(call, ticket_text) || !next_text_is(call, ""))
        return malformed(call);
    return sd_bus_reply_method_return(call, "a{sv}", 1, "SentTo", "s", "d***@example.org");
}

int verify(sd_bus_message* call) {
    if (!has_form(call, "hsh") || !next_secret_is(call, ticket_text) || !next_text_is(call, ""))
        return malformed(call);
    if (!next_secret_is(call, right_code)) return refuse(call, "AuthenticationFailed");
    return sd_bus_reply_method_return(call, "asa{sv}", 0, 0);
}

int begin_bind(sd_bus_message* call) {
    if (!has_form(call, "h") || !next_secret_is(call, ticket_text)) return malformed(call);
    const auto seed_fd = fd_of(seed), uri_fd = fd_of("otpauth://totp/host:daemon");
    return sd_bus_reply_method_return(call, "hh", seed_fd.get(), uri_fd.get());
}

int draw_bind(sd_bus_message* call) {
    if (!has_form(call, "h") || !next_secret_is(call, ticket_text)) return malformed(call);
    const auto picture_fd = fd_of(picture());
    return sd_bus_reply_method_return(call, "h", picture_fd.get());
}

int finish_bind(sd_bus_message* call) {
    if (!has_form(call, "hhh") || !next_secret_is(call, ticket_text)) return malformed(call);
    if (!next_secret_is(call, bind_codes[0]) || !next_secret_is(call, bind_codes[1]))
        return refuse(call, "CheckAuthenticationCodeFail");
    const auto codes = fd_of("AAAA-BBBB-CCCC-DDDD\nEEEE-FFFF-GGGG-HHHH\n");
    return sd_bus_reply_method_return(call, "hasa{sv}", codes.get(), 0, 0);
}

}  // namespace

std::string picture() {
    std::string lines;
    for (int line = 0; line < 25; ++line) lines += std::string(49, '#') + '\n';
    return lines;
}

std::optional<int> answer_factor_call(sd_bus_message* call, bool wants_device) {
    const std::string_view member = sd_bus_message_get_member(call);
    if (member == "Authenticate") return authenticate(call, wants_device);
    if (member == "BeginFactor") return begin_factor(call, wants_device);
    if (member == "SendCode") return send_code(call);
    if (member == "Verify") return verify(call);
    if (member == "BeginBind") return begin_bind(call);
    if (member == "DrawBind") return draw_bind(call);
    if (member == "FinishBind") return finish_bind(call);
    return std::nullopt;
}

}  // namespace ramauth::test
