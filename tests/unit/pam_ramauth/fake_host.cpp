// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/unit/pam_ramauth/fake_host.h"

#include <utility>

#include "tests/unit/pam_ramauth/allocation_faults.h"

namespace ramauth::pam::test {
namespace {

FakeHost* present_host = nullptr;

class FakeSurroundings : public Surroundings {
public:
    explicit FakeSurroundings(FakeHost& host) : host_(host) {}

    RamdService& ramd() override { return host_.ramd; }
    Managed marker(const UserName&) override {
        ++host_.marker_looks;
        return host_.marker;
    }
    Lookup uid_of(const UserName&, Uid& uid) override {
        if (host_.lookup == Lookup::found) uid = host_.uid;
        return host_.lookup;
    }
    bool is_programmatic(std::string_view service) override {
        return host_.programmatic.contains(service);
    }
    Uid caller_uid() override { return host_.caller; }
    std::string session() override { return host_.session; }
    std::string new_nonce() override { return "nonce" + std::to_string(++host_.nonces); }
    void log(int, std::string_view line) noexcept override {
        const FaultsOff off;
        host_.log.emplace_back(line);
    }

private:
    FakeHost& host_;
};

Asked about(const char* member, const Deadline& deadline) {
    Asked result;
    result.member = member;
    result.time_left = deadline.left();
    return result;
}

Asked about(const char* member, const UserName& user, const Deadline& deadline) {
    Asked result = about(member, deadline);
    result.user = user.str();
    return result;
}

Asked with(const char* member, const Secret& ticket, const Deadline& deadline) {
    Asked result = about(member, deadline);
    result.ticket = ticket.view();
    return result;
}

CheckedAccount passed() {
    return {Verdict::ok, std::nullopt, "", false, 7};
}

}  // namespace

FakeHost::FakeHost() : outer_(std::exchange(present_host, this)) {}

FakeHost::~FakeHost() {
    present_host = outer_;
}

FakeRamd::FakeRamd() {
    want({});
    on_send_code = [](const Asked&) -> Answer<SentCode> {
        return SentCode{"a***@example.org", std::nullopt};
    };
    on_verify = [](const Asked& asked) -> Answer<Verified> {
        if (asked.code != "123456")
            return Refusal{Code::authentication_failed, "Authentication failed.", {}};
        return Verified{};
    };
    on_begin_bind = [](const Asked&) -> Answer<BindOffer> {
        return BindOffer{Secret::copy_of(seed_text), Secret::copy_of(uri_text)};
    };
    on_draw_bind = [](const Asked&) -> Answer<Secret> {
        return Secret::copy_of(std::string_view("the upper half\nthe lower half\n"));
    };
    on_finish_bind = [](const Asked& asked) -> Answer<Bound> {
        if (asked.code != "111111" || asked.second_code != "222222")
            return Refusal{Code::binding_codes_wrong, "The codes do not fit.", {}};
        return Bound{Secret::copy_of(std::string_view("AAAA-BBBB\nCCCC-DDDD\n")), {}};
    };
    on_check_account = [](const Asked&) -> Answer<CheckedAccount> { return passed(); };
    on_open_session = [](const Asked&) -> Answer<CheckedAccount> { return passed(); };
    on_change = [this](const Asked&) -> Answer<PasswordChanged> {
        return PasswordChanged{8, ending};
    };
    on_reset = [this](const Asked&) -> Answer<PasswordReset> { return PasswordReset{ending}; };
}

std::vector<std::string> FakeRamd::members() const {
    std::vector<std::string> result;
    for (const Asked& call : asked) result.push_back(call.member);
    return result;
}

void FakeRamd::demand_change(const std::string& reason) {
    on_check_account = [reason](const Asked&) -> Answer<CheckedAccount> {
        return CheckedAccount{Verdict::change_required, Code::password_expired, reason, true, 7};
    };
}

void FakeRamd::want(const std::vector<std::string>& next) {
    on_authenticate = [next](const Asked& asked) -> Answer<Authenticated> {
        if (asked.password != "right")
            return Refusal{Code::authentication_failed, "The password is wrong.", {}};
        return Authenticated{Secret::copy_of(ticket_text), next};
    };
    on_begin_factor = [next](const Asked&) -> Answer<Authenticated> {
        return Authenticated{Secret::copy_of(ticket_text), next};
    };
}

Answer<Authenticated> FakeRamd::begin_factor(const UserName& user, const LogonContext& context,
                                             const Deadline& deadline) {
    Asked call = about("BeginFactor", user, deadline);
    call.context = context;
    asked.push_back(call);
    return on_begin_factor(call);
}

Answer<SentCode> FakeRamd::send_code(const Secret& ticket, const Deadline& deadline) {
    asked.push_back(with("SendCode", ticket, deadline));
    return on_send_code(asked.back());
}

Answer<Verified> FakeRamd::verify(const Secret& ticket, const Secret& code,
                                  const Deadline& deadline) {
    Asked call = with("Verify", ticket, deadline);
    call.code = code.view();
    asked.push_back(call);
    return on_verify(call);
}

Answer<BindOffer> FakeRamd::begin_bind(const Secret& ticket, const Deadline& deadline) {
    asked.push_back(with("BeginBind", ticket, deadline));
    return on_begin_bind(asked.back());
}

Answer<Secret> FakeRamd::draw_bind(const Secret& ticket, const Deadline& deadline) {
    asked.push_back(with("DrawBind", ticket, deadline));
    return on_draw_bind(asked.back());
}

Answer<Bound> FakeRamd::finish_bind(const Secret& ticket, const Secret& first_code,
                                    const Secret& second_code, const Deadline& deadline) {
    Asked call = with("FinishBind", ticket, deadline);
    call.code = first_code.view();
    call.second_code = second_code.view();
    asked.push_back(call);
    return on_finish_bind(call);
}

Answer<Authenticated> FakeRamd::authenticate(const UserName& user, const Secret& password,
                                             Purpose purpose, const LogonContext& context,
                                             const Deadline& deadline) {
    Asked call = about("Authenticate", user, deadline);
    call.password = password.view();
    call.purpose = purpose;
    call.context = context;
    asked.push_back(call);
    return on_authenticate(call);
}

Answer<CheckedAccount> FakeRamd::check_account(const UserName& user, const Secret& ticket,
                                               Purpose purpose, const LogonContext& context,
                                               const Deadline& deadline) {
    Asked call = about("CheckAccount", user, deadline);
    call.ticket = ticket.view();
    call.purpose = purpose;
    call.context = context;
    asked.push_back(call);
    return on_check_account(call);
}

Answer<PasswordChanged> FakeRamd::change_password(const UserName& user, const Secret& ticket,
                                                  const Secret& new_password,
                                                  const std::string& nonce,
                                                  const LogonContext& context,
                                                  const Deadline& deadline) {
    Asked call = about("ChangePassword", user, deadline);
    call.ticket = ticket.view();
    call.password = new_password.view();
    call.nonce = nonce;
    call.context = context;
    asked.push_back(call);
    return on_change(call);
}

Answer<PasswordReset> FakeRamd::reset_password(const UserName& user, const Secret& new_password,
                                               const std::string& nonce, const Deadline& deadline) {
    Asked call = about("UpdateLoginProfile", user, deadline);
    call.password = new_password.view();
    call.nonce = nonce;
    asked.push_back(call);
    return on_reset(call);
}

Answer<CheckedAccount> FakeRamd::open_session(const UserName& user,
                                              std::optional<std::uint64_t> epoch,
                                              const LogonContext& context,
                                              const Deadline& deadline) {
    Asked call = about("OpenSession", user, deadline);
    call.epoch = epoch;
    call.context = context;
    asked.push_back(call);
    return on_open_session(call);
}

}  // namespace ramauth::pam::test

namespace ramauth::pam {

std::unique_ptr<Surroundings> make_surroundings() {
    return std::make_unique<test::FakeSurroundings>(*test::present_host);
}

}  // namespace ramauth::pam
