// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

#include "policy/weak_list/weak_list.h"
#include "ramctl/verbs.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ramauth::weak_list::ListAnswer;
using ramauth::weak_list::weak_hash;
using ramauth::weak_list::WeakList;
using ::testing::HasSubstr;
using testing::InputFile;
using testing::Stage;

std::string numbers_up_to(unsigned end) {
    std::string words;
    for (unsigned i = 0; i < end; ++i) words += std::to_string(i) + "\n";
    return words;
}

// A folder with words.txt; the list is to be words.weak.
struct BuildStage : Stage {
    BuildStage() { write("words.txt", "hunter2\npassword\n\nletmein\n"); }

    [[nodiscard]] std::string in_folder(const std::string& name) const {
        return accounts.folder() + "/" + name;
    }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(in_folder(name)) << text;
    }
    [[nodiscard]] std::string text_of(const std::string& name) const {
        std::ifstream file(in_folder(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    [[nodiscard]] std::size_t files() const {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(accounts.folder()))
            count += entry.path().empty() ? 0 : 1;
        return count;
    }
    [[nodiscard]] bool has(std::string_view word) const {
        return WeakList::open(in_folder("words.weak")).ask(weak_hash(word)) == ListAnswer::weak;
    }
    ExitStatus build(const std::vector<std::string>& sources = {"words.txt"}) {
        WeakListBuildVerb verb;
        for (const auto& source : sources)
            verb.sources.push_back(source == "-" ? "-" : in_folder(source));
        verb.output = in_folder("words.weak");
        return run(verb, environment);
    }
};

TEST(WeakListBuild, words_become_a_list_and_what_was_made_is_told) {
    BuildStage stage;
    EXPECT_EQ(stage.build(), ExitStatus::ok);
    EXPECT_TRUE(stage.has("hunter2") && stage.has("password") && stage.has("letmein"));
    EXPECT_FALSE(stage.has("correct horse"));
    EXPECT_THAT(stage.out.str(), HasSubstr("          File: " + stage.in_folder("words.weak")));
    EXPECT_THAT(stage.out.str(), HasSubstr("\n       Entries: 3\n"));
    EXPECT_THAT(stage.out.str(), HasSubstr("\nWrong refusals: one in 1,073,741,824\n"));
    EXPECT_THAT(stage.out.str(), HasSubstr("\n         Lines: 3\n"));
    EXPECT_THAT(stage.out.str(), HasSubstr("\n      Left out: 1 "));
    EXPECT_EQ(stage.err.str(), "");
}

TEST(WeakListBuild, hashes_with_counts_words_and_standard_input_go_into_one_list) {
    BuildStage stage;
    stage.write("corpus.txt",
                "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:7\n"
                "F3BBBD66A63D4BF1747940578EC3D0103530E21D:1\n");
    const InputFile input("acme-1999\n");
    stage.environment.input = input.fd();
    WeakListBuildVerb verb;
    verb.sources = {stage.in_folder("corpus.txt"), "-"};
    verb.output = stage.in_folder("words.weak");
    verb.minimum_count = 2;
    verb.bits = 18;
    verb.source = "a corpus";
    verb.date = testing::test_now;
    EXPECT_EQ(run(verb, stage.environment), ExitStatus::ok);
    EXPECT_TRUE(stage.has("password") && stage.has("acme-1999"));
    EXPECT_FALSE(stage.has("hunter2"));
    const auto list = WeakList::open(verb.output);
    EXPECT_EQ(list.header().bits_per_entry, 18U);
    EXPECT_EQ(list.header().minimum_count, 2U);
    EXPECT_EQ(list.header().source, "a corpus");
    EXPECT_EQ(list.header().date, testing::test_now);
}

TEST(WeakListBuild, json_is_one_document) {
    BuildStage stage;
    stage.environment.json = true;
    EXPECT_EQ(stage.build(), ExitStatus::ok);
    EXPECT_THAT(stage.out.str(), HasSubstr("{\"Path\":\"" + stage.in_folder("words.weak") +
                                           "\",\"Entries\":3,\"BitsPerEntry\":32,"
                                           "\"OneWrongRefusalIn\":1073741824,"));
    EXPECT_THAT(stage.out.str(), HasSubstr("\"Date\":null,\"Source\":\"\",\"Lines\":3,"));
}

TEST(WeakListBuild, a_list_in_the_place_is_replaced_and_keeps_its_mode) {
    BuildStage stage;
    stage.write("words.weak", "old");
    ::chmod(stage.in_folder("words.weak").c_str(), 0640);
    EXPECT_EQ(stage.build(), ExitStatus::ok);
    EXPECT_TRUE(stage.has("hunter2"));
    struct stat found {};
    ASSERT_EQ(::stat(stage.in_folder("words.weak").c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 07777U, 0640U);
}

// Reading may take hours: what can be seen to be wrong is told before.
TEST(WeakListBuild, an_output_that_is_no_file_is_refused_before_anything_is_read) {
    BuildStage stage;
    stage.write("other", "mine");
    std::filesystem::create_symlink("other", stage.in_folder("link"));
    std::filesystem::create_directory(stage.in_folder("folder"));
    const InputFile input("hunter2\n");
    stage.environment.input = input.fd();
    for (const std::string& output :
         {stage.in_folder("link"), stage.in_folder("folder"), std::string("/dev/null"),
          stage.in_folder("words.txt/list"), std::string(), stage.in_folder("nowhere/list")}) {
        WeakListBuildVerb verb;
        verb.sources = {"-"};
        verb.output = output;
        EXPECT_EQ(run(verb, stage.environment), ExitStatus::usage) << output;
        EXPECT_EQ(::lseek(input.fd(), 0, SEEK_CUR), 0) << output;
    }
    EXPECT_THAT(stage.err.str(), HasSubstr("is a symbolic link: name the file that is meant"));
    EXPECT_THAT(stage.err.str(), HasSubstr("/dev/null is there and is no regular file"));
    EXPECT_EQ(stage.text_of("other"), "mine");
}

TEST(WeakListBuild, sources_that_cannot_be_read_are_named_before_anything_is_read) {
    BuildStage stage;
    EXPECT_EQ(stage.build({"words.txt", "nowhere"}), ExitStatus::usage);
    EXPECT_THAT(stage.err.str(), HasSubstr("/nowhere cannot be read: No such file"));
    EXPECT_EQ(stage.build({"."}), ExitStatus::usage);
    EXPECT_THAT(stage.err.str(), HasSubstr("is a directory"));
    EXPECT_EQ(stage.build({"-", "-"}), ExitStatus::usage);
    EXPECT_THAT(stage.err.str(), HasSubstr("once only"));
    stage.write("words.weak", "hunter2\n");
    EXPECT_EQ(stage.build({"words.weak"}), ExitStatus::usage);
    EXPECT_THAT(stage.err.str(), HasSubstr("would be replaced by the list"));
    EXPECT_EQ(stage.text_of("words.weak"), "hunter2\n");
}

TEST(WeakListBuild, a_line_that_is_wrong_leaves_the_list_as_it_was) {
    BuildStage stage;
    EXPECT_EQ(stage.build(), ExitStatus::ok);
    const std::string before = stage.text_of("words.weak");
    const std::size_t files = stage.files();
    stage.write("words.txt", "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:7\nhunter2\n");
    EXPECT_EQ(stage.build(), ExitStatus::usage);
    EXPECT_THAT(stage.err.str(), HasSubstr("ramctl: InvalidParameter.WeakList.Format: "));
    EXPECT_THAT(stage.err.str(), HasSubstr("words.txt:2: "));
    stage.write("words.txt", "\n");
    EXPECT_EQ(stage.build(), ExitStatus::usage);
    EXPECT_EQ(stage.text_of("words.weak"), before);
    EXPECT_EQ(stage.files(), files);
}

// The disk is full, as far as this process can tell.
void build_with_little_room(BuildStage& stage) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit little{65536, 65536};
    ::setrlimit(RLIMIT_FSIZE, &little);
    const bool failed = stage.build() != ExitStatus::ok;
    std::_Exit(failed && stage.err.str().find("File too large") != std::string::npos ? 7 : 1);
}

TEST(WeakListBuild, a_full_disk_leaves_the_list_as_it_was_and_no_litter) {
    BuildStage stage;
    EXPECT_EQ(stage.build(), ExitStatus::ok);
    const std::string before = stage.text_of("words.weak");
    stage.write("words.txt", numbers_up_to(200'000));
    const std::size_t files = stage.files();
    EXPECT_EXIT(build_with_little_room(stage), ::testing::ExitedWithCode(7), "");
    EXPECT_EQ(stage.text_of("words.weak"), before);
    EXPECT_EQ(stage.files(), files);
}

// A person presses Ctrl-C at the `looks`-th look at the clock.
void build_interrupted(BuildStage& stage, unsigned looks) {
    stage.environment.progress = true;
    unsigned seen = 0;
    stage.environment.clock = [&] {
        if (++seen == looks) std::raise(SIGINT);
        return std::chrono::steady_clock::time_point{};
    };
    (void)stage.build();
}

TEST(WeakListBuild, a_signal_ends_it_whenever_it_comes_and_leaves_the_list_as_it_was) {
    BuildStage stage;
    EXPECT_EQ(stage.build(), ExitStatus::ok);
    const std::string before = stage.text_of("words.weak");
    stage.write("words.txt", numbers_up_to(150'000));
    const std::size_t files = stage.files();
    for (const unsigned looks : {1U, 10U, 40U, 41U}) {
        EXPECT_EXIT(build_interrupted(stage, looks), ::testing::KilledBySignal(SIGINT), "");
        EXPECT_EQ(stage.text_of("words.weak"), before) << looks;
        EXPECT_EQ(stage.files(), files) << looks;
    }
}

}  // namespace
}  // namespace ramctl
