// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/host_names.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace ramd {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using testing::SizeIs;

constexpr const char* hosts =
    "127.0.0.1\tlocalhost\n"
    "# 192.0.2.1 gate.old.example.org\n"
    "127.0.1.1 gate.example.org gate  # gate.not.example.org\n"
    "192.0.2.9 gateway.example.org gateway\n"
    "2001:db8::1 gate.lan gate.example.org";

std::vector<std::string> names_of(const std::string& name, std::string_view text) {
    return host_names(std::array{name}, text);
}

TEST(HostNames, are_the_short_one_and_the_full_ones_of_the_hosts_file) {
    EXPECT_THAT(names_of("gate", hosts), ElementsAre("gate", "gate.example.org", "gate.lan"));
    EXPECT_THAT(names_of("gate", "127.0.1.1 GATE.Harbour.example Gate"),
                ElementsAre("gate", "GATE.Harbour.example"));
    EXPECT_THAT(names_of("other", hosts), ElementsAre("other"));
    EXPECT_THAT(names_of("other", ""), ElementsAre("other"));
}

TEST(HostNames, a_full_name_gives_its_short_one) {
    EXPECT_THAT(names_of("gate.example.com", hosts),
                ElementsAre("gate", "gate.example.com", "gate.example.org", "gate.lan"));
    EXPECT_THAT(names_of("gate.example.org", hosts),
                ElementsAre("gate", "gate.example.org", "gate.lan"));
}

TEST(HostNames, a_host_without_a_name_has_none) {
    EXPECT_THAT(names_of("", hosts), IsEmpty());
    EXPECT_THAT(names_of(".", hosts), IsEmpty());
}

TEST(HostNames, of_a_host_with_two_names_are_those_of_both) {
    EXPECT_THAT(host_names(std::array<std::string, 3>{"tower", "", "gate.lan"}, hosts),
                ElementsAre("tower", "gate", "gate.lan", "gate.example.org"));
}

TEST(HostNames, are_not_without_end) {
    std::string many;
    for (int i = 0; i < 1000; ++i) many += "::1 gate." + std::to_string(i) + "\n";
    EXPECT_THAT(names_of("gate", many), SizeIs(most_host_names));
}

TEST(HostNames, the_file_of_the_name_may_have_comments) {
    EXPECT_EQ(name_in_hostname_file("gate\n"), "gate");
    EXPECT_EQ(name_in_hostname_file("# this host\n\n  gate.lan # not lathe\nlathe"), "gate.lan");
    EXPECT_EQ(name_in_hostname_file(""), "");
    EXPECT_EQ(name_in_hostname_file("#gate"), "");
}

class PresentHostNames : public testing::Test {
protected:
    ~PresentHostNames() override { std::filesystem::remove_all(etc); }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(etc + "/" + name) << text;
    }
    static std::string new_directory() {
        std::string path = testing::TempDir() + "etcXXXXXX";
        if (::mkdtemp(path.data()) == nullptr) throw std::runtime_error("mkdtemp");
        return path;
    }

    const std::string etc = new_directory();
};

TEST_F(PresentHostNames, follow_the_files) {
    const auto without = present_host_names(etc);
    write("hostname", "lighthouse\n");
    write("hosts", "::1 lighthouse.example.org\n");
    EXPECT_THAT(present_host_names(etc), IsSupersetOf({"lighthouse", "lighthouse.example.org"}));
    write("hostname", "harbour");
    EXPECT_THAT(present_host_names(etc), Not(Contains("lighthouse")));
    EXPECT_THAT(present_host_names(etc), Contains("harbour"));
    std::filesystem::remove_all(etc);
    EXPECT_EQ(present_host_names(etc), without) << "and need none";
}

TEST_F(PresentHostNames, come_from_the_beginning_of_a_large_file) {
    write("hostname", "lighthouse");
    const std::string block = "0.0.0.0 " + std::string(55, 'x') + "\n";
    std::string text = "::1 lighthouse.example.org\n";
    while (text.size() < 65'000) text += block;
    write("hosts", text + "::1 " + std::string(500, ' ') + "lighthouse.cut.example\n" + text);
    EXPECT_THAT(present_host_names(etc), Contains("lighthouse.example.org"));
    for (const auto& name : present_host_names(etc)) EXPECT_FALSE(name.starts_with("lighthouse.c"));
}

TEST_F(PresentHostNames, do_not_wait_for_what_is_no_file) {
    ASSERT_EQ(::mkfifo((etc + "/hostname").c_str(), 0600), 0);
    std::filesystem::create_directory(etc + "/hosts");
    EXPECT_EQ(present_host_names(etc), present_host_names(etc + "/nowhere"));
}

}  // namespace
}  // namespace ramd
