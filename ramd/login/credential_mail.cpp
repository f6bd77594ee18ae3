// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/credential_mail.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <initializer_list>
#include <utility>

#include "ramd/factor/masked.h"
#include "ramd/login/refusals.h"

namespace ramd {
namespace {

using ramauth::Code;
using ramauth::Refusal;

// Kept of the request's time, to commit in and to answer.
constexpr std::chrono::seconds to_commit{2};

Secret joined(std::initializer_list<std::string_view> parts) {
    std::size_t size = 0;
    for (const auto part : parts) size += part.size();
    Secret text(size);
    for (const auto part : parts)
        for (const char byte : part) text.push_back(byte);
    return text;
}

// The full name, where it is known.
std::string host_of(const LoginServices& services) {
    const auto names = services.host_names();
    const auto longest = std::max_element(
        names.begin(), names.end(),
        [](const std::string& a, const std::string& b) { return a.size() < b.size(); });
    return longest == names.end() ? "this host" : *longest;
}

std::string in_words(Timestamp time) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M UTC", &utc)};
}

boost::asio::awaitable<Mailed> hand_over(LoginServices& services, CourierMessage message,
                                         const Request& request) {
    std::string shown = masked(CourierWay::email, message.to);
    const Deadline by(request.deadline.at() - to_commit);
    if (co_await services.courier->hand_over(std::move(message), by)) co_return shown;
    co_return Refusal{Code::service_failure,
                      "The mail could not be handed over: nothing was changed. Have the secret "
                      "shown instead; the reason is in the journal.",
                      {}};
}

}  // namespace

std::optional<Refusal> refuse_mail(const LoginServices& services, std::string_view address) {
    if (address.empty())
        return refuse_format("Mail",
                             "The profile has no RecoveryEmail to mail to. Set one first, or have "
                             "the secret shown.");
    if (services.courier == nullptr)
        return Refusal{Code::service_failure,
                       "This ramd sends no mail: nothing was changed. Have the secret shown.",
                       {}};
    return std::nullopt;
}

boost::asio::awaitable<Mailed> mail_reset_code(LoginServices& services, const Profile& profile,
                                               const Secret& code, Timestamp until,
                                               const Request& request) {
    const std::string host = host_of(services);
    CourierMessage message{
        .to = profile.recovery_email, .subject = "Code for a new password on " + host, .text = {}};
    constexpr std::string_view what_to_do =
        ".\n\nType this code in place of the password at the next logon, and then the new "
        "password:\n\n    ";
    constexpr std::string_view if_not_asked =
        ". The password that you had is not good any more.\n\nIf you did not ask for this, tell "
        "the administrators of that host.\n";
    message.text =
        joined({"An administrator of ", host, " lets you choose a new password for the account ",
                profile.user.str(), what_to_do, code.view(), "\n\nIt is good until ",
                in_words(until), if_not_asked});
    co_return co_await hand_over(services, std::move(message), request);
}

boost::asio::awaitable<Mailed> mail_password(LoginServices& services, const UserName& user,
                                             std::string_view address, const Secret& password,
                                             const Request& request) {
    const std::string host = host_of(services);
    CourierMessage message{
        .to = std::string(address), .subject = "New password on " + host, .text = {}};
    constexpr std::string_view if_not_expected =
        "\n\nAny password that you had there is not good any more.\n\nIf you did not expect this, "
        "tell the administrators of that host.\n";
    message.text = joined({"An administrator of ", host, " has set a new password for the account ",
                           user.str(), ":\n\n    ", password.view(), if_not_expected});
    co_return co_await hand_over(services, std::move(message), request);
}

}  // namespace ramd
