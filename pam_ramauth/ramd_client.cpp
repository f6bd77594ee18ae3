// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/ramd_client.h"

#include "pam_ramauth/reply_reader.h"
#include "pam_ramauth/request_writer.h"
#include "shared/wire.h"

namespace ramauth::pam {
namespace {

// A text that cannot travel as a secret is too long to be anybody's password: the empty one
// stands for it, which is never right and costs ramd the same time.
const Secret& sendable(const Secret& password, const Secret& empty) {
    return password.size() <= Secret::max_size ? password : empty;
}

// ramd finds out which way a code came, and by which one to send it.
constexpr const char* any_method = "";

const char* text_of(Purpose purpose) {
    return purpose == Purpose::change ? wire::context::purpose_change
                                      : wire::context::purpose_logon;
}

template <class T>
Answer<T> read_with(Reply reply, std::optional<T> (*read)(sd_bus_message*)) {
    if (auto* refusal = std::get_if<Refusal>(&reply)) return std::move(*refusal);
    if (auto* unanswered = std::get_if<Unanswered>(&reply))
        return NoAnswer{std::move(unanswered->detail), unanswered->maybe_done};
    auto value = read(std::get<MessageHandle>(reply).get());
    if (!value) return NoAnswer{"the reply is not of the agreed form", true};
    return std::move(*value);
}

}  // namespace

Answer<Authenticated> RamdClient::authenticate(const UserName& user, const Secret& password,
                                               Purpose purpose, const LogonContext& context,
                                               const Deadline& deadline) {
    const auto append = [&](sd_bus_message* request) {
        const Secret empty(1);
        RequestWriter writer(request);
        writer.text(user.str())
            .secret(sendable(password, empty))
            .open_dictionary()
            .entry(wire::context::purpose, std::string(text_of(purpose)));
        if (context.without_second_factor)
            writer.entry(wire::context::second_factor,
                         std::string(wire::context::second_factor_no));
        return writer.logon(context).close_dictionary().result();
    };
    return read_with(connection_.call(wire::login_interface, "Authenticate", append, deadline),
                     read_authenticated);
}

Answer<Authenticated> RamdClient::begin_factor(const UserName& user, const LogonContext& context,
                                               const Deadline& deadline) {
    const auto append = [&](sd_bus_message* request) {
        return RequestWriter(request)
            .text(user.str())
            .open_dictionary()
            .logon(context)
            .close_dictionary()
            .result();
    };
    return read_with(connection_.call(wire::login_interface, "BeginFactor", append, deadline),
                     read_begun_factor);
}

Answer<SentCode> RamdClient::send_code(const Secret& ticket, const Deadline& deadline) {
    const auto append = [&](sd_bus_message* request) {
        return RequestWriter(request).secret(ticket).text(any_method).result();
    };
    return read_with(connection_.call(wire::login_interface, "SendCode", append, deadline),
                     read_sent_code);
}

Answer<Verified> RamdClient::verify(const Secret& ticket, const Secret& code,
                                    const Deadline& deadline) {
    const auto append = [&](sd_bus_message* request) {
        return RequestWriter(request).secret(ticket).text(any_method).secret(code).result();
    };
    return read_with(connection_.call(wire::login_interface, "Verify", append, deadline),
                     read_verified);
}

Answer<BindOffer> RamdClient::begin_bind(const Secret& ticket, const Deadline& deadline) {
    const auto append = [&](sd_bus_message* request) {
        return RequestWriter(request).secret(ticket).result();
    };
    return read_with(connection_.call(wire::login_interface, "BeginBind", append, deadline),
                     read_bind_offer);
}

Answer<Secret> RamdClient::draw_bind(const Secret& ticket, const Deadline& deadline) {
    const auto append = [&](sd_bus_message* request) {
        return RequestWriter(request).secret(ticket).result();
    };
    return read_with(connection_.call(wire::login_interface, "DrawBind", append, deadline),
                     read_picture);
}

Answer<Bound> RamdClient::finish_bind(const Secret& ticket, const Secret& first_code,
                                      const Secret& second_code, const Deadline& deadline) {
    const auto append = [&](sd_bus_message* request) {
        return RequestWriter(request)
            .secret(ticket)
            .secret(first_code)
            .secret(second_code)
            .result();
    };
    return read_with(connection_.call(wire::login_interface, "FinishBind", append, deadline),
                     read_bound);
}

Answer<CheckedAccount> RamdClient::check_account(const UserName& user, const Secret& ticket,
                                                 Purpose purpose, const LogonContext& context,
                                                 const Deadline& deadline) {
    const auto append = [&](sd_bus_message* request) {
        RequestWriter writer(request);
        writer.text(user.str()).open_dictionary();
        if (!ticket.empty()) writer.entry_secret(wire::context::ticket, ticket);
        return writer.entry(wire::context::purpose, std::string(text_of(purpose)))
            .logon(context)
            .close_dictionary()
            .result();
    };
    return read_with(connection_.call(wire::login_interface, "CheckAccount", append, deadline),
                     read_checked_account);
}

Answer<PasswordChanged> RamdClient::change_password(const UserName& user, const Secret& ticket,
                                                    const Secret& new_password,
                                                    const std::string& nonce,
                                                    const LogonContext& context,
                                                    const Deadline& deadline) {
    const auto append = [&](sd_bus_message* request) {
        return RequestWriter(request)
            .text(user.str())
            .text(wire::proof_ticket)
            .secret(ticket)
            .secret(new_password)
            .open_dictionary()
            .entry(wire::context::nonce, nonce)
            .logon(context)
            .close_dictionary()
            .result();
    };
    return read_with(connection_.call(wire::login_interface, "ChangePassword", append, deadline),
                     read_password_changed);
}

Answer<PasswordReset> RamdClient::reset_password(const UserName& user, const Secret& new_password,
                                                 const std::string& nonce,
                                                 const Deadline& deadline) {
    const auto append = [&](sd_bus_message* request) {
        return RequestWriter(request)
            .text(user.str())
            .open_dictionary()
            .entry_secret("Password", new_password)
            .entry("Interactive", true)
            .entry("Nonce", nonce)
            .close_dictionary()
            .result();
    };
    return read_with(
        connection_.call(wire::manager_interface, "UpdateLoginProfile", append, deadline),
        read_password_reset);
}

Answer<CheckedAccount> RamdClient::open_session(const UserName& user,
                                                std::optional<std::uint64_t> epoch,
                                                const LogonContext& context,
                                                const Deadline& deadline) {
    const auto append = [&](sd_bus_message* request) {
        RequestWriter writer(request);
        writer.text(user.str()).open_dictionary();
        if (epoch) writer.entry_time(wire::context::epoch, *epoch);
        return writer.logon(context).close_dictionary().result();
    };
    return read_with(connection_.call(wire::login_interface, "OpenSession", append, deadline),
                     read_checked_account);
}

}  // namespace ramauth::pam
