// SPDX-License-Identifier: LGPL-2.1-or-later
// F1: what is not exactly of the agreed form is no answer.
#include "pam_ramauth/reply_reader.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include "shared/bus_handles.h"
#include "shared/secret_fd.h"

namespace ramauth::pam {
namespace {

// Messages as they would have come over a connection, which nobody reads here.
class ReplyReader : public testing::Test {
protected:
    ReplyReader() {
        int pair[2];
        EXPECT_EQ(0, ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair));
        peer_ = UniqueFd(pair[1]);
        sd_bus* bus = nullptr;
        EXPECT_GE(sd_bus_new(&bus), 0);
        bus_.reset(bus);
        EXPECT_GE(sd_bus_set_fd(bus, pair[0], pair[0]), 0);
        EXPECT_GE(sd_bus_negotiate_fds(bus, 1), 0);
        EXPECT_GE(sd_bus_start(bus), 0);
    }

    template <class... Arguments>
    MessageHandle message(const char* types, Arguments... arguments) {
        sd_bus_message* raw = nullptr;
        EXPECT_GE(sd_bus_message_new_signal(bus_.get(), &raw, "/a", "a.b", "C"), 0);
        MessageHandle made(raw);
        EXPECT_GE(sd_bus_message_append(raw, types, arguments...), 0);
        EXPECT_GE(sd_bus_message_seal(raw, 1, 0), 0);
        EXPECT_GE(sd_bus_message_rewind(raw, 1), 0);
        return made;
    }

    static UniqueFd fd_of(std::string_view text) { return secret_to_fd(Secret::copy_of(text)); }

    UniqueFd ticket_ = secret_to_fd(Secret::copy_of(std::string_view(std::string(32, 'T'))));
    UniqueFd peer_;
    BusHandle bus_;
};

TEST_F(ReplyReader, reads_a_proof) {
    const auto reply = message("hasa{sv}", ticket_.get(), 2, "totp", "bind", 1, "New", "s", "?");
    const auto proof = read_authenticated(reply.get());
    ASSERT_TRUE(proof);
    EXPECT_EQ(std::string(32, 'T'), proof->ticket.view());
    EXPECT_THAT(proof->next, testing::ElementsAre("totp", "bind"));
}

TEST_F(ReplyReader, F1_takes_no_proof_of_another_form) {
    const int fd = ticket_.get();
    EXPECT_FALSE(read_authenticated(message("").get()));
    EXPECT_FALSE(read_authenticated(message("h", fd).get()));
    EXPECT_FALSE(read_authenticated(message("has", fd, 0).get()));
    EXPECT_FALSE(read_authenticated(message("hasa{sv}s", fd, 0, 0, "extra").get()));
    EXPECT_FALSE(read_authenticated(message("sasa{sv}", "T", 0, 0).get()));
    EXPECT_FALSE(read_authenticated(message("hasa{ss}", fd, 0, 0).get()));
    EXPECT_FALSE(read_authenticated(message("hasa{sv}", fd, 0, 1, "Epoch", "s", "7").get()));
}

TEST_F(ReplyReader, F1_takes_no_ticket_that_is_none) {
    for (const std::size_t size : {0U, 31U, 33U, 512U}) {
        const UniqueFd odd =
            secret_to_fd(Secret::copy_of(std::string_view(std::string(size, 'T'))));
        EXPECT_FALSE(read_authenticated(message("hasa{sv}", odd.get(), 0, 0).get())) << size;
    }
    const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    EXPECT_FALSE(read_authenticated(message("hasa{sv}", null.get(), 0, 0).get()));
}

TEST_F(ReplyReader, reads_the_news_of_a_proof) {
    const auto reply = message("hasa{sv}", ticket_.get(), 0, 1, "Message", "s", "Bind a device.");
    EXPECT_EQ("Bind a device.", read_authenticated(reply.get())->message);
}

TEST_F(ReplyReader, reads_the_ticket_of_a_factor_alone) {
    const auto begun = read_begun_factor(message("has", ticket_.get(), 1, "totp").get());
    ASSERT_TRUE(begun);
    EXPECT_EQ(std::string(32, 'T'), begun->ticket.view());
    EXPECT_THAT(begun->next, testing::ElementsAre("totp"));
    EXPECT_FALSE(read_begun_factor(message("hasa{sv}", ticket_.get(), 0, 0).get()));
    const UniqueFd odd = fd_of("short");
    EXPECT_FALSE(read_begun_factor(message("has", odd.get(), 0).get()));
}

TEST_F(ReplyReader, reads_where_a_code_went_and_how_long_to_wait) {
    const auto sent = read_sent_code(message("a{sv}", 1, "SentTo", "s", "a***@b").get());
    ASSERT_TRUE(sent);
    EXPECT_EQ("a***@b", sent->sent_to);
    EXPECT_EQ(std::nullopt, sent->wait_seconds);
    const auto wait = read_sent_code(message("a{sv}", 1, "WaitSeconds", "u", 42U).get());
    EXPECT_EQ(42U, wait->wait_seconds);
    EXPECT_EQ("", wait->sent_to);
    EXPECT_FALSE(read_sent_code(message("a{sv}", 1, "WaitSeconds", "s", "42").get()));
    EXPECT_FALSE(read_sent_code(message("").get()));
}

TEST_F(ReplyReader, reads_what_is_wanted_after_a_code) {
    EXPECT_THAT(read_verified(message("asa{sv}", 0, 0).get())->next, testing::IsEmpty());
    EXPECT_THAT(read_verified(message("asa{sv}", 1, "bind", 0).get())->next,
                testing::ElementsAre("bind"));
    EXPECT_FALSE(read_verified(message("as", 0).get()));
    EXPECT_FALSE(read_verified(message("a{sv}", 0).get()));
    EXPECT_FALSE(read_verified(message("").get()));
}

TEST_F(ReplyReader, reads_a_device_that_waits_to_be_bound) {
    const UniqueFd seed = fd_of("JBSW"), uri = fd_of("otpauth://");
    const auto offer = read_bind_offer(message("hh", seed.get(), uri.get()).get());
    ASSERT_TRUE(offer);
    EXPECT_EQ("JBSW", offer->seed.view());
    EXPECT_EQ("otpauth://", offer->uri.view());
    const UniqueFd empty = fd_of("");
    EXPECT_FALSE(read_bind_offer(message("hh", seed.get(), empty.get()).get()));
    EXPECT_FALSE(read_bind_offer(message("hh", empty.get(), uri.get()).get()));
    EXPECT_FALSE(read_bind_offer(message("h", seed.get()).get()));
}

TEST_F(ReplyReader, reads_a_picture_and_recovery_codes_that_are_longer_than_a_password) {
    const std::string text(5'000, 'x');
    const UniqueFd picture = fd_of(text), codes = fd_of(text);
    EXPECT_EQ(text, read_picture(message("h", picture.get()).get())->view());
    const auto bound = read_bound(message("hasa{sv}", codes.get(), 0, 0).get());
    ASSERT_TRUE(bound);
    EXPECT_EQ(text, bound->recovery_codes.view());
    EXPECT_THAT(bound->next, testing::IsEmpty());
}

TEST_F(ReplyReader, F1_takes_no_binding_without_recovery_codes_and_no_longer_secret) {
    const UniqueFd empty = fd_of(""), longest = fd_of(std::string(64 * 1024 + 1, 'x'));
    EXPECT_FALSE(read_bound(message("hasa{sv}", empty.get(), 0, 0).get()));
    EXPECT_FALSE(read_bound(message("hasa{sv}", longest.get(), 0, 0).get()));
    EXPECT_FALSE(read_bound(message("asa{sv}", 0, 0).get()));
    EXPECT_FALSE(read_picture(message("h", longest.get()).get()));
    const UniqueFd seed = fd_of(std::string(513, 'A')), uri = fd_of("otpauth://");
    EXPECT_FALSE(read_bind_offer(message("hh", seed.get(), uri.get()).get()));
}

TEST_F(ReplyReader, reads_a_verdict) {
    const auto reply = message("sa{sv}", "refused", 4, "Reason", "s", "LoginDisabled", "Message",
                               "s", "No.", "ChangeRequired", "b", 0, "Epoch", "t", UINT64_MAX);
    const auto checked = read_checked_account(reply.get());
    ASSERT_TRUE(checked);
    EXPECT_EQ(Verdict::refused, checked->verdict);
    EXPECT_EQ(Code::login_disabled, checked->reason);
    EXPECT_EQ("No.", checked->message);
    EXPECT_FALSE(checked->change_required);
    EXPECT_EQ(UINT64_MAX, checked->epoch);
}

TEST_F(ReplyReader, reads_a_verdict_with_facts_of_a_newer_ramd) {
    const auto checked = read_checked_account(
        message("sa{sv}", "ok", 2, "Later", "(su)", "x", 1U, "Reason", "s", "NewCode").get());
    ASSERT_TRUE(checked);
    EXPECT_EQ(Verdict::ok, checked->verdict);
    EXPECT_EQ(std::nullopt, checked->reason);
    EXPECT_EQ(std::nullopt, checked->epoch);
}

TEST_F(ReplyReader, reads_how_long_a_session_may_live) {
    const auto checked =
        read_checked_account(message("sa{sv}", "ok", 1, "SessionSeconds", "u", 3600U).get());
    ASSERT_TRUE(checked);
    EXPECT_EQ(3600U, checked->session_seconds);
    EXPECT_EQ(std::nullopt,
              read_checked_account(message("sa{sv}", "ok", 0).get())->session_seconds);
    EXPECT_FALSE(
        read_checked_account(message("sa{sv}", "ok", 1, "SessionSeconds", "s", "1h").get()));
}

TEST_F(ReplyReader, F1_takes_no_verdict_of_another_form) {
    for (const char* verdict : {"", "OK", "ok ", "yes", "success"})
        EXPECT_FALSE(read_checked_account(message("sa{sv}", verdict, 0).get())) << verdict;
    EXPECT_FALSE(read_checked_account(message("s", "ok").get()));
    EXPECT_FALSE(read_checked_account(message("sa{sv}u", "ok", 0, 1U).get()));
    EXPECT_FALSE(read_checked_account(message("oa{sv}", "/ok", 0).get()));
    EXPECT_FALSE(
        read_checked_account(message("sa{sv}", "ok", 1, "ChangeRequired", "s", "no").get()));
    EXPECT_FALSE(read_checked_account(message("sa{sv}", "ok", 1, "Message", "u", 1U).get()));
    EXPECT_FALSE(read_checked_account(message("sa{sv}", "ok", 1, "Epoch", "u", 7U).get()));
}

TEST_F(ReplyReader, wants_the_epoch_of_a_change) {
    EXPECT_EQ(
        8U,
        read_password_changed(message("a{sv}", 1, "Epoch", "t", std::uint64_t{8}).get())->epoch);
    EXPECT_FALSE(read_password_changed(message("a{sv}", 0).get()));
    EXPECT_FALSE(read_password_changed(message("").get()));
    EXPECT_FALSE(read_password_changed(message("s", "done").get()));
}

TEST_F(ReplyReader, reads_what_a_change_does_to_sessions) {
    using enum AskingSession;
    const auto epoch = std::uint64_t{8};
    for (const auto& [word, asking] : {std::pair{"none", none}, {"ends", ends}, {"stays", stays}}) {
        const auto changed =
            read_password_changed(message("a{sv}", 3, "Epoch", "t", epoch, "OtherSessions", "u", 2U,
                                          "ThisSession", "s", word)
                                      .get());
        ASSERT_TRUE(changed) << word;
        EXPECT_EQ(asking, changed->sessions.asking) << word;
        EXPECT_EQ(2U, changed->sessions.others);
    }
}

TEST_F(ReplyReader, what_a_change_does_to_sessions_may_be_missing_and_of_a_newer_ramd) {
    const auto epoch = std::uint64_t{8};
    const auto silent = read_password_changed(message("a{sv}", 1, "Epoch", "t", epoch).get());
    ASSERT_TRUE(silent);
    EXPECT_EQ(AskingSession::unknown, silent->sessions.asking);
    EXPECT_EQ(std::nullopt, silent->sessions.others);
    const auto newer = read_password_changed(
        message("a{sv}", 2, "Epoch", "t", epoch, "ThisSession", "s", "sleeps").get());
    ASSERT_TRUE(newer);
    EXPECT_EQ(AskingSession::unknown, newer->sessions.asking);
    EXPECT_FALSE(read_password_changed(
        message("a{sv}", 2, "Epoch", "t", epoch, "OtherSessions", "s", "2").get()));
    EXPECT_FALSE(read_password_changed(
        message("a{sv}", 2, "Epoch", "t", epoch, "ThisSession", "b", 1).get()));
}

TEST_F(ReplyReader, reads_a_reset) {
    EXPECT_TRUE(read_password_reset(message("a{sv}", 0).get()));
    const auto counted =
        read_password_reset(message("a{sv}", 3, "UserName", "s", "ann", "OtherSessions", "u", 1U,
                                    "ThisSession", "s", "none")
                                .get());
    ASSERT_TRUE(counted);
    EXPECT_EQ(AskingSession::none, counted->sessions.asking);
    EXPECT_EQ(1U, counted->sessions.others);
    EXPECT_FALSE(read_password_reset(message("").get()));
    EXPECT_FALSE(read_password_reset(message("a{sv}b", 0, 1).get()));
}

}  // namespace
}  // namespace ramauth::pam
