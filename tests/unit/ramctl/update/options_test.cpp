// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/options.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>
#include <vector>

namespace ramctl::update {
namespace {

Options parse(std::vector<std::string> words) {
    words.insert(words.begin(), "ramd-weak-list-update");
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    return parse_options(static_cast<int>(words.size()), argv.data());
}

TEST(Options, systemd_says_where_the_cache_is) {
    ::unsetenv("CACHE_DIRECTORY");
    EXPECT_EQ(parse({}).cache, "/var/cache/ramd-weak-list");
    ::setenv("CACHE_DIRECTORY", "/var/cache/other", 1);
    EXPECT_EQ(parse({}).cache, "/var/cache/other");
    EXPECT_EQ(parse({"--cache=/c"}).cache, "/c");
    ::unsetenv("CACHE_DIRECTORY");
}

TEST(Options, are_taken_and_nothing_else_is) {
    const Options options = parse({"--config=/f", "--full", "--version"});
    EXPECT_EQ(options.config, "/f");
    EXPECT_TRUE(options.full && options.version);
    EXPECT_THROW((void)parse({"--fast"}), std::invalid_argument);
    EXPECT_THROW((void)parse({"file"}), std::invalid_argument);
}

}  // namespace
}  // namespace ramctl::update
