// SPDX-License-Identifier: LGPL-2.1-or-later
// Devices for the second factor over the bus: with liboath in the place of the person's app.
#include <liboath/oath.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <ctime>
#include <memory>

#include "tests/bus/caller.h"
#include "tests/bus/signal_listener.h"

namespace bustest {
namespace {

using ramauth::UniqueFd;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr const char* login = "org.ramauth1.Login";
constexpr const char* manager = "org.ramauth1.Manager";
constexpr const char* devices = "org.ramauth1.manage-mfa-devices";

std::string next_secret(const Answer& answer) {
    int fd = -1;
    if (!answer.ok() || sd_bus_message_read(answer.reply.get(), "h", &fd) < 0) return "?";
    std::string text(ramauth::max_long_secret, '\0');
    const ssize_t size = ::pread(fd, text.data(), text.size(), 0);
    text.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    return text;
}

// What an app that has this seed (Base32) shows, so many steps from now.
std::string shown(const std::string& seed, int steps, int flags = 0) {
    char* bytes = nullptr;
    std::size_t size = 0;
    if (::oath_base32_decode(seed.data(), seed.size(), &bytes, &size) != OATH_OK) return "?";
    const std::unique_ptr<char, decltype(&std::free)> held(bytes, &std::free);
    std::array<char, 7> code{};
    const int result = ::oath_totp_generate2(bytes, size, ::time(nullptr) + 30 * steps, 30, 0, 6,
                                             flags, code.data());
    return result == OATH_OK ? code.data() : "?";
}

using Secrets = std::vector<std::string>;

// A user, where one is named, and descriptors.
Call with_secrets(const char* interface, const char* member, const std::string& user,
                  const Secrets& secrets) {
    return {interface, member, [=](sd_bus_message* m) {
                int r = user.empty() ? 0 : sd_bus_message_append(m, "s", user.c_str());
                for (const std::string& text : secrets)
                    if (r >= 0) r = sd_bus_message_append(m, "h", secret(text).get());
                return r;
            }};
}

Call bind_device(const std::string& user, const std::string& first, const std::string& second) {
    return with_secrets(manager, "BindMFADevice", user, {first, second});
}
Call unbind_own(const std::string& user, const std::string& code) {
    return with_secrets(manager, "UnbindOwnMFADevice", user, {code});
}

class MFA : public BusTest {
protected:
    [[nodiscard]] std::map<std::string, std::string> info() const {
        const Answer answer = by_socket(with_user("GetMFAInfo", "ann"));
        return answer.ok() ? fields(answer.reply.get()) : std::map<std::string, std::string>{};
    }
    // Binds one, and gives its seed.
    std::string have_device() {
        const std::string seed = next_secret(by_socket(with_user("CreateVirtualMFADevice", "ann")));
        EXPECT_THAT(by_socket(bind_device("ann", shown(seed, -1), shown(seed, 0))), IsDone());
        return seed;
    }
};

TEST_F(MFA, a_device_is_made_bound_and_kept) {
    SignalListener listener(bus);
    EXPECT_EQ(info()["Bound"], "no");
    const Answer made = by_socket(make_device("ann", "SHA256"));
    const std::string seed = next_secret(made);
    EXPECT_THAT(next_secret(made), StartsWith("otpauth://totp/"));
    const auto code = [&](int steps) { return shown(seed, steps, OATH_TOTP_HMAC_SHA256); };
    EXPECT_THAT(by_socket(bind_device("ann", code(0), code(0))),
                IsRefused("CheckAuthenticationCodeFail"));
    EXPECT_EQ(info()["Bound"], "no");
    const Answer bound = by_socket(bind_device("ann", code(-1), code(0)));
    ASSERT_THAT(bound, IsDone());
    EXPECT_THAT(next_secret(bound), testing::MatchesRegex("([A-Z2-7-]{19}\n)*"));
    EXPECT_EQ(listener.next("LoginProfileChanged"), "ann MFADevice UpdateDate");
    ASSERT_EQ(ramd.stop(), 0);
    ramd.start();
    auto now = info();
    EXPECT_EQ(now["Bound"], "yes");
    EXPECT_EQ(now["Algorithm"], "SHA256");
    EXPECT_EQ(now["RecoveryCodesLeft"], "10");
    EXPECT_THAT(ramd.log(), Not(HasSubstr(seed)));
}

TEST_F(MFA, a_bound_device_is_unbound_before_another_one_is_made) {
    const std::string seed = have_device();
    EXPECT_THAT(by_socket(with_user("CreateVirtualMFADevice", "ann")),
                IsRefused("EntityAlreadyExists.User.MFADevice"));
    EXPECT_THAT(by_socket(bind_device("ann", shown(seed, 0), shown(seed, 1))),
                IsRefused("EntityAlreadyExists.User.MFADevice"));
    EXPECT_THAT(by_socket(with_user("UnbindMFADevice", "ann")), IsDone());
    EXPECT_THAT(by_socket(with_user("UnbindMFADevice", "ann")),
                IsRefused("EntityNotExist.User.MFADevice"));
    EXPECT_THAT(by_socket(with_user("CreateVirtualMFADevice", "ann")), IsDone());
}

TEST_F(MFA, X1_its_owner_unbinds_it_with_a_code_and_not_without) {
    const std::string seed = have_device();
    EXPECT_THAT(by_bus(ann, with_user("UnbindMFADevice", "ann")), IsRefused("NoPermission"));
    EXPECT_THAT(by_bus(ann, unbind_own("ann", "12345")), IsRefused("AuthenticationFailed"));
    EXPECT_THAT(by_bus(ann, unbind_own("ann", shown(seed, -1))), IsRefused("AuthenticationFailed"))
        << "used for the binding";
    for (const unsigned uid : {bob, nobody})
        EXPECT_THAT(by_bus(uid, unbind_own("ann", shown(seed, 1))), IsRefused("NoPermission"));
    EXPECT_THAT(by_bus(ann, unbind_own("ann", shown(seed, 1))), IsDone());
    EXPECT_EQ(info()["Bound"], "no");
}

TEST_F(MFA, X1_binding_for_others_is_the_administrators) {
    const Call binding = bind_device("ann", "123456", "234567");
    const Call unbinding = with_user("UnbindMFADevice", "ann");
    {
        FakePolkit polkit(bus, PolkitSays::no);
        for (const Call* one : {&binding, &unbinding}) {
            EXPECT_THAT(by_bus(bob, *one), IsRefused("NoPermission"));
            EXPECT_THAT(polkit.questions(), ElementsAre(StartsWith(devices)));
        }
        EXPECT_THAT(by_bus(ann, binding), IsRefused("EntityNotExist.User.MFADevice"));
        EXPECT_THAT(polkit.questions(), IsEmpty());
    }
    const FakePolkit polkit(bus, PolkitSays::yes);
    EXPECT_THAT(by_bus(bob, binding), IsRefused("EntityNotExist.User.MFADevice"));
    EXPECT_THAT(by_bus(bob, unbinding), IsRefused("EntityNotExist.User.MFADevice"));
}

TEST_F(MFA, where_users_may_not_manage_devices_administrators_still_do) {
    ASSERT_THAT(by_socket(set_flag("AllowUserToManageMFADevices", false)), IsDone());
    const Call making = with_user("CreateVirtualMFADevice", "ann");
    EXPECT_THAT(by_bus(ann, making), IsRefused("NotSupport.Account"));
    EXPECT_THAT(by_bus(ann, bind_device("ann", "123456", "234567")),
                IsRefused("NotSupport.Account"));
    EXPECT_THAT(by_bus(ann, unbind_own("ann", "123456")), IsRefused("NotSupport.Account"));
    EXPECT_THAT(by_bus(ann, with_user("UnbindMFADevice", "ann")), IsRefused("NotSupport.Account"));
    EXPECT_THAT(by_bus(bob, making), IsRefused("NoPermission"));
    EXPECT_THAT(by_socket(making), IsDone());
    const FakePolkit polkit(bus, PolkitSays::yes);
    EXPECT_THAT(by_bus(ann, making), IsDone());
}

TEST_F(MFA, X5_codes_and_tickets_are_secrets_and_nothing_else) {
    const Call odd{manager, "BindMFADevice", [](sd_bus_message* m) {
                       return sd_bus_message_append(m, "shh", "ann", STDIN_FILENO, STDIN_FILENO);
                   }};
    EXPECT_THAT(by_socket(odd), IsRefused("InvalidParameter.Secret.Malformed"));
    for (const char* member : {"BeginBind", "DrawBind"}) {
        EXPECT_THAT(by_socket(with_secrets(login, member, "", {std::string(600, 'x')})),
                    IsRefused("InvalidParameter.Secret.Malformed"));
        for (const unsigned uid : {0U, ann, nobody})
            EXPECT_THAT(by_bus(uid, with_secrets(login, member, "", {"no ticket"})),
                        IsRefused("TicketExpired"));
    }
    EXPECT_THAT(by_socket(make_device("ann", "MD5")),
                IsRefused("InvalidParameter.Algorithm.Format"));
}

Call require_device() {
    return {manager, "UpdateLoginProfile", [](sd_bus_message* m) {
                return sd_bus_message_append(m, "sa{sv}", "ann", 1, "MFABindRequired", "b", 1);
            }};
}

TEST_F(MFA, a_logon_that_has_to_bind_is_let_in_when_it_has) {
    ASSERT_THAT(by_socket(require_device()), IsDone());
    EXPECT_EQ(info()["BindRequired"], "yes");
    const std::string ticket = next_secret(by_socket(authenticate("ann", password)));
    EXPECT_THAT(by_socket(check_account("ann", secret(ticket).get())), IsRefused("TicketExpired"));
    const Answer begun = by_socket(with_secrets(login, "BeginBind", "", {ticket}));
    const std::string seed = next_secret(begun);
    EXPECT_THAT(next_secret(begun), HasSubstr("secret=" + seed));
    EXPECT_THAT(next_secret(by_socket(with_secrets(login, "DrawBind", "", {ticket}))),
                HasSubstr("█"));
    EXPECT_EQ(next_secret(by_socket(with_secrets(login, "BeginBind", "", {ticket}))), seed);
    const auto finish = [&](int first, int second) {
        return by_socket(with_secrets(login, "FinishBind", "",
                                      {ticket, shown(seed, first), shown(seed, second)}));
    };
    EXPECT_THAT(finish(0, 0), IsRefused("CheckAuthenticationCodeFail"));
    const Answer bound = finish(-1, 0);
    ASSERT_THAT(bound, IsDone());
    EXPECT_THAT(next_secret(bound), testing::SizeIs(200));
    EXPECT_EQ(verdict_of(by_socket(check_account("ann", secret(ticket).get()))), "ok");
    EXPECT_EQ(info()["BindRequired"], "no");
    EXPECT_THAT(finish(0, 1), IsRefused("TicketExpired"));
}

}  // namespace
}  // namespace bustest
