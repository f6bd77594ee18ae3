// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/reply_reader.h"

#include <fcntl.h>

#include <cstring>

#include "shared/secret_fd.h"
#include "shared/wire.h"

namespace ramauth::pam {
namespace {

constexpr std::size_t ticket_size = 32;

struct Facts {
    std::string reason;
    std::string message;
    std::optional<bool> change_required;
    std::optional<std::uint64_t> epoch;
    std::optional<std::uint32_t> session_seconds;
    std::optional<std::uint32_t> other_sessions;
    std::string this_session;
    std::optional<bool> not_permitted;
    std::string sent_to;
    std::optional<std::uint32_t> wait_seconds;
};

bool read_text(sd_bus_message* reply, std::string& out) {
    const char* text = nullptr;
    if (sd_bus_message_read(reply, "v", "s", &text) <= 0) return false;
    out = text;
    return true;
}

bool read_number(sd_bus_message* reply, std::optional<std::uint32_t>& out) {
    std::uint32_t value = 0;
    if (sd_bus_message_read(reply, "v", "u", &value) <= 0) return false;
    out = value;
    return true;
}

bool read_flag(sd_bus_message* reply, std::optional<bool>& out) {
    int value = 0;
    if (sd_bus_message_read(reply, "v", "b", &value) <= 0) return false;
    out = value != 0;
    return true;
}

bool read_fact(sd_bus_message* reply, std::string_view key, Facts& facts) {
    if (key == wire::facts::reason) return read_text(reply, facts.reason);
    if (key == wire::facts::message) return read_text(reply, facts.message);
    if (key == wire::facts::change_required) return read_flag(reply, facts.change_required);
    if (key == wire::facts::not_permitted) return read_flag(reply, facts.not_permitted);
    if (key == wire::facts::epoch) {
        std::uint64_t value = 0;
        if (sd_bus_message_read(reply, "v", "t", &value) <= 0) return false;
        facts.epoch = value;
        return true;
    }
    if (key == wire::facts::session_seconds) return read_number(reply, facts.session_seconds);
    if (key == wire::facts::other_sessions) return read_number(reply, facts.other_sessions);
    if (key == wire::facts::this_session) return read_text(reply, facts.this_session);
    if (key == wire::facts::sent_to) return read_text(reply, facts.sent_to);
    if (key == wire::facts::wait_seconds) return read_number(reply, facts.wait_seconds);
    return sd_bus_message_skip(reply, "v") > 0;  // of a newer ramd
}

bool read_facts(sd_bus_message* reply, Facts& facts) {
    if (sd_bus_message_enter_container(reply, 'a', "{sv}") < 0) return false;
    int more = 0;
    while ((more = sd_bus_message_enter_container(reply, 'e', "sv")) > 0) {
        const char* key = nullptr;
        if (sd_bus_message_read(reply, "s", &key) <= 0) return false;
        if (!read_fact(reply, key, facts)) return false;
        if (sd_bus_message_exit_container(reply) < 0) return false;
    }
    return more == 0 && sd_bus_message_exit_container(reply) >= 0;
}

bool has_form(sd_bus_message* reply, const char* signature) {
    return std::strcmp(sd_bus_message_get_signature(reply, 1), signature) == 0;
}

// Nothing for an empty one either.
std::optional<Secret> read_secret(sd_bus_message* reply, std::size_t limit = Secret::max_size) {
    int borrowed = -1;
    if (sd_bus_message_read(reply, "h", &borrowed) <= 0) return std::nullopt;
    auto secret = secret_from_fd(UniqueFd(::fcntl(borrowed, F_DUPFD_CLOEXEC, 3)), limit);
    if (!secret || secret->empty()) return std::nullopt;
    return secret;
}

std::optional<Secret> read_ticket(sd_bus_message* reply) {
    auto ticket = read_secret(reply);
    if (!ticket || ticket->size() != ticket_size) return std::nullopt;
    return ticket;
}

bool read_texts(sd_bus_message* reply, std::vector<std::string>& out) {
    if (sd_bus_message_enter_container(reply, 'a', "s") < 0) return false;
    const char* text = nullptr;
    int more = 0;
    while ((more = sd_bus_message_read(reply, "s", &text)) > 0) out.emplace_back(text);
    return more == 0 && sd_bus_message_exit_container(reply) >= 0;
}

std::optional<Verdict> verdict_of(std::string_view text) {
    if (text == wire::verdict_ok) return Verdict::ok;
    if (text == wire::verdict_change_required) return Verdict::change_required;
    if (text == wire::verdict_refused) return Verdict::refused;
    return std::nullopt;
}

// A word of a newer ramd is as good as none.
AskingSession asking_session_of(std::string_view text) {
    if (text == wire::facts::this_session_none) return AskingSession::none;
    if (text == wire::facts::this_session_ends) return AskingSession::ends;
    if (text == wire::facts::this_session_stays) return AskingSession::stays;
    return AskingSession::unknown;
}

EndingSessions ending_sessions_of(const Facts& facts) {
    return {asking_session_of(facts.this_session), facts.other_sessions,
            facts.not_permitted.value_or(false)};
}

}  // namespace

std::optional<Authenticated> read_authenticated(sd_bus_message* reply) {
    if (!has_form(reply, "hasa{sv}")) return std::nullopt;
    auto ticket = read_ticket(reply);
    if (!ticket) return std::nullopt;
    Authenticated result{std::move(*ticket), {}};
    Facts facts;
    if (!read_texts(reply, result.next) || !read_facts(reply, facts)) return std::nullopt;
    result.message = std::move(facts.message);
    return result;
}

std::optional<Authenticated> read_begun_factor(sd_bus_message* reply) {
    if (!has_form(reply, "has")) return std::nullopt;
    auto ticket = read_ticket(reply);
    if (!ticket) return std::nullopt;
    Authenticated result{std::move(*ticket), {}};
    if (!read_texts(reply, result.next)) return std::nullopt;
    return result;
}

std::optional<SentCode> read_sent_code(sd_bus_message* reply) {
    Facts facts;
    if (!has_form(reply, "a{sv}") || !read_facts(reply, facts)) return std::nullopt;
    return SentCode{std::move(facts.sent_to), facts.wait_seconds};
}

std::optional<Verified> read_verified(sd_bus_message* reply) {
    if (!has_form(reply, "asa{sv}")) return std::nullopt;
    Verified result;
    Facts facts;
    if (!read_texts(reply, result.next) || !read_facts(reply, facts)) return std::nullopt;
    return result;
}

std::optional<BindOffer> read_bind_offer(sd_bus_message* reply) {
    if (!has_form(reply, "hh")) return std::nullopt;
    auto seed = read_secret(reply);
    if (!seed) return std::nullopt;
    auto uri = read_secret(reply);
    if (!uri) return std::nullopt;
    return BindOffer{std::move(*seed), std::move(*uri)};
}

std::optional<Secret> read_picture(sd_bus_message* reply) {
    if (!has_form(reply, "h")) return std::nullopt;
    return read_secret(reply, max_long_secret);
}

std::optional<Bound> read_bound(sd_bus_message* reply) {
    if (!has_form(reply, "hasa{sv}")) return std::nullopt;
    auto codes = read_secret(reply, max_long_secret);
    if (!codes) return std::nullopt;
    Bound result{std::move(*codes), {}};
    Facts facts;
    if (!read_texts(reply, result.next) || !read_facts(reply, facts)) return std::nullopt;
    return result;
}

std::optional<CheckedAccount> read_checked_account(sd_bus_message* reply) {
    if (!has_form(reply, "sa{sv}")) return std::nullopt;
    const char* text = nullptr;
    if (sd_bus_message_read(reply, "s", &text) <= 0) return std::nullopt;
    const auto verdict = verdict_of(text);
    Facts facts;
    if (!verdict || !read_facts(reply, facts)) return std::nullopt;
    CheckedAccount result{*verdict,
                          std::nullopt,
                          std::move(facts.message),
                          facts.change_required.value_or(*verdict == Verdict::change_required),
                          facts.epoch,
                          facts.session_seconds};
    if (const auto reason = parse_code(facts.reason)) result.reason = reason->code;
    return result;
}

std::optional<PasswordChanged> read_password_changed(sd_bus_message* reply) {
    Facts facts;
    if (!has_form(reply, "a{sv}") || !read_facts(reply, facts) || !facts.epoch) return std::nullopt;
    return PasswordChanged{*facts.epoch, ending_sessions_of(facts)};
}

std::optional<PasswordReset> read_password_reset(sd_bus_message* reply) {
    Facts facts;
    if (!has_form(reply, "a{sv}") || !read_facts(reply, facts)) return std::nullopt;
    return PasswordReset{ending_sessions_of(facts)};
}

}  // namespace ramauth::pam
