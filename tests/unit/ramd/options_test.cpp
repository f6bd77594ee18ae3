// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/options.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace ramd {
namespace {

Options parse(std::vector<std::string> words) {
    words.insert(words.begin(), "ramd");
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    return parse_options(static_cast<int>(words.size()), arguments.data());
}

TEST(Options, are_the_places_of_an_installed_host_by_default) {
    const Options options = parse({});
    EXPECT_EQ(options.config, "/etc/ramd.conf");
    EXPECT_EQ(options.state, "/var/lib/ramd");
    EXPECT_EQ(options.markers, "/var/lib/ramd-managed");
    EXPECT_EQ(options.removed, "/var/lib/ramd-removed");
    EXPECT_EQ(options.courier, "/run/ramd/courier");
    EXPECT_EQ(options.bus, "unix:path=/run/dbus/system_bus_socket");
    EXPECT_TRUE(options.socket.empty());
    EXPECT_FALSE(options.init_store);
}

TEST(Options, name_other_places) {
    const Options options = parse({"--state", "/s", "--socket=/l", "--no-bus", "--init-store",
                                   "--key", "/k", "--courier", "/c"});
    EXPECT_EQ(options.state, "/s");
    EXPECT_EQ(options.socket, "/l");
    EXPECT_EQ(options.key, "/k");
    EXPECT_EQ(options.courier, "/c");
    EXPECT_TRUE(options.bus.empty());
    EXPECT_TRUE(options.init_store);
}

TEST(Options, that_are_not_understood_are_refused) {
    EXPECT_THROW((void)parse({"--sate", "/s"}), std::invalid_argument);
    EXPECT_THROW((void)parse({"--state"}), std::invalid_argument);
    EXPECT_THROW((void)parse({"word"}), std::invalid_argument);
}

}  // namespace
}  // namespace ramd
