// SPDX-License-Identifier: LGPL-2.1-or-later
// What the second factor and a reset by its user look like on the wire.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <systemd/sd-bus.h>

#include "ramctl/bus_manager_client.h"
#include "ramctl/message_fields.h"
#include "shared/secret_fd.h"
#include "tests/unit/ramctl/bus_peer.h"

namespace ramctl {
namespace {

using ramauth::Code;
using ramauth::secret_to_fd;
using testing::client_of;
using ::testing::ElementsAre;
using testing::Peer;
using testing::secret;
using testing::take_secret;
using testing::test_now;

const UserName alice = *UserName::parse("alice");

// A call as it came: member, user, and what follows.
struct Seen {
    std::string member, user;
    std::vector<std::string> secrets;
    Fields fields;
};

// Reads `codes` secrets behind the user, and then a dictionary where there is one.
Seen seen_in(sd_bus_message* message, int codes) {
    const char* user = nullptr;
    sd_bus_message_read(message, "s", &user);
    Seen seen{sd_bus_message_get_member(message), user, {}, {}};
    for (int i = 0; i < codes; ++i) seen.secrets.push_back(take_secret(message));
    if (sd_bus_message_at_end(message, 1) == 0) seen.fields = read_fields(message);
    return seen;
}

int reply_seed(sd_bus_message* message) {
    const auto seed = secret_to_fd(secret(testing::test_seed));
    const auto uri = secret_to_fd(secret(testing::test_uri));
    return sd_bus_reply_method_return(message, "hh", seed.get(), uri.get());
}

TEST(BusManagerClientMfa, the_info_has_numbers_times_and_lists) {
    Seen seen;
    const Peer peer({[&](sd_bus_message* message) {
        seen = seen_in(message, 0);
        return sd_bus_reply_method_return(message, "a{sv}", 4, "Bound", "b", 1, "BindDate", "t",
                                          ramauth::to_wire(test_now), "RecoveryCodesLeft", "u", 9U,
                                          "KnownSources", "as", 1, "tty1");
    }});
    auto client = client_of(peer);
    const auto answer = client.mfa_info(alice);
    ASSERT_TRUE(std::holds_alternative<Fields>(answer));
    EXPECT_EQ(seen.member + " " + seen.user, "GetMFAInfo alice");
    EXPECT_EQ(std::get<Fields>(answer), (Fields{{"Bound", true},
                                                {"BindDate", test_now},
                                                {"RecoveryCodesLeft", 9U},
                                                {"KnownSources", Texts{"tty1"}}}));
}

TEST(BusManagerClientMfa, a_seed_comes_as_two_secrets) {
    Seen seen;
    const Peer peer({[&](sd_bus_message* message) {
        seen = seen_in(message, 0);
        return reply_seed(message);
    }});
    auto client = client_of(peer);
    const auto answer = client.create_mfa_device(alice, MfaAlgorithm::sha1);
    ASSERT_TRUE(std::holds_alternative<MfaSeed>(answer));
    EXPECT_EQ(seen.member + " " + seen.user, "CreateVirtualMFADevice alice");
    EXPECT_EQ(seen.fields, Fields{});
    EXPECT_EQ(std::get<MfaSeed>(answer).base32.view(), testing::test_seed);
    EXPECT_EQ(std::get<MfaSeed>(answer).uri.view(), testing::test_uri);
}

TEST(BusManagerClientMfa, another_algorithm_is_an_option_of_a_member_of_its_own) {
    Seen seen;
    const Peer peer({[&](sd_bus_message* message) {
        seen = seen_in(message, 0);
        return reply_seed(message);
    }});
    auto client = client_of(peer);
    const auto answer = client.create_mfa_device(alice, MfaAlgorithm::sha256);
    EXPECT_TRUE(std::holds_alternative<MfaSeed>(answer));
    EXPECT_EQ(seen.member + " " + seen.user, "CreateVirtualMFADeviceWith alice");
    EXPECT_EQ(seen.fields, (Fields{{"Algorithm", std::string("SHA256")}}));
}

TEST(BusManagerClientMfa, a_bind_carries_two_codes_and_brings_a_long_secret) {
    Seen seen;
    const std::string codes(2000, 'A');
    const Peer peer({[&](sd_bus_message* message) {
        seen = seen_in(message, 2);
        const auto fd = secret_to_fd(secret(codes));
        return sd_bus_reply_method_return(message, "h", fd.get());
    }});
    auto client = client_of(peer);
    const auto answer = client.bind_mfa_device(alice, secret("123456"), secret("654321"));
    ASSERT_TRUE(std::holds_alternative<Secret>(answer));
    EXPECT_EQ(seen.member + " " + seen.user, "BindMFADevice alice");
    EXPECT_THAT(seen.secrets, ElementsAre("123456", "654321"));
    EXPECT_EQ(std::get<Secret>(answer).view(), codes);
}

TEST(BusManagerClientMfa, codes_that_do_not_fit_have_a_code_of_their_own) {
    const Peer peer({[](sd_bus_message* message) {
        return sd_bus_reply_method_errorf(message, "org.ramauth1.Error.CheckAuthenticationCodeFail",
                                          "no (request 1)");
    }});
    auto client = client_of(peer);
    const auto answer = client.bind_mfa_device(alice, secret("123456"), secret("654321"));
    ASSERT_TRUE(std::holds_alternative<Refusal>(answer));
    EXPECT_EQ(std::get<Refusal>(answer).code, Code::binding_codes_wrong);
}

TEST(BusManagerClientMfa, an_unbind_is_an_administrators_or_has_a_code) {
    Seen first;
    Seen second;
    const Peer peer({[&](sd_bus_message* message) {
                         first = seen_in(message, 0);
                         return sd_bus_reply_method_return(message, "");
                     },
                     [&](sd_bus_message* message) {
                         second = seen_in(message, 1);
                         return sd_bus_reply_method_return(message, "");
                     }});
    auto client = client_of(peer);
    EXPECT_TRUE(std::holds_alternative<Done>(client.unbind_mfa_device(alice)));
    EXPECT_TRUE(
        std::holds_alternative<Done>(client.unbind_own_mfa_device(alice, secret("123456"))));
    EXPECT_EQ(first.member + " " + first.user, "UnbindMFADevice alice");
    EXPECT_EQ(second.member + " " + second.user, "UnbindOwnMFADevice alice");
    EXPECT_THAT(second.secrets, ElementsAre("123456"));
}

TEST(BusManagerClientMfa, a_reset_code_is_a_secret_in_a_dictionary_or_absent) {
    Seen seen;
    const Peer peer({[](sd_bus_message* message) {
                         const auto code = secret_to_fd(secret("ABCD-EFGH"));
                         return sd_bus_reply_method_return(message, "a{sv}", 2, "Code", "h",
                                                           code.get(), "ValidUntil", "t",
                                                           ramauth::to_wire(test_now));
                     },
                     [&](sd_bus_message* message) {
                         seen = seen_in(message, 0);
                         return sd_bus_reply_method_return(message, "a{sv}", 1, "SentTo", "s",
                                                           "a***@example.org");
                     }});
    auto client = client_of(peer);
    const auto shown = client.create_reset_code(alice, {});
    ASSERT_TRUE(std::holds_alternative<ResetCode>(shown));
    ASSERT_TRUE(std::get<ResetCode>(shown).code);
    EXPECT_EQ(std::get<ResetCode>(shown).code->view(), "ABCD-EFGH");
    EXPECT_EQ(std::get<ResetCode>(shown).fields, (Fields{{"ValidUntil", test_now}}));
    const auto mailed = client.create_reset_code(alice, {{"Mail", true}});
    ASSERT_TRUE(std::holds_alternative<ResetCode>(mailed));
    EXPECT_FALSE(std::get<ResetCode>(mailed).code);
    EXPECT_EQ(seen.member + " " + seen.user, "CreateResetCode alice");
    EXPECT_EQ(seen.fields, (Fields{{"Mail", true}}));
}

}  // namespace
}  // namespace ramctl
