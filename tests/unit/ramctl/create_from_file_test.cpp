// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

#include "ramctl/verbs.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ramauth::Code;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::profile_of;
using testing::Stage;

// Nobody has a profile, and ramd makes one for everybody.
struct FileStage : Stage {
    FileStage() {
        client.next_profile = testing::refusal(Code::no_login_profile);
        client.will_write(profile_of("somebody"), "Generated1");
        write("user\nann\nben\ncleo\n");
    }
    [[nodiscard]] std::string csv() const { return accounts.passwd() + ".csv"; }
    [[nodiscard]] std::string passwords() const { return csv() + ".passwords"; }
    void write(const std::string& text) const { std::ofstream(csv()) << text; }
    [[nodiscard]] std::string passwords_text() const {
        std::ifstream file(passwords());
        return {std::istreambuf_iterator<char>(file), {}};
    }
    ExitStatus run_it() { return run(CreateFromFileVerb{csv(), "", false}, environment); }
};

TEST(CreateFromFile, every_row_is_made_and_its_password_goes_to_the_file_only) {
    FileStage stage;
    EXPECT_EQ(stage.run_it(), ExitStatus::ok);
    EXPECT_EQ(stage.passwords_text(), "ann\tGenerated1\nben\tGenerated1\ncleo\tGenerated1\n");
    EXPECT_THAT(stage.out.str() + stage.err.str(), Not(HasSubstr("Generated1")));
    EXPECT_EQ(stage.out.str(),
              "LINE  USER  OUTCOME  WHY\n"
              "2     ann   made\n"
              "3     ben   made\n"
              "4     cleo  made\n");
    EXPECT_TRUE(stage.client.sent.flag("GeneratePassword"));
    EXPECT_TRUE(stage.client.sent.flag("PasswordResetRequired"));
}

TEST(CreateFromFile, the_password_of_a_row_is_written_before_the_next_row) {
    FileStage stage;
    std::vector<std::string> seen;
    stage.client.while_asked = [&] { seen.push_back(stage.passwords_text()); };
    EXPECT_EQ(stage.run_it(), ExitStatus::ok);
    EXPECT_THAT(seen, ElementsAre("", "ann\tGenerated1\n", "ann\tGenerated1\nben\tGenerated1\n"));
}

TEST(CreateFromFile, a_row_that_is_refused_does_not_stop_the_others) {
    FileStage stage;
    int asked = 0;
    stage.client.while_asked = [&] {
        ++asked;
        if (asked == 2)
            stage.client.next_written = testing::refusal(Code::no_such_user);
        else
            stage.client.will_write(profile_of("somebody"), "Generated1");
    };
    EXPECT_EQ(stage.run_it(), ExitStatus::attention);
    EXPECT_THAT(stage.out.str(),
                HasSubstr("3     ben   not done  EntityNotExist.User: a sentence"));
    EXPECT_THAT(stage.err.str(), HasSubstr("1 of 3 were not done"));
    EXPECT_EQ(stage.passwords_text(), "ann\tGenerated1\ncleo\tGenerated1\n");
}

TEST(CreateFromFile, run_again_it_does_the_rest) {
    FileStage stage;
    stage.write("user\nann\n");
    EXPECT_EQ(stage.run_it(), ExitStatus::ok);
    stage.write("user\nann\nben\ncleo\n");
    stage.client.asked.clear();
    stage.client.first_profiles = {profile_of("ann"), profile_of("ben")};
    stage.out.str("");
    EXPECT_EQ(stage.run_it(), ExitStatus::ok);
    EXPECT_THAT(stage.client.asked,
                ElementsAre("profile ann", "profile ben", "profile cleo", "create cleo"));
    EXPECT_THAT(stage.out.str(), HasSubstr("2     ann   already there\n"));
    EXPECT_THAT(stage.out.str(), HasSubstr("3     ben   already there  no password for it in "));
    EXPECT_THAT(stage.out.str(), HasSubstr("ramctl reset-password --generate ben"));
    EXPECT_THAT(stage.err.str(), HasSubstr("1 have a profile whose password is not in "));
}

TEST(CreateFromFile, a_row_has_the_shadow_path_of_create) {
    FileStage stage;
    stage.write("user\nalice\n");
    std::string seen;
    stage.client.while_asked = [&] { seen = stage.accounts.shadow_text(); };
    stage.client.next_written = testing::refusal(Code::recovery_email_exists);
    EXPECT_EQ(stage.run_it(), ExitStatus::attention);
    EXPECT_THAT(seen, HasSubstr("alice:!$y$"));
    EXPECT_EQ(stage.accounts.shadow_text(), Stage::shadow_line);
}

TEST(CreateFromFile, a_file_with_a_fault_stops_before_anything_is_done) {
    FileStage stage;
    stage.write("user,status\nann,active\nben,asleep\n");
    EXPECT_EQ(stage.run_it(), ExitStatus::usage);
    EXPECT_THAT(stage.err.str(), HasSubstr(stage.csv() + ":3: status must be"));
    EXPECT_THAT(stage.client.asked, IsEmpty());
    EXPECT_FALSE(std::filesystem::exists(stage.passwords()));
    EXPECT_EQ(run(CreateFromFileVerb{"/nowhere/users.csv", "", false}, stage.environment),
              ExitStatus::usage);
}

TEST(CreateFromFile, a_passwords_file_that_others_may_read_stops_it) {
    FileStage stage;
    std::ofstream(stage.passwords()) << "";
    ::chmod(stage.passwords().c_str(), 0644);
    EXPECT_EQ(stage.run_it(), ExitStatus::usage);
    EXPECT_THAT(stage.err.str(), HasSubstr("InvalidParameter.Passwords.Format"));
    EXPECT_THAT(stage.client.asked, IsEmpty());
}

TEST(CreateFromFile, where_ramd_does_not_answer_the_rest_is_not_tried) {
    FileStage stage;
    stage.environment.json = true;
    stage.client.next_profile = NoAnswer{"no socket"};
    EXPECT_EQ(stage.run_it(), ExitStatus::attention);
    EXPECT_THAT(stage.client.asked, ElementsAre("profile ann"));
    EXPECT_EQ(stage.out.str(),
              "{\"Passwords\":\"" + stage.passwords() +
                  "\",\"Made\":0,\"AlreadyThere\":0,\"NotDone\":1,\"NotTried\":2,\"Rows\":["
                  "{\"Line\":2,\"UserName\":\"ann\",\"Outcome\":\"NotDone\",\"Code\":"
                  "\"ServiceFailure\",\"Reason\":\"ramd does not answer (no socket)\"},"
                  "{\"Line\":3,\"UserName\":\"ben\",\"Outcome\":\"NotTried\",\"Reason\":"
                  "\"ramd did not answer\"},"
                  "{\"Line\":4,\"UserName\":\"cleo\",\"Outcome\":\"NotTried\",\"Reason\":"
                  "\"ramd did not answer\"}]}\n");
}

void run_with_report(FileStage& stage, const std::string& report) {
    std::ofstream file(report);
    Environment to_file{stage.client, stage.terminal,   stage.shadow, stage.events,
                        stage.host,   stage.processes,  file,         stage.err,
                        {0, "root"},  testing::test_now};
    (void)run(CreateFromFileVerb{stage.csv(), "", false}, to_file);
}

// The report comes first, and then the signal.
TEST(CreateFromFile, a_signal_ends_it_between_two_rows_with_a_report) {
    FileStage stage;
    stage.client.while_asked = [] { std::raise(SIGINT); };
    const std::string report = stage.accounts.passwd() + ".report";
    EXPECT_EXIT(run_with_report(stage, report), ::testing::KilledBySignal(SIGINT), "");
    EXPECT_EQ(stage.passwords_text(), "ann\tGenerated1\n");
    std::ifstream file(report);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    EXPECT_THAT(text, HasSubstr("2     ann   made\n"));
    EXPECT_THAT(text, HasSubstr("3     ben   not tried  a signal came\n"));
}

// The disk is full, as far as this process can tell.
void run_with_nothing_to_write(FileStage& stage) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_FSIZE, &none);
    const bool attention = stage.run_it() == ExitStatus::attention;
    const std::string told = stage.out.str();
    const auto has = [&told](const char* text) { return told.find(text) != std::string::npos; };
    const bool all = has("could not be written") && has("reset-password --generate ann") &&
                     has("ben   not tried");
    std::_Exit(attention && all ? 0 : 1);
}

TEST(CreateFromFile, a_password_that_cannot_be_written_is_told_and_stops_it) {
    FileStage stage;
    EXPECT_EXIT(run_with_nothing_to_write(stage), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace ramctl
