// SPDX-License-Identifier: LGPL-2.1-or-later
// The members of the weak list, against a peer that speaks the contract.
#include "ramctl/bus_manager_client.h"

#include <gtest/gtest.h>
#include <systemd/sd-bus.h>

#include "tests/unit/ramctl/bus_peer.h"

namespace ramctl {
namespace {

using ramauth::UniqueFd;
using testing::client_of;
using testing::Peer;
using testing::secret;
using testing::take_secret;
using testing::test_now;

const UserName alice = *UserName::parse("alice");

TEST(BusManagerClient, the_numbers_of_a_weak_list_are_no_times) {
    const Peer peer({[](sd_bus_message* message) {
        return sd_bus_reply_method_return(message, "a{sv}", 6, "State", "s", "usable", "Entries",
                                          "t", uint64_t{2000000000}, "Date", "t",
                                          ramauth::to_wire(test_now), "Added", "t", uint64_t{0},
                                          "Usable", "b", 1, "BitsPerEntry", "u", 32U);
    }});
    auto client = client_of(peer);
    const auto answer = client.weak_list_info();
    ASSERT_TRUE(std::holds_alternative<Fields>(answer));
    EXPECT_EQ(std::get<Fields>(answer), (Fields{{"State", std::string("usable")},
                                                {"Entries", std::uint64_t{2000000000}},
                                                {"Date", test_now},
                                                {"Added", std::uint64_t{0}},
                                                {"Usable", true},
                                                {"BitsPerEntry", 32U}}));
}

TEST(BusManagerClient, hashes_of_weak_passwords_go_64_KiB_at_a_time_as_a_secret) {
    std::string member;
    std::string lines;
    const Peer peer({[&](sd_bus_message* message) {
        member = sd_bus_message_get_member(message);
        lines = take_secret(message, ramauth::max_long_secret);
        return sd_bus_reply_method_return(message, "u", 1500U);
    }});
    auto client = client_of(peer);
    const std::string page(ramauth::max_long_secret, 'A');
    EXPECT_EQ(std::get<std::uint32_t>(client.add_weak_passwords(secret(page))), 1500U);
    EXPECT_EQ(member, "AddWeakPasswords");
    EXPECT_EQ(lines, page);
}

TEST(BusManagerClient, a_page_of_added_hashes_comes_as_a_secret_with_its_marker) {
    std::string marker;
    const std::string page(ramauth::max_long_secret, 'B');
    const Peer peer({[&](sd_bus_message* message) {
        const char* text = nullptr;
        sd_bus_message_read(message, "s", &text);
        marker = text;
        const UniqueFd fd = ramauth::secret_to_fd(secret(page));
        return sd_bus_reply_method_return(message, "hs", fd.get(), "BB");
    }});
    auto client = client_of(peer);
    const auto answer = client.added_weak_passwords("AA");
    ASSERT_TRUE(std::holds_alternative<HashPage>(answer));
    EXPECT_EQ(marker, "AA");
    EXPECT_EQ(std::get<HashPage>(answer).lines.view(), page);
    EXPECT_EQ(std::get<HashPage>(answer).next, "BB");
}

TEST(BusManagerClient, the_rules_that_a_password_would_break_are_told_apart) {
    std::string asked;
    const Peer peer({[&](sd_bus_message* message) {
        const char* user = nullptr;
        sd_bus_message_read(message, "s", &user);
        asked = user + (" " + take_secret(message));
        return sd_bus_reply_method_return(message, "a(ss)", 2, "A.B", "one", "C.D", "two");
    }});
    auto client = client_of(peer);
    const auto answer = client.check_password(alice, secret("typed"));
    ASSERT_TRUE(std::holds_alternative<std::vector<BrokenRule>>(answer));
    const auto& rules = std::get<std::vector<BrokenRule>>(answer);
    EXPECT_EQ(asked, "alice typed");
    ASSERT_EQ(rules.size(), 2U);
    EXPECT_EQ(rules[1].code + " " + rules[1].sentence, "C.D two");
}

TEST(BusManagerClient, a_reload_is_asked_for_by_its_name_and_answered_like_the_info) {
    std::string member;
    const Peer peer({[&](sd_bus_message* message) {
        member = sd_bus_message_get_member(message);
        return sd_bus_reply_method_return(message, "a{sv}", 1, "FileSize", "t", uint64_t{4096});
    }});
    auto client = client_of(peer);
    const auto answer = client.reload_weak_list();
    ASSERT_TRUE(std::holds_alternative<Fields>(answer));
    EXPECT_EQ(member, "ReloadWeakList");
    EXPECT_EQ(std::get<Fields>(answer).count("FileSize"), 4096U);
}

}  // namespace
}  // namespace ramctl
