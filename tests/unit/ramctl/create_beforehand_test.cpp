// SPDX-License-Identifier: LGPL-2.1-or-later
// What a create looks at before it writes to /etc/shadow, and whose entry it never writes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ramctl/verbs.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ramauth::Code;
using ::testing::Contains;
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

TEST(CreateBeforehand, a_profile_that_exists_is_seen_before_shadow_is_written) {
    Stage stage;
    stage.client.next_profile = profile_of("alice");
    EXPECT_EQ(run(generated(), stage.environment), ExitStatus::conflict);
    EXPECT_THAT(stage.client.asked, ElementsAre("profile alice"));
    EXPECT_THAT(stage.runner.ran, IsEmpty());
    EXPECT_THAT(stage.err.str(),
                HasSubstr("ramctl: EntityAlreadyExists.User.LoginProfile: This account has"));
}

TEST(CreateBeforehand, ramd_that_does_not_answer_is_seen_before_shadow_is_written) {
    Stage stage;
    EXPECT_EQ(run(generated(), stage.environment), ExitStatus::unavailable);
    EXPECT_THAT(stage.client.asked, ElementsAre("profile alice"));
    EXPECT_THAT(stage.runner.ran, IsEmpty());
}

TEST(CreateBeforehand, a_system_account_that_is_not_named_as_one_is_refused_without_a_call) {
    for (const char* uid : {"1", "999", "65534"}) {
        FreeStage stage;
        stage.accounts.write_passwd(std::string("alice:x:") + uid + ":1::/:/bin/sh\n");
        EXPECT_EQ(run(generated(), stage.environment), ExitStatus::conflict) << uid;
        EXPECT_THAT(stage.client.asked, IsEmpty());
        EXPECT_THAT(stage.runner.ran, IsEmpty());
        EXPECT_THAT(stage.err.str(), HasSubstr("ramctl: InvalidUserType: "));
    }
}

TEST(CreateBeforehand, a_system_account_that_is_named_as_one_is_locked_like_others) {
    FreeStage stage;
    stage.accounts.write_passwd("alice:x:999:1::/:/bin/sh\n");
    stage.client.will_write(profile_of("alice"), "Generated1");
    CreateVerb verb = generated();
    verb.system = true;
    EXPECT_EQ(run(verb, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.accounts.shadow_text(), locked_line);
}

TEST(CreateBeforehand, a_password_in_the_passwd_file_is_refused_until_pwconv_was_run) {
    for (const char* field : {"", "$y$j9T$salt$hash"}) {
        FreeStage stage;
        stage.accounts.write_passwd(std::string("alice:") + field + ":1000:1000::/:/bin/sh\n");
        EXPECT_EQ(run(generated(), stage.environment), ExitStatus::unavailable) << field;
        EXPECT_THAT(stage.client.asked, IsEmpty());
        EXPECT_THAT(stage.runner.ran, IsEmpty());
        EXPECT_THAT(stage.err.str(), HasSubstr("pwconv"));
    }
}

TEST(CreateBeforehand, an_entry_that_cannot_be_read_is_not_taken_for_none) {
    for (const bool in_passwd : {false, true}) {
        FreeStage stage;
        const std::string endless = "long:" + std::string(20000, 'x') + ":1:1:::\n";
        if (in_passwd)
            stage.accounts.write_passwd(endless + "alice:x:1000:1000:::\n");
        else
            stage.accounts.write_shadow(endless + Stage::shadow_line);
        EXPECT_THROW((void)run(generated(), stage.environment), AccountsUnreadable);
        EXPECT_THAT(stage.client.asked, Not(Contains("create alice")));
        EXPECT_THAT(stage.runner.ran, IsEmpty());
    }
}

// The module asks nobody about uid 0: a locked entry would leave no way in.
TEST(CreateBeforehand, the_shadow_entry_of_uid_0_is_never_touched_and_the_risk_is_named) {
    for (const char* name : {"root", "toor"}) {
        FreeStage stage;
        const std::string line = std::string(name) + ":$y$j9T$salt$hash:19700:0:99999:7:::\n";
        stage.accounts.write_passwd(std::string(name) + ":x:0:0::/root:/bin/sh\n");
        stage.accounts.write_shadow(line);
        stage.client.will_write(profile_of(name), "Generated1");
        CreateVerb verb = generated();
        verb.user = name;
        EXPECT_EQ(run(verb, stage.environment), ExitStatus::ok);
        EXPECT_EQ(stage.accounts.shadow_text(), line);
        EXPECT_THAT(stage.runner.ran, IsEmpty());
        EXPECT_TRUE(stage.client.sent.flag("ShadowKept"));
        EXPECT_THAT(stage.err.str(), HasSubstr("Risk: "));
    }
}

TEST(CreateBeforehand, whether_uid_0_may_have_a_profile_ramd_says) {
    FreeStage stage;
    stage.client.next_written = testing::refusal(Code::invalid_user_type);
    CreateVerb verb = generated();
    verb.user = "root";
    EXPECT_EQ(run(verb, stage.environment), ExitStatus::conflict);
    EXPECT_THAT(stage.client.asked, ElementsAre("profile root", "create root"));
    EXPECT_THAT(stage.runner.ran, IsEmpty());
}

}  // namespace
}  // namespace ramctl
