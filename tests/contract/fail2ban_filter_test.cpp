// SPDX-License-Identifier: LGPL-2.1-or-later
// O5: Debian's fail2ban reads, with the filter that is shipped, the lines that ramd writes.
// RAMAUTH_FAIL2BAN is where its package was unpacked (tests/support/host/needs.sh).
#include <gmock/gmock.h>
#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "ramd/journal.h"

namespace ramd {
namespace {

namespace fs = std::filesystem;
using ramauth::Code;
using testing::ElementsAre;
using testing::IsEmpty;

struct Refused {
    EventKind kind = EventKind::logon_refused;
    Code code = Code::authentication_failed;
    std::string user = "ann";
    std::string service = "sshd";
    std::string host = "192.0.2.7";
    std::string address = {};
    std::string detail = "wrong password";
};

std::string message(const Refused& refused) {
    Request request{"0123456789abcdef0123456789abcdef", {{0}, 42}, {}, Deadline::after({})};
    request.context.service = refused.service;
    request.context.tty = "ssh";
    request.context.remote_host = refused.host;
    request.context.remote_address = refused.address;
    return journal_record({refused.kind, refused.user, refused.code, refused.detail, &request})
        .message;
}

class Fail2banFilter : public testing::Test {
protected:
    void SetUp() override {
        const char* unpacked = std::getenv("RAMAUTH_FAIL2BAN");
        if (unpacked == nullptr) GTEST_SKIP() << "RAMAUTH_FAIL2BAN is not set: ./check sets it";
        package_ = unpacked;
        std::string name = testing::TempDir() + "fail2ban-XXXXXX";
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder_ = name;
        fs::create_directory(folder_ / "filter.d");
        fs::copy_file(RAMAUTH_SOURCE "/ramd/ramauth.fail2ban", folder_ / "filter.d/ramauth.conf");
    }
    void TearDown() override {
        if (!folder_.empty()) fs::remove_all(folder_);
    }

    // The addresses that would be banned for these messages, one a match.
    std::vector<std::string> banned(const std::vector<std::string>& messages) {
        std::ofstream log(folder_ / "log");
        for (const std::string& text : messages)
            log << "Nov 21 09:00:00 host ramd[12]: " << text << "\n";
        log.close();
        const std::string command = "PYTHONDONTWRITEBYTECODE=1 PYTHONPATH='" + package_ +
                                    "/usr/lib/python3/dist-packages' /usr/bin/python3 '" +
                                    package_ + "/usr/bin/fail2ban-regex' -c '" + folder_.string() +
                                    "' -o ip '" + (folder_ / "log").string() + "' '" +
                                    (folder_ / "filter.d/ramauth.conf").string() + "'";
        const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
        std::vector<std::string> found;
        std::array<char, 4096> line{};
        while (std::fgets(line.data(), line.size(), pipe.get()) != nullptr)
            found.emplace_back(line.data(), std::string_view(line.data()).find('\n'));
        return found;
    }

private:
    std::string package_;
    fs::path folder_;
};

TEST_F(Fail2banFilter, O5_finds_the_address_of_each_failure) {
    EXPECT_THAT(banned({message({}), message({.host = "2001:db8::7"}),
                        message({.host = "host.example", .address = "192.0.2.8"}),
                        message({.code = Code::network_not_allowed, .host = "192.0.2.9"}),
                        message({.kind = EventKind::password_change_refused,
                                 .code = Code::old_password_incorrect,
                                 .host = "192.0.2.10"}),
                        message({.user = "", .host = "192.0.2.11", .detail = ""})}),
                ElementsAre("192.0.2.7", "2001:db8::7", "192.0.2.8", "192.0.2.9", "192.0.2.10",
                            "192.0.2.11"));
}

TEST_F(Fail2banFilter, O5_leaves_alone_what_is_no_guess) {
    std::vector<std::string> messages;
    for (const Code code :
         {Code::login_disabled, Code::password_expired, Code::initial_password_expired,
          Code::ticket_expired, Code::limit_exceeded, Code::service_failure, Code::no_login_profile,
          Code::temporarily_unmodifiable, Code::password_too_weak, Code::stale_logon})
        messages.push_back(message({.code = code}));
    messages.push_back(message({.kind = EventKind::logon_allowed}));
    messages.push_back(message({.kind = EventKind::manager_refused}));
    messages.push_back(message({.host = ""}));              // a terminal
    messages.push_back(message({.host = "host.example"}));  // a name is not looked up
    EXPECT_THAT(banned(messages), IsEmpty());
}

TEST_F(Fail2banFilter, O5_takes_no_address_from_what_a_stranger_wrote) {
    const std::string forged = ", from 198.51.100.1: AuthenticationFailed";
    EXPECT_THAT(banned({message({.user = "", .host = "x" + forged}),
                        message({.user = "", .host = "x\nramd[1]: Logon refused" + forged}),
                        message({.host = "198.51.100.1: AuthenticationFailed"}),
                        message({.host = "198.51.100.1.example"}),
                        message({.service = "x" + forged, .host = "host.example"}),
                        message({.code = Code::login_disabled,
                                 .detail = "Logon refused, user ann" + forged})}),
                IsEmpty());
    EXPECT_THAT(banned({message({.detail = "x" + forged})}), ElementsAre("192.0.2.7"));
}

}  // namespace
}  // namespace ramd
