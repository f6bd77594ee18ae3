// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "ramctl/verbs.h"
#include "shared/qr_picture.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ramauth::Code;
using ramauth::QrColours;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using testing::Stage;

constexpr const char* recovery_codes = "AAAA-BBBB\nCCCC-DDDD\n";
constexpr const char* seed_line = "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ\n";

std::string picture(QrColours colours = QrColours::plain) {
    return std::string(ramauth::qr_picture(testing::test_uri, colours)->view());
}

std::string seed_text(QrColours colours = QrColours::plain) {
    return picture(colours) + testing::test_uri + "\n" + seed_line;
}

// bob, who is nobody but himself, at his terminal, with the two right codes.
struct BindStage : Stage {
    BindStage() {
        environment.caller = {1001, "bob"};
        environment.typed = true;
        terminal.lines = {"123456", "654321"};
        client.binds = {Done{}};
    }
    void is_refused_first(int times) {
        for (int i = 0; i < times; ++i)
            client.binds.push_front(testing::refusal(Code::binding_codes_wrong));
    }
};

TEST(MfaBind, two_codes_bind_and_the_recovery_codes_are_the_end_of_the_answer) {
    BindStage stage;
    EXPECT_EQ(run(MfaBindVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.client.asked, ElementsAre("mfa bob", "create-mfa bob", "bind-mfa bob"));
    EXPECT_THAT(stage.client.sent_codes, ElementsAre("123456", "654321"));
    EXPECT_EQ(stage.client.sent_algorithm, MfaAlgorithm::sha1);
    EXPECT_THAT(stage.terminal.prompts, ElementsAre("Verification code: ", "Verification code: "));
    EXPECT_EQ(stage.out.str(), seed_text() + recovery_codes);
    EXPECT_THAT(stage.err.str(), HasSubstr("comes within 30 seconds"));
    EXPECT_THAT(stage.err.str(), HasSubstr("good for one logon"));
}

TEST(MfaBind, secrets_go_past_every_buffer_and_not_to_standard_error) {
    BindStage stage;
    EXPECT_EQ(run(MfaBindVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.terminal.secrets_written, HasSubstr(testing::test_uri));
    EXPECT_THAT(stage.terminal.secrets_written, HasSubstr(recovery_codes));
    for (const char* secret : {testing::test_seed, "GEZD GNBV", "otpauth", "AAAA", "123456"})
        EXPECT_THAT(stage.err.str(), Not(HasSubstr(secret)));
}

TEST(MfaBind, the_picture_has_colours_where_they_may_be_written) {
    BindStage stage;
    stage.environment.colour = true;
    EXPECT_EQ(run(MfaBindVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(), seed_text(QrColours::terminal) + recovery_codes);
}

TEST(MfaBind, sha256_is_asked_for) {
    BindStage stage;
    EXPECT_EQ(run(MfaBindVerb{{}, MfaAlgorithm::sha256}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.client.sent_algorithm, MfaAlgorithm::sha256);
}

TEST(MfaBind, a_wrong_pair_may_be_tried_again_three_times_in_all) {
    BindStage stage;
    stage.is_refused_first(2);
    stage.terminal.lines = {"111111", "222222", "333333", "444444", "555555", "666666"};
    EXPECT_EQ(run(MfaBindVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.client.sent_codes,
                ElementsAre("111111", "222222", "333333", "444444", "555555", "666666"));
    EXPECT_THAT(stage.err.str(), HasSubstr("ramctl: CheckAuthenticationCodeFail: "));
}

TEST(MfaBind, the_third_wrong_pair_is_the_last) {
    BindStage stage;
    stage.is_refused_first(3);
    stage.terminal.lines = {"111111", "222222", "333333", "444444",
                            "555555", "666666", "777777", "888888"};
    EXPECT_EQ(run(MfaBindVerb{}, stage.environment), ExitStatus::wrong_password);
    EXPECT_THAT(stage.client.sent_codes, SizeIs(6));
    EXPECT_EQ(stage.out.str(), seed_text());
}

TEST(MfaBind, another_refusal_is_the_end) {
    BindStage stage;
    stage.client.binds = {testing::refusal(Code::no_mfa_device)};
    EXPECT_EQ(run(MfaBindVerb{}, stage.environment), ExitStatus::not_found);
    EXPECT_THAT(stage.client.sent_codes, SizeIs(2));
}

TEST(MfaBind, what_is_no_code_is_never_sent) {
    BindStage stage;
    stage.terminal.lines = {"12345", "1234567", "letter"};
    EXPECT_EQ(run(MfaBindVerb{}, stage.environment), ExitStatus::usage);
    EXPECT_THAT(stage.client.asked, ElementsAre("mfa bob", "create-mfa bob"));
    EXPECT_THAT(stage.err.str(), HasSubstr("ramctl: InvalidParameter.Code.Format: a code is the "
                                           "six digits that the device shows\n"));
}

TEST(MfaBind, a_script_gives_a_code_a_line_and_has_one_pair) {
    BindStage stage;
    stage.environment.typed = false;
    EXPECT_EQ(run(MfaBindVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.terminal.prompts, IsEmpty());
    EXPECT_THAT(stage.client.sent_codes, ElementsAre("123456", "654321"));

    stage.is_refused_first(1);
    stage.terminal.lines = {"111111", "222222", "333333", "444444"};
    EXPECT_EQ(run(MfaBindVerb{}, stage.environment), ExitStatus::wrong_password);
    EXPECT_THAT(stage.terminal.lines, SizeIs(2));
}

TEST(MfaBind, a_bound_device_is_told_before_anything_is_shown) {
    BindStage stage;
    stage.client.next_mfa_info = testing::bound_device();
    EXPECT_EQ(run(MfaBindVerb{}, stage.environment), ExitStatus::conflict);
    EXPECT_THAT(stage.client.asked, ElementsAre("mfa bob"));
    EXPECT_EQ(stage.out.str(), "");
    EXPECT_EQ(stage.err.str(),
              "ramctl: EntityAlreadyExists.User.MFADevice: bob has a second factor: first use "
              "ramctl mfa unbind\n");
}

TEST(MfaBind, root_is_told_of_every_account) {
    BindStage stage;
    stage.environment.caller = {0, "root"};
    stage.client.next_mfa_info = testing::bound_device();
    EXPECT_EQ(run(MfaBindVerb{"alice"}, stage.environment), ExitStatus::conflict);
    EXPECT_THAT(stage.client.asked, ElementsAre("mfa alice"));
}

TEST(MfaBind, of_another_account_nothing_is_asked_that_polkit_would_ask_about_once_more) {
    BindStage stage;
    EXPECT_EQ(run(MfaBindVerb{"alice"}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.client.asked, ElementsAre("create-mfa alice", "bind-mfa alice"));
}

TEST(MfaBind, who_may_not_is_told_so_and_sees_no_seed) {
    BindStage stage;
    stage.client.next_seed = testing::refusal(Code::change_not_allowed);
    EXPECT_EQ(run(MfaBindVerb{}, stage.environment), ExitStatus::not_permitted);
    EXPECT_EQ(stage.out.str(), "");
    EXPECT_THAT(stage.terminal.prompts, IsEmpty());
}

TEST(MfaBind, the_document_begins_with_the_seed_and_ends_with_the_recovery_codes) {
    BindStage stage;
    stage.environment.json = true;
    EXPECT_EQ(run(MfaBindVerb{}, stage.environment), ExitStatus::ok);
    const std::string first_line = stage.out.str().substr(0, stage.out.str().find('\n'));
    EXPECT_THAT(first_line, HasSubstr(testing::test_seed));
    EXPECT_THAT(first_line, Not(HasSubstr("AAAA-BBBB")));
    const auto document = boost::json::parse(stage.out.str());
    EXPECT_EQ(document.at("UserName"), "bob");
    EXPECT_EQ(document.at("Seed"), testing::test_seed);
    EXPECT_EQ(document.at("URI"), testing::test_uri);
    EXPECT_EQ(document.at("RecoveryCodes"), (boost::json::array{"AAAA-BBBB", "CCCC-DDDD"}));
}

}  // namespace
}  // namespace ramctl
