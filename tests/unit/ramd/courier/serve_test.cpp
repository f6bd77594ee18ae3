// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/courier/serve.h"

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "shared/fd.h"

namespace ramd::courier {
namespace {

using namespace std::chrono_literals;
using ramauth::UniqueFd;
using testing::HasSubstr;
using testing::Not;

constexpr const char* mail = "1 email 7\nann@example.org\nYour code\n123456\n";
constexpr const char* sms = "1 sms 6\n+491701234567\n\n123456";

class ServeTest : public testing::Test {
protected:
    void SetUp() override {
        if (::geteuid() != 0) GTEST_SKIP() << "ramd.conf must belong to root";
        ::signal(SIGPIPE, SIG_IGN);  // as main() has it
        place_ = testing::TempDir() + "courier-serve-" + std::to_string(::getpid());
        std::filesystem::create_directory(place_);
        options_.config = place_ + "/ramd.conf";
        options_.sendmail = place_ + "/sendmail";
        options_.reading = 20s;
        options_.running = 20s;
        program("sendmail",
                "printf '%s\\n' \"$@\" >" + place_ + "/arguments; cat >" + place_ + "/mail");
    }
    void TearDown() override { std::filesystem::remove_all(place_); }

    void program(const std::string& name, const std::string& script) const {
        std::ofstream(place_ + "/" + name) << "#!/bin/sh\n" << script << "\n";
        ::chmod((place_ + "/" + name).c_str(), 0755);
    }
    void configure(const std::string& text) const {
        std::ofstream(options_.config) << text;
        ::chmod(options_.config.c_str(), 0644);
    }
    [[nodiscard]] std::string content(const std::string& name) const {
        std::ifstream file(place_ + "/" + name);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    // The answer to a request; said_ is for the journal.
    std::string answer(std::string_view request, bool ends = true) {
        std::array<int, 2> fds{};
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()), 0);
        const UniqueFd asker(fds[0]);
        {
            const UniqueFd asked(fds[1]);
            EXPECT_EQ(::send(asker.get(), request.data(), request.size(), MSG_NOSIGNAL),
                      static_cast<ssize_t>(request.size()));
            if (ends) ::shutdown(asker.get(), SHUT_WR);
            said_ = serve(asked.get(), options_).sentence;
        }
        std::array<char, 1024> bytes{};
        const ssize_t got = ::recv(asker.get(), bytes.data(), bytes.size(), MSG_WAITALL);
        EXPECT_THAT(said_, Not(HasSubstr("123456")));
        EXPECT_THAT(said_, Not(HasSubstr("ann@")));
        return {bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))};
    }

    std::string place_;
    ServeOptions options_;
    std::string said_;
};

TEST_F(ServeTest, a_mail_reaches_sendmail_with_its_head) {
    EXPECT_EQ(answer(mail), "taken\n");
    EXPECT_EQ(content("arguments"), "-i\n--\nann@example.org\n");
    EXPECT_THAT(content("mail"), testing::StartsWith("To: ann@example.org\nSubject: Your code\n"));
    EXPECT_THAT(content("mail"), testing::EndsWith("\n\n123456\n"));
    EXPECT_THAT(said_, HasSubstr("a mail was taken over by " + options_.sendmail));
}

TEST_F(ServeTest, the_sender_is_that_of_the_configuration) {
    configure("HashMemory=19\nMailFrom=ramauth@example.org\n");
    EXPECT_EQ(answer(mail), "taken\n");
    EXPECT_EQ(content("arguments"), "-i\n-f\nramauth@example.org\n--\nann@example.org\n");
    EXPECT_THAT(content("mail"), testing::StartsWith("From: ramauth@example.org\n"));
}

TEST_F(ServeTest, an_sms_reaches_the_command_as_number_and_text) {
    program("sms", "echo $# >" + place_ + "/arguments; cat >" + place_ + "/sms-text");
    configure("SMSCommand=" + place_ + "/sms\n");
    EXPECT_EQ(answer(sms), "taken\n");
    EXPECT_EQ(content("arguments"), "0\n");
    EXPECT_EQ(content("sms-text"), "+491701234567\n123456\n");
}

TEST_F(ServeTest, an_sms_without_a_command_is_not_taken) {
    EXPECT_EQ(answer(sms), "not taken: ramd.conf names no SMSCommand\n");
}

TEST_F(ServeTest, a_sendmail_that_fails_or_is_missing_is_told) {
    program("sendmail", "cat >/dev/null; echo 123456 >&2; exit 75");
    EXPECT_EQ(answer(mail), "not taken: " + options_.sendmail + " ended with status 75\n");
    ::unlink(options_.sendmail.c_str());
    EXPECT_THAT(answer(mail), HasSubstr("cannot be run: No such file or directory"));
}

TEST_F(ServeTest, a_sendmail_that_hangs_is_ended) {
    options_.running = 300ms;
    program("sendmail", "exec sleep 1000");
    EXPECT_THAT(answer(mail), HasSubstr("did not end in time and was killed"));
}

TEST_F(ServeTest, a_bad_request_runs_nothing) {
    EXPECT_THAT(answer("1 email 7\nann@example.org\nBcc: b@c\nYour code\n123456\n"),
                HasSubstr("not taken: "));
    EXPECT_THAT(answer("1 email 7\n-t\nYour code\n123456\n"), HasSubstr("no address"));
    EXPECT_THAT(answer(""), HasSubstr("cut short"));
    EXPECT_THAT(answer(std::string(20'000, 'x')), HasSubstr("too long"));
    EXPECT_FALSE(std::filesystem::exists(place_ + "/arguments"));
}

TEST_F(ServeTest, a_request_that_does_not_end_is_not_waited_for) {
    options_.reading = 300ms;
    EXPECT_THAT(answer(mail, false), HasSubstr("did not come in time"));
    EXPECT_FALSE(std::filesystem::exists(place_ + "/arguments"));
}

TEST_F(ServeTest, a_configuration_that_does_not_parse_is_told) {
    configure("\nMailFrom=ann\n");
    EXPECT_THAT(answer(mail), HasSubstr("ramd.conf:2: the value must be an address"));
    configure("MailFrom=a@b\n");
    ::chmod(options_.config.c_str(), 0666);
    EXPECT_THAT(answer(mail), HasSubstr("others than root may write"));
}

}  // namespace
}  // namespace ramd::courier
