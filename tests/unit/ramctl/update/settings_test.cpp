// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/settings.h"

#include <gmock/gmock.h>

#include <fstream>

namespace ramctl::update {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string fault_of(const std::string& text) {
    try {
        (void)parse_settings(text, "f");
    } catch (const ConfigError& fault) {
        return fault.what();
    }
    return "no fault";
}

TEST(Settings, are_the_defaults_where_nothing_is_said) {
    const Settings settings = parse_settings("# nothing\n", "f");
    EXPECT_EQ(settings.url, "https://api.pwnedpasswords.com");
    EXPECT_EQ(settings.ranges, PrefixSpan{});
    EXPECT_EQ(settings.parallel, 16U);
    EXPECT_EQ(settings.bits_per_entry, 32U);
    EXPECT_EQ(settings.list, "/var/lib/ramd-weak-list/passwords.weak");
    EXPECT_EQ(settings.url_of({0xABCDE}), "https://api.pwnedpasswords.com/range/ABCDE");
}

TEST(Settings, take_every_key) {
    const Settings settings = parse_settings(
        "Url=https://mirror.test:8443/a/b//\nRanges=00000-000FF\nParallel=64\nMinimumCount=10\n"
        "BitsPerEntry=18\nTries=3\nRefreshDays=0\nCAFile=/etc/ca.pem\nList=/srv/list\n",
        "f");
    EXPECT_EQ(settings.url, "https://mirror.test:8443/a/b");
    EXPECT_EQ(settings.ranges.size(), 256U);
    EXPECT_EQ(settings.parallel, 64U);
    EXPECT_EQ(settings.minimum_count, 10U);
    EXPECT_EQ(settings.bits_per_entry, 18U);
    EXPECT_EQ(settings.tries, 3U);
    EXPECT_EQ(settings.refresh, std::chrono::days(0));
    EXPECT_EQ(settings.ca_file, "/etc/ca.pem");
    EXPECT_EQ(settings.list, "/srv/list");
}

TEST(Settings, a_url_is_https_a_host_and_a_path) {
    EXPECT_THAT(fault_of("Url=http://a.test"), HasSubstr("https://"));
    EXPECT_THAT(fault_of("Url=https://"), HasSubstr("no host"));
    EXPECT_THAT(fault_of("Url=https:///range"), HasSubstr("no host"));
    for (const char* url : {"https://me:secret@a.test", "https://a.test/?q", "https://a.test/#f",
                            "https://a b.test", "https://\xC3\xA9.test", "https://a.test/{x}"})
        EXPECT_THAT(fault_of(std::string("Url=") + url), HasSubstr("nothing else")) << url;
    EXPECT_THAT(fault_of("Url=https://a.test/" + std::string(900, 'a')), HasSubstr("longer"));
}

TEST(Settings, what_is_wrong_is_named_with_its_line) {
    EXPECT_THAT(fault_of("Url=https://a.test\nPararell=3"), StartsWith("f:2: there is no key"));
    EXPECT_THAT(fault_of("Parallel=65"), HasSubstr("1 to 64"));
    EXPECT_THAT(fault_of("BitsPerEntry=9"), HasSubstr("10 to 32"));
    EXPECT_THAT(fault_of("Ranges=0-F"), HasSubstr("five digits"));
    EXPECT_THAT(fault_of("List=here"), HasSubstr("absolute"));
    EXPECT_THAT(fault_of("Tries=0"), HasSubstr("1 to 100"));
}

// The installed file says the defaults in its comments.
TEST(Settings, the_installed_file_parses_with_every_default_taken_at_its_word) {
    std::ifstream file(RAMAUTH_SOURCE "/systemd/ramd-weak-list.conf");
    std::string text, line;
    while (std::getline(file, line)) {
        const bool key =
            line.size() > 1 && line[0] == '#' && line[1] != ' ' && line.find('=') + 1 < line.size();
        text += key ? line.substr(1) + "\n" : "\n";
    }
    const Settings said = parse_settings(text, "f");
    const Settings defaults;
    EXPECT_THAT(text, HasSubstr("Url=https"));
    EXPECT_EQ(said.url, defaults.url);
    EXPECT_EQ(said.ranges, defaults.ranges);
    EXPECT_EQ(said.parallel, defaults.parallel);
    EXPECT_EQ(said.minimum_count, defaults.minimum_count);
    EXPECT_EQ(said.bits_per_entry, defaults.bits_per_entry);
    EXPECT_EQ(said.tries, defaults.tries);
    EXPECT_EQ(said.refresh, defaults.refresh);
    EXPECT_EQ(said.list, defaults.list);
}

}  // namespace
}  // namespace ramctl::update
