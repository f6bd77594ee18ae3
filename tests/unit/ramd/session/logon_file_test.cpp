// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/logon_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace ramd {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr ramauth::Uid alice{1001};
const AcceptedLogon by_password{"alice", alice, 4711, 7, 123'456'789, "sshd"};
const AcceptedLogon by_key{"alice", alice, 4712, std::nullopt, 123'456'790, "sshd"};

class LogonFileTest : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = testing::TempDir() + "logons-XXXXXX";
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        directory = pattern;
    }
    void TearDown() override { std::filesystem::remove_all(directory); }
    [[nodiscard]] std::string path() const { return directory / "logons"; }
    void write(const std::string& text) const { std::ofstream(path()) << text; }
    [[nodiscard]] std::vector<AcceptedLogon> read() const { return LogonFile(path()).read(); }

    std::filesystem::path directory;
};

TEST_F(LogonFileTest, R4_what_was_appended_is_there_for_the_next_daemon) {
    LogonFile file(path());
    EXPECT_THAT(file.read(), IsEmpty());
    file.append(by_password);
    file.append(by_key);
    EXPECT_THAT(read(), ElementsAre(by_password, by_key));
    file.replace({by_key});
    file.append(by_password);
    EXPECT_THAT(read(), ElementsAre(by_key, by_password));
}

TEST_F(LogonFileTest, lines_that_are_torn_or_of_another_form_are_left_out) {
    write(
        "alice 1001 4711 7 123456789 sshd\n"
        "\n"
        "alice\n"
        " 1001 4711 7 1 sshd\n"
        "alice 1001 4711 7\n"
        "alice 1001 4711 -7 1 sshd\n"
        "alice -1 4711 7 1 sshd\n"
        "alice 4294967296 4711 7 1 sshd\n"
        "alice 1001 4711 7x 1 sshd\n"
        "alice 1001  4711 7 1 sshd\n"
        "alice 1001 4712 - 123456790 sshd\n"
        "alice 1001 4713 7 1234");
    EXPECT_THAT(read(), ElementsAre(by_password, by_key));
}

TEST_F(LogonFileTest, a_service_cannot_make_a_line_of_its_own) {
    LogonFile(path()).append({"alice", alice, 1, 7, 2, "x\n1002 3 7 4 y" + std::string(100, 'z')});
    const auto logons = read();
    ASSERT_EQ(logons.size(), 1U);
    EXPECT_EQ(logons[0].service, "x?1002 3 7 4 y" + std::string(50, 'z'));
}

TEST_F(LogonFileTest, without_a_place_nothing_is_kept_and_nothing_fails) {
    LogonFile nowhere("");
    nowhere.append(by_key);
    nowhere.replace({by_key});
    EXPECT_THAT(nowhere.read(), IsEmpty());
    LogonFile gone((directory / "gone" / "logons").string());
    gone.append(by_key);
    gone.replace({by_key});
    EXPECT_THAT(gone.read(), IsEmpty());
}

}  // namespace
}  // namespace ramd
