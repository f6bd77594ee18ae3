// SPDX-License-Identifier: LGPL-2.1-or-later
// `ramctl weak-list …`: from the arguments to a verb.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ramctl/command_line.h"

namespace ramctl {
namespace {

using ramauth::weak_list::TextFormat;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Arguments = std::vector<std::string>;

template <typename T>
T parsed(Arguments arguments) {
    arguments.insert(arguments.begin(), "weak-list");
    const auto line = parse_command_line(std::move(arguments));
    if (const auto* refusal = std::get_if<Refusal>(&line)) ADD_FAILURE() << refusal->sentence;
    return std::get<T>(std::get<CommandLine>(line).verb);
}

// Empty where there is none.
std::string complaint(Arguments arguments) {
    arguments.insert(arguments.begin(), "weak-list");
    const auto line = parse_command_line(std::move(arguments));
    const auto* refusal = std::get_if<Refusal>(&line);
    if (refusal == nullptr) return {};
    EXPECT_EQ(ramauth::exit_status(refusal->code), ExitStatus::usage) << refusal->sentence;
    return refusal->sentence;
}

TEST(WeakListVerbs, those_without_options) {
    (void)parsed<WeakListStatusVerb>({"status"});
    (void)parsed<WeakListMergeVerb>({"merge"});
    (void)parsed<WeakListReloadVerb>({"reload"});
    EXPECT_NE(complaint({}), "");
    EXPECT_EQ(complaint({"bogus"}), "there is no verb 'weak-list bogus'; see ramctl --help");
}

TEST(WeakListVerbs, check_asks_at_the_terminal_and_ramd_unless_told_otherwise) {
    const auto plain = parsed<WeakListCheckVerb>({"check"});
    EXPECT_FALSE(plain.password_stdin || plain.list);
    const auto other = parsed<WeakListCheckVerb>({"check", "--password-stdin", "--list=a.weak"});
    EXPECT_TRUE(other.password_stdin);
    EXPECT_EQ(other.list, "a.weak");
}

TEST(WeakListVerbs, a_password_is_no_argument) {
    EXPECT_NE(complaint({"check", "hunter2"}), "");
    EXPECT_NE(complaint({"check", "--password=hunter2"}), "");
}

TEST(WeakListVerbs, add_takes_files) {
    EXPECT_THAT(parsed<WeakListAddVerb>({"add"}).files, IsEmpty());
    const auto verb = parsed<WeakListAddVerb>({"add", "--hashes", "a", "-"});
    EXPECT_THAT(verb.files, ElementsAre("a", "-"));
    EXPECT_TRUE(verb.hashes);
}

TEST(WeakListVerbs, build_has_the_defaults_of_the_format) {
    const auto verb = parsed<WeakListBuildVerb>({"build", "words.txt", "-o", "out.weak"});
    EXPECT_THAT(verb.sources, ElementsAre("words.txt"));
    EXPECT_EQ(verb.output, "out.weak");
    EXPECT_EQ(verb.bits, 32U);
    EXPECT_EQ(verb.minimum_count, 1U);
    EXPECT_EQ(verb.format, TextFormat::automatic);
    EXPECT_EQ(verb.source, "");
    EXPECT_EQ(verb.date, ramauth::never);
}

TEST(WeakListVerbs, build_takes_all_that_stands_in_the_header) {
    const auto verb = parsed<WeakListBuildVerb>({"build", "a", "-", "--output=out.weak",
                                                 "--bits=18", "--min-count", "3", "--format=hashes",
                                                 "--source=two words", "--date=2026-03-01"});
    EXPECT_THAT(verb.sources, ElementsAre("a", "-"));
    EXPECT_EQ(verb.output, "out.weak");
    EXPECT_EQ(verb.bits, 18U);
    EXPECT_EQ(verb.minimum_count, 3U);
    EXPECT_EQ(verb.format, TextFormat::hashes);
    EXPECT_EQ(verb.source, "two words");
    EXPECT_EQ(verb.date, std::chrono::sys_days(std::chrono::days(20513)));
    EXPECT_EQ(parsed<WeakListBuildVerb>({"build", "a", "-o", "b", "--format=words"}).format,
              TextFormat::words);
}

TEST(WeakListVerbs, build_says_what_a_value_must_be) {
    const auto with = [](const char* option) {
        return complaint({"build", "a", "-o", "b", option});
    };
    for (const char* option : {"--bits=9", "--bits=33", "--bits=", "--bits=18x", "--bits=-18"})
        EXPECT_EQ(with(option), "bits must be a number from 10 to 32") << option;
    for (const char* option :
         {"--min-count=0", "--min-count=-1", "--min-count=x", "--min-count=18446744073709551616"})
        EXPECT_EQ(with(option), "min-count must be a number from 1") << option;
    for (const char* option : {"--date=2026-02-29", "--date=2026-3-1", "--date=1970-01-01",
                               "--date=today", "--date=2026-13-01", "--date=2026-03-01T00"})
        EXPECT_EQ(with(option), "date must be a day since 1970, as in 2026-03-01") << option;
    EXPECT_EQ(with("--format=ntlm"), "format must be auto, words or hashes");
    EXPECT_EQ(complaint({"build", "a", "-o", "b", "--source", std::string(1025, 'x')}),
              "source must be text of at most 1024 bytes without control characters");
    EXPECT_EQ(complaint({"build", "a", "-o", "b", "--source", "a\nb"}),
              "source must be text of at most 1024 bytes without control characters");
    EXPECT_NE(complaint({"build", "a"}), "");
    EXPECT_NE(complaint({"build", "-o", "b"}), "");
}

}  // namespace
}  // namespace ramctl
