// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

constexpr const char* locked_line = "alice:!$y$j9T$salt$hash::::::21915:\n";

// Where alice has no profile yet.
struct FreeStage : Stage {
    FreeStage() { client.first_profiles.emplace_back(testing::refusal(Code::no_login_profile)); }
};

CreateVerb generated() {
    CreateVerb verb;
    verb.user = "alice";
    verb.source = PasswordSource::generated;
    return verb;
}

CreateVerb from_stdin() {
    CreateVerb verb = generated();
    verb.source = PasswordSource::standard_input;
    return verb;
}

TEST(Create, the_shadow_password_is_locked_before_ramd_is_asked) {
    FreeStage stage;
    stage.client.will_write(profile_of("alice"), "Generated1");
    std::string seen;
    stage.client.while_asked = [&] { seen = stage.accounts.shadow_text(); };
    EXPECT_EQ(run(generated(), stage.environment), ExitStatus::ok);
    EXPECT_EQ(seen, locked_line);
    EXPECT_EQ(stage.accounts.shadow_text(), locked_line);
    EXPECT_EQ(stage.client.sent.text("ShadowAging"),
              "lock=hash last=19700 min=0 max=99999 warn=7 inactive=-1");
}

TEST(Create, a_generated_password_is_the_only_thing_on_standard_output) {
    FreeStage stage;
    stage.client.will_write(profile_of("alice"), "Generated1");
    EXPECT_EQ(run(generated(), stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(), "Generated1\n");
    EXPECT_THAT(stage.err.str(), Not(HasSubstr("Generated1")));
    EXPECT_TRUE(stage.client.sent.flag("GeneratePassword"));
    EXPECT_TRUE(stage.client.sent.flag("PasswordResetRequired"));
    EXPECT_FALSE(stage.client.password_was_sent);
}

TEST(Create, with_json_the_generated_password_is_in_the_document) {
    FreeStage stage;
    stage.environment.json = true;
    stage.client.will_write({{"UserName", std::string("alice")}}, "Generated1");
    EXPECT_EQ(run(generated(), stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(), "{\"GeneratedPassword\":\"Generated1\",\"UserName\":\"alice\"}\n");
}

TEST(Create, a_password_from_standard_input_goes_nowhere_but_to_ramd) {
    FreeStage stage;
    stage.terminal.lines = {"correct horse"};
    stage.client.will_write(profile_of("alice"));
    EXPECT_EQ(run(from_stdin(), stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.client.sent_password, "correct horse");
    EXPECT_EQ(stage.client.sent.find("Interactive"), nullptr);
    EXPECT_THAT(stage.out.str() + stage.err.str(), Not(HasSubstr("correct horse")));
    for (const auto& command : stage.runner.ran) EXPECT_THAT(command, Not(HasSubstr("horse")));
}

TEST(Create, a_typed_password_is_interactive) {
    FreeStage stage;
    stage.terminal.lines = {"typed twice", "typed twice"};
    stage.client.will_write(profile_of("alice"));
    CreateVerb verb = generated();
    verb.source = PasswordSource::terminal;
    EXPECT_EQ(run(verb, stage.environment), ExitStatus::ok);
    EXPECT_TRUE(stage.client.sent.flag("Interactive"));
    EXPECT_THAT(stage.terminal.prompts, ElementsAre("New password: ", "Retype new password: "));
}

TEST(Create, without_a_password_nothing_is_touched) {
    FreeStage stage;
    stage.terminal.there = false;
    CreateVerb verb = generated();
    verb.source = PasswordSource::terminal;
    EXPECT_EQ(run(verb, stage.environment), ExitStatus::usage);
    EXPECT_THAT(stage.runner.ran, IsEmpty());
    EXPECT_THAT(stage.client.asked, ElementsAre("profile alice"));
}

TEST(Create, a_refused_create_gives_the_shadow_entry_back) {
    FreeStage stage;
    stage.client.next_written = testing::refusal(Code::password_too_weak);
    stage.terminal.lines = {"x"};
    EXPECT_EQ(run(from_stdin(), stage.environment), ExitStatus::password_refused);
    EXPECT_EQ(stage.accounts.shadow_text(), Stage::shadow_line);
    EXPECT_EQ(stage.err.str(),
              "ramctl: InvalidParameter.Password.TooWeak: a sentence (request 0123)\n");
}

TEST(Create, ramd_that_is_not_there_gives_the_shadow_entry_back) {
    FreeStage stage;
    stage.client.next_written = NoAnswer{"no socket", false};
    EXPECT_EQ(run(generated(), stage.environment), ExitStatus::unavailable);
    EXPECT_EQ(stage.accounts.shadow_text(), Stage::shadow_line);
    EXPECT_THAT(stage.client.asked, ElementsAre("profile alice", "create alice"));
}

TEST(Create, an_entry_that_cannot_be_locked_stops_it) {
    FreeStage stage;
    stage.runner.broken = "/usr/bin/chage";
    EXPECT_EQ(run(generated(), stage.environment), ExitStatus::unavailable);
    EXPECT_THAT(stage.client.asked, ElementsAre("profile alice"));
    EXPECT_THAT(stage.accounts.shadow_text(), HasSubstr("alice:$y$"));
}

TEST(Create, keep_shadow_touches_nothing_and_names_the_risk) {
    FreeStage stage;
    stage.client.will_write(profile_of("alice"), "Generated1");
    CreateVerb verb = generated();
    verb.keep_shadow = true;
    EXPECT_EQ(run(verb, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.runner.ran, IsEmpty());
    EXPECT_TRUE(stage.client.sent.flag("ShadowKept"));
    EXPECT_THAT(stage.err.str(), HasSubstr("Risk: "));
}

TEST(Create, others_than_root_need_keep_shadow_for_a_local_account) {
    FreeStage stage;
    stage.environment.caller = {1001, "bob"};
    EXPECT_EQ(run(generated(), stage.environment), ExitStatus::not_permitted);
    EXPECT_THAT(stage.client.asked, IsEmpty());
    EXPECT_THAT(stage.err.str(), HasSubstr("ramctl: NoPermission: only root"));
    CreateVerb remote = generated();
    remote.user = "carol";
    stage.client.will_write(profile_of("carol"), "Generated1");
    EXPECT_EQ(run(remote, stage.environment), ExitStatus::ok);
}

TEST(Create, a_name_that_cannot_be_ours_is_answered_without_a_call) {
    FreeStage stage;
    for (const char* name : {"DOMAIN\\alice", "a@b", "1000", "a b", ""}) {
        CreateVerb verb = generated();
        verb.user = name;
        EXPECT_EQ(run(verb, stage.environment), ExitStatus::not_found) << name;
    }
    EXPECT_THAT(stage.client.asked, IsEmpty());
    EXPECT_THAT(stage.runner.ran, IsEmpty());
}

// A signal in the middle waits until the create is settled.
TEST(Create, a_signal_leaves_nothing_half_done) {
    FreeStage stage;
    stage.client.next_written = testing::refusal(Code::password_reused);
    stage.client.while_asked = [] { std::raise(SIGTERM); };
    EXPECT_EXIT(
        {
            (void)run(generated(), stage.environment);
            std::exit(0);
        },
        ::testing::KilledBySignal(SIGTERM), "");
    EXPECT_EQ(stage.accounts.shadow_text(), Stage::shadow_line);
}

TEST(Create, every_option_has_its_setting) {
    FreeStage stage;
    stage.client.will_write(profile_of("alice"), "Generated1");
    CreateVerb verb = generated();
    verb.options = {false, true, "a@example.org", "+49"};
    verb.inactive = verb.system = true;
    EXPECT_EQ(run(verb, stage.environment), ExitStatus::ok);
    const Fields& sent = stage.client.sent;
    EXPECT_EQ(std::get<bool>(*sent.find("PasswordResetRequired")), false);
    EXPECT_TRUE(sent.flag("MFABindRequired") && sent.flag("System"));
    EXPECT_EQ(sent.text("Status"), "Inactive");
    EXPECT_EQ(sent.text("RecoveryEmail"), "a@example.org");
    EXPECT_EQ(sent.text("RecoveryMobile"), "+49");
}

}  // namespace
}  // namespace ramctl
