// SPDX-License-Identifier: LGPL-2.1-or-later
// The client against a peer that speaks the contract over a private socket of the test.
#include "ramctl/bus_manager_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <systemd/sd-bus.h>

#include "ramctl/message_fields.h"
#include "shared/secret_fd.h"
#include "shared/wire.h"
#include "tests/unit/ramctl/bus_peer.h"

namespace ramctl {
namespace {

using ramauth::Code;
using ramauth::UniqueFd;
using testing::client_of;
using ::testing::ElementsAre;
using testing::Peer;
using testing::secret;
using testing::take_secret;
using testing::test_now;

const UserName alice = *UserName::parse("alice");

TEST(BusManagerClient, a_create_carries_the_password_as_a_secret_and_brings_one_back) {
    std::string member;
    std::string password;
    int required = 0;
    const Peer peer({[&](sd_bus_message* message) {
        member = sd_bus_message_get_member(message);
        const char* user = nullptr;
        sd_bus_message_read(message, "s", &user);
        sd_bus_message_enter_container(message, 'a', "{sv}");
        const char* key = nullptr;
        sd_bus_message_read(message, "{sv}", &key, "b", &required);
        sd_bus_message_enter_container(message, 'e', "sv");
        sd_bus_message_read(message, "s", &key);
        sd_bus_message_enter_container(message, 'v', "h");
        password = take_secret(message);
        const UniqueFd generated = ramauth::secret_to_fd(secret("Generated1"));
        return sd_bus_reply_method_return(message, "a{sv}", 5, "UserName", "s", user, "Uid", "u",
                                          1000U, "CreateDate", "t", ramauth::to_wire(test_now),
                                          "Future", "ad", 1, 0.5, "GeneratedPassword", "h",
                                          generated.get());
    }});
    auto client = client_of(peer);
    const Secret typed = secret("typed");
    auto answer = client.create_profile(alice, {{{"PasswordResetRequired", true}}, &typed});
    ASSERT_TRUE(std::holds_alternative<WrittenProfile>(answer));
    const auto& written = std::get<WrittenProfile>(answer);
    EXPECT_EQ(member, "CreateLoginProfile");
    EXPECT_EQ(password, "typed");
    EXPECT_EQ(required, 1);
    EXPECT_EQ(
        written.fields,
        (Fields{{"UserName", std::string("alice")}, {"Uid", 1000U}, {"CreateDate", test_now}}));
    EXPECT_EQ(written.generated_password->view(), "Generated1");
}

TEST(BusManagerClient, a_refusal_keeps_its_code_and_sentence) {
    const Peer peer({[](sd_bus_message* message) {
        return sd_bus_reply_method_errorf(message,
                                          "org.ramauth1.Error.EntityNotExist.User.LoginProfile",
                                          "alice has none (request 12)");
    }});
    auto client = client_of(peer);
    const auto answer = client.profile(alice);
    ASSERT_TRUE(std::holds_alternative<Refusal>(answer));
    EXPECT_EQ(std::get<Refusal>(answer).code, Code::no_login_profile);
    EXPECT_EQ(std::get<Refusal>(answer).sentence, "alice has none (request 12)");
}

TEST(BusManagerClient, a_reply_of_another_form_is_no_answer) {
    const Peer peer({[](sd_bus_message* message) {
        return sd_bus_reply_method_return(message, "s", "surprise");
    }});
    auto client = client_of(peer);
    EXPECT_TRUE(std::holds_alternative<NoAnswer>(client.profile(alice)));
}

TEST(BusManagerClient, a_page_comes_with_its_marker) {
    const Peer peer({[](sd_bus_message* message) {
        return sd_bus_reply_method_return(message, "aa{sv}s", 2, 1, "UserName", "s", "alice", 1,
                                          "UserName", "s", "bob", "bob");
    }});
    auto client = client_of(peer);
    const auto answer = client.profiles({}, "");
    ASSERT_TRUE(std::holds_alternative<ProfilePage>(answer));
    EXPECT_EQ(std::get<ProfilePage>(answer).profiles.size(), 2U);
    EXPECT_EQ(std::get<ProfilePage>(answer).next, "bob");
}

TEST(BusManagerClient, a_preference_carries_lists_and_texts) {
    std::string member;
    Fields seen;
    const Peer peer({[&](sd_bus_message* message) {
        member = sd_bus_message_get_member(message);
        seen = read_fields(message);
        return sd_bus_reply_method_return(message, "");
    }});
    auto client = client_of(peer);
    const Fields changes{{"LoginNetworkMasks", Texts{"192.0.2.0/24", "2001:db8::/32"}},
                         {"ProgrammaticServices", Texts{}},
                         {"RevokeScope", std::string("user")},
                         {"MaxIdleDaysForUsers", 90U},
                         {"KeepChangingSession", true}};
    EXPECT_TRUE(std::holds_alternative<Done>(client.set_preference(changes)));
    EXPECT_EQ(member, "SetSecurityPreference");
    EXPECT_EQ(seen, changes);
}

TEST(BusManagerClient, a_lock_without_end_is_the_end_of_time) {
    const Peer peer({[](sd_bus_message* message) {
        return sd_bus_reply_method_return(message, "a{sv}", 2, "LockedUntil", "t", UINT64_MAX,
                                          "CreateDate", "t", uint64_t{0});
    }});
    auto client = client_of(peer);
    const auto answer = client.profile(alice);
    ASSERT_TRUE(std::holds_alternative<Fields>(answer));
    EXPECT_EQ(std::get<Fields>(answer).time("LockedUntil"), Timestamp::max());
    EXPECT_EQ(std::get<Fields>(answer).time("CreateDate"), ramauth::never);
}

struct SeenChange {
    std::string proof, present, replacement, nonce;
};

SeenChange read_change(sd_bus_message* message) {
    const char* user = nullptr;
    const char* proof = nullptr;
    sd_bus_message_read(message, "ss", &user, &proof);
    SeenChange seen{proof, take_secret(message), take_secret(message), ""};
    sd_bus_message_enter_container(message, 'a', "{sv}");
    const char* key = nullptr;
    const char* nonce = nullptr;
    sd_bus_message_read(message, "{sv}", &key, "s", &nonce);
    if (key != nullptr && std::string_view(key) == ramauth::wire::context::nonce)
        seen.nonce = nonce;
    return seen;
}

TEST(BusManagerClient, P4_a_lost_change_is_asked_for_once_more_by_its_nonce) {
    SeenChange first;
    SeenChange second;
    const Peer peer({[&](sd_bus_message* message) {
                         first = read_change(message);
                         return -1;
                     },
                     [&](sd_bus_message* message) {
                         second = read_change(message);
                         return sd_bus_reply_method_return(message, "a{sv}", 0);
                     }});
    auto client = client_of(peer);
    const auto answer = client.change_password(alice, secret("old"), secret("new"));
    EXPECT_TRUE(std::holds_alternative<Fields>(answer));
    EXPECT_EQ(first.proof, "password");
    EXPECT_EQ(first.present + " " + first.replacement, "old new");
    EXPECT_EQ(second.present + " " + second.replacement, "old new");
    EXPECT_EQ(first.nonce.size(), 32U);
    EXPECT_EQ(first.nonce, second.nonce);
}

TEST(BusManagerClient, the_service_tells_its_version_and_features) {
    const Peer peer({[](sd_bus_message* message) {
        return sd_bus_reply_method_return(message, "a{sv}", 3, "Version", "s", "0.1.0", "Other",
                                          "u", 1U, "Features", "as", 2, "a", "b");
    }});
    auto client = client_of(peer);
    const auto answer = client.service(Way::private_socket);
    ASSERT_TRUE(std::holds_alternative<Service>(answer));
    EXPECT_EQ(std::get<Service>(answer).version, "0.1.0");
    EXPECT_THAT(std::get<Service>(answer).features, ElementsAre("a", "b"));
}

TEST(BusManagerClient, nobody_there_is_no_answer_and_nothing_was_done) {
    const testing::TestAccounts folder;
    BusManagerClient client({0, "root"}, false,
                            {folder.passwd(), "unix:path=" + folder.shadow(), ::getuid(), "ramd"});
    const auto answer = client.unlock_profile(alice);
    ASSERT_TRUE(std::holds_alternative<NoAnswer>(answer));
    EXPECT_FALSE(std::get<NoAnswer>(answer).maybe_done);
}

TEST(BusManagerClient, what_is_outstanding_comes_as_a_list) {
    std::string member;
    const Peer peer({[&](sd_bus_message* message) {
        member = sd_bus_message_get_member(message);
        return sd_bus_reply_method_return(message, "aa{sv}", 2, 3, "UserName", "s", "alice",
                                          "Committed", "t", ramauth::to_wire(test_now),
                                          "Outstanding", "u", 2U, 1, "UserName", "s", "bob");
    }});
    auto client = client_of(peer);
    const auto answer = client.revocations();
    EXPECT_EQ(member, "ListRevocations");
    ASSERT_TRUE(std::holds_alternative<std::vector<Fields>>(answer));
    EXPECT_THAT(std::get<std::vector<Fields>>(answer),
                ElementsAre(Fields{{"UserName", std::string("alice")},
                                   {"Committed", test_now},
                                   {"Outstanding", 2U}},
                            Fields{{"UserName", std::string("bob")}}));
}

}  // namespace
}  // namespace ramctl
