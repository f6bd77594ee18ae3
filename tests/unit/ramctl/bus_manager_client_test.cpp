// SPDX-License-Identifier: LGPL-2.1-or-later
// The client against a peer that speaks the contract over a private socket of the test.
#include "ramctl/bus_manager_client.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include <cstring>
#include <functional>
#include <thread>

#include "ramctl/message_fields.h"
#include "shared/bus_handles.h"
#include "shared/secret_fd.h"
#include "shared/wire.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ramauth::Code;
using ramauth::UniqueFd;
using ::testing::ElementsAre;
using testing::secret;
using testing::test_now;

const UserName alice = *UserName::parse("alice");

// What the peer does with one call; below zero: it hangs up without an answer.
using Handler = std::function<int(sd_bus_message*)>;

// Serves one connection a handler, in its own thread.
class Peer {
public:
    explicit Peer(std::vector<Handler> handlers) : handlers_(std::move(handlers)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const std::string path = folder_.passwd();
        std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
        listener_ = UniqueFd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (::bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) ||
            ::listen(listener_.get(), 5))
            ADD_FAILURE() << "cannot listen";
        thread_ = std::thread([this] { serve(); });
    }
    ~Peer() { thread_.join(); }
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    [[nodiscard]] ramauth::RamdAddress address() const {
        return {folder_.passwd(), "", ::getuid(), "ramd"};
    }

private:
    void serve() {
        for (const auto& handler : handlers_) {
            const int fd = ::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC);
            if (fd < 0) return;
            answer(fd, handler);
        }
    }
    static void answer(int fd, const Handler& handler) {
        sd_bus* raw = nullptr;
        sd_bus_new(&raw);
        const ramauth::BusHandle bus(raw);
        sd_id128_t id{};
        sd_id128_randomize(&id);
        sd_bus_set_fd(raw, fd, fd);
        sd_bus_set_server(raw, 1, id);
        sd_bus_set_anonymous(raw, 1);
        sd_bus_negotiate_fds(raw, 1);
        sd_bus_start(raw);
        for (;;) {
            sd_bus_message* message = nullptr;
            const int r = sd_bus_process(raw, &message);
            const ramauth::MessageHandle owned(message);
            if (r < 0) return;
            if (message != nullptr && sd_bus_message_is_method_call(message, nullptr, nullptr)) {
                if (handler(message) < 0) return;
                sd_bus_flush(raw);
                return;
            }
            if (r == 0) sd_bus_wait(raw, UINT64_MAX);
        }
    }

    testing::TestAccounts folder_;
    std::vector<Handler> handlers_;
    UniqueFd listener_;
    std::thread thread_;
};

BusManagerClient client_of(const Peer& peer) {
    return BusManagerClient({0, "root"}, false, peer.address());
}

std::string take_secret(sd_bus_message* message, std::size_t limit = Secret::max_size) {
    int fd = -1;
    if (sd_bus_message_read(message, "h", &fd) < 0) return "(no fd)";
    const auto read = ramauth::secret_from_fd(UniqueFd(::fcntl(fd, F_DUPFD_CLOEXEC, 3)), limit);
    return read ? std::string(read->view()) : "(malformed)";
}

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

}  // namespace
}  // namespace ramctl
