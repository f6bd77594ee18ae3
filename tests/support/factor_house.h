// SPDX-License-Identifier: LGPL-2.1-or-later
// A LoginHouse at a time whose codes the RFC tells, with a courier that keeps what it gets.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "ramd/factor/recovery_codes.h"
#include "ramd/login/authenticator.h"
#include "ramd/login/factor_verifier.h"
#include "tests/support/fake_courier.h"
#include "tests/support/login_house.h"

namespace ramd::test {

class FactorHouse : public LoginHouse {
public:
    // RFC 6238, appendix B: of the seed below, two seconds and one step apart.
    static constexpr const char* earlier_code = "081804";
    static constexpr const char* code = "050471";
    static constexpr std::int64_t code_time = 1'111'111'111;
    static constexpr const char* seed = "12345678901234567890";

    FactorHouse() {
        now = Timestamp(std::chrono::seconds(code_time));
        services.courier = &courier;
        services.clock = [this] { return clock; };
    }
    Profile& add_ann_with_device() {
        Profile& profile = add_ann();
        recovery_code = std::string(new_recovery_code().view());
        profile.device = TotpDevice{
            .seed = seed, .bound = now, .recovery_codes = {hash_recovery_code(recovery_code)}};
        return profile;
    }
    std::variant<Authenticated, ramauth::Refusal> authenticate(
        Request request = module_request(), std::string_view password = "correct horse") {
        return run(authenticator.authenticate(name("ann"), secret(password), std::move(request)));
    }
    static Request change_request() {
        auto request = module_request();
        request.context.purpose = Purpose::change;
        request.context.service = "passwd";
        return request;
    }
    // A ticket that wants what the preference and the profile make it want.
    Authenticated pending(Request request = module_request()) {
        return std::get<Authenticated>(authenticate(std::move(request)));
    }
    std::variant<std::vector<std::string>, ramauth::Refusal> verify(const Secret& ticket,
                                                                    std::string_view typed,
                                                                    std::string way = "",
                                                                    unsigned caller = 0) {
        return run(
            factors.verify(ticket.clone(), std::move(way), secret(typed), own_request(caller)));
    }
    std::variant<SentCode, ramauth::Refusal> send(const Secret& ticket, std::string way = "") {
        return run(factors.send_code(ticket.clone(), std::move(way), own_request(0)));
    }
    // The six digits of the message that was sent last.
    [[nodiscard]] std::string sent_code() const {
        const std::string text(courier.messages.back().text.view());
        for (std::size_t at = 0; at + 6 <= text.size(); ++at) {
            if (text.find_first_not_of("0123456789", at) >= at + 6) return text.substr(at, 6);
        }
        return {};
    }
    [[nodiscard]] bool is_complete(const Secret& ticket) {
        return tickets.find(ticket, name("ann")) != nullptr;
    }

    FakeCourier courier;
    Deadline::Clock::time_point clock = Deadline::Clock::now();
    std::string recovery_code;
    Authenticator authenticator{services};
    FactorVerifier factors{services};
};

}  // namespace ramd::test
