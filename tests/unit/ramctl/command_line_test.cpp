// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/command_line.h"

#include <gtest/gtest.h>

#include "ramctl/report.h"

namespace ramctl {
namespace {

template <typename T>
T parsed(std::vector<std::string> arguments) {
    const auto line = parse_command_line(std::move(arguments));
    if (const auto* refusal = std::get_if<Refusal>(&line)) ADD_FAILURE() << refusal->sentence;
    return std::get<T>(std::get<CommandLine>(line).verb);
}

std::string complaint(std::vector<std::string> arguments) {
    const auto line = parse_command_line(std::move(arguments));
    const auto* refusal = std::get_if<Refusal>(&line);
    return refusal == nullptr ? "" : refusal->sentence;
}

bool is_refused(std::vector<std::string> arguments) {
    const auto line = parse_command_line(std::move(arguments));
    const auto* refusal = std::get_if<Refusal>(&line);
    return refusal != nullptr && ramauth::exit_status(refusal->code) == ExitStatus::usage;
}

TEST(CommandLine, create_takes_the_options_of_the_contract) {
    const auto verb = parsed<CreateVerb>({"create", "alice", "--generate", "--reset-required=no",
                                          "--mfa-required", "--inactive", "--email=a@example.org",
                                          "--mobile=+49", "--keep-shadow", "--system"});
    EXPECT_EQ(verb.user, "alice");
    EXPECT_EQ(verb.source, PasswordSource::generated);
    EXPECT_EQ(verb.options.reset_required, false);
    EXPECT_EQ(verb.options.mfa_required, true);
    EXPECT_EQ(verb.options.email, "a@example.org");
    EXPECT_EQ(verb.options.mobile, "+49");
    EXPECT_TRUE(verb.inactive && verb.keep_shadow && verb.system);
}

TEST(CommandLine, what_is_not_named_is_not_set) {
    const auto verb = parsed<SetVerb>({"set", "alice"});
    EXPECT_FALSE(verb.status || verb.options.reset_required || verb.options.mfa_required ||
                 verb.options.email || verb.options.mobile);
}

TEST(CommandLine, an_empty_value_is_empty_and_not_the_next_argument) {
    const auto verb = parsed<CreateVerb>({"create", "alice", "--email=", "--generate"});
    EXPECT_EQ(verb.options.email, "");
    EXPECT_EQ(verb.source, PasswordSource::generated);
}

TEST(CommandLine, words_of_people_become_words_of_the_wire) {
    EXPECT_EQ(parsed<SetVerb>({"set", "alice", "--status=inactive"}).status, "Inactive");
    const auto list =
        parsed<ListVerb>({"list", "--status=ACTIVE", "--password-status=initial-expired"});
    EXPECT_EQ(list.status, "Active");
    EXPECT_EQ(list.password_status, "InitialExpired");
}

TEST(CommandLine, reset_password_demands_a_change_unless_told_not_to) {
    EXPECT_TRUE(parsed<ResetPasswordVerb>({"reset-password", "alice"}).reset_required);
    EXPECT_FALSE(parsed<ResetPasswordVerb>({"reset-password", "alice", "--reset-required=no"})
                     .reset_required);
}

TEST(CommandLine, mfa_is_of_the_caller_unless_somebody_is_named) {
    EXPECT_FALSE(parsed<MfaShowVerb>({"mfa", "show"}).user);
    EXPECT_EQ(parsed<MfaShowVerb>({"mfa", "show", "alice"}).user, "alice");
    EXPECT_EQ(parsed<MfaBindVerb>({"mfa", "bind", ""}).user, "");
    EXPECT_EQ(parsed<MfaBindVerb>({"mfa", "bind"}).algorithm, MfaAlgorithm::sha1);
    EXPECT_EQ(parsed<MfaBindVerb>({"mfa", "bind", "--sha256"}).algorithm, MfaAlgorithm::sha256);
    const auto unbind = parsed<MfaUnbindVerb>({"mfa", "unbind", "alice", "--yes"});
    EXPECT_TRUE(unbind.user == "alice" && unbind.yes);
    EXPECT_TRUE(is_refused({"mfa"}));
    EXPECT_TRUE(is_refused({"mfa", "bind", "alice", "123456"})) << "a code is no argument";
}

TEST(CommandLine, a_reset_by_its_user_excludes_every_other_source) {
    const auto by_user = parsed<ResetPasswordVerb>({"reset-password", "alice", "--by-user"});
    EXPECT_TRUE(by_user.by_user && !by_user.mail);
    EXPECT_TRUE(parsed<ResetPasswordVerb>({"reset-password", "alice", "--by-user", "--mail"}).mail);
    for (const char* other : {"--generate", "--password-stdin", "--reset-required=no"})
        EXPECT_TRUE(is_refused({"reset-password", "alice", "--by-user", other})) << other;
}

TEST(CommandLine, only_what_ramd_makes_can_be_mailed) {
    EXPECT_TRUE(
        parsed<ResetPasswordVerb>({"reset-password", "alice", "--generate", "--mail"}).mail);
    EXPECT_FALSE(parsed<ResetPasswordVerb>({"reset-password", "alice", "--generate"}).mail);
    EXPECT_EQ(complaint({"reset-password", "alice", "--mail"}),
              "--mail requires --generate or --by-user (see ramctl --help)");
    EXPECT_TRUE(is_refused({"reset-password", "alice", "--mail", "--password-stdin"}));
}

TEST(CommandLine, set_forgets_sources) {
    EXPECT_TRUE(parsed<SetVerb>({"set", "alice", "--forget-sources"}).forget_sources);
    EXPECT_FALSE(parsed<SetVerb>({"set", "alice"}).forget_sources);
}

TEST(CommandLine, json_may_stand_before_and_behind_the_verb) {
    for (const auto& arguments : {std::vector<std::string>{"--json", "policy", "show"},
                                  std::vector<std::string>{"policy", "--json", "show"},
                                  std::vector<std::string>{"policy", "show", "--json"}}) {
        const auto line = parse_command_line(arguments);
        ASSERT_TRUE(std::holds_alternative<CommandLine>(line));
        EXPECT_TRUE(std::get<CommandLine>(line).json);
    }
}

TEST(CommandLine, policy_set_takes_several_fields) {
    EXPECT_EQ(parsed<PolicySetVerb>({"policy", "set", "A=1", "B=yes"}).assignments,
              (std::vector<std::string>{"A=1", "B=yes"}));
}

TEST(CommandLine, show_and_sessions_without_a_user_are_the_callers_own) {
    EXPECT_EQ(parsed<ShowVerb>({"show"}).user, std::nullopt);
    EXPECT_EQ(parsed<SessionsVerb>({"sessions"}).user, std::nullopt);
    EXPECT_EQ(parsed<ShowVerb>({"show", "alice"}).user, "alice");
}

TEST(CommandLine, what_is_left_over_is_asked_of_one_account_or_of_all) {
    EXPECT_EQ(parsed<LeftoverVerb>({"sessions", "alice", "--leftover"}).user, "alice");
    EXPECT_EQ(parsed<LeftoverVerb>({"sessions", "--leftover", "--json"}).user, std::nullopt);
    EXPECT_EQ(parsed<LeftoverVerb>({"sessions", "--leftover", ""}).user, "");
    EXPECT_TRUE(is_refused({"revoke", "alice", "--leftover"}));
}

TEST(CommandLine, an_empty_user_was_given) {
    EXPECT_EQ(parsed<ShowVerb>({"show", ""}).user, "");
    EXPECT_EQ(parsed<SessionsVerb>({"sessions", ""}).user, "");
    EXPECT_EQ(parsed<DeleteVerb>({"delete", "", "--yes"}).user, "");
}

TEST(CommandLine, idle_takes_days) {
    EXPECT_EQ(parsed<ListVerb>({"list"}).idle_days, std::nullopt);
    EXPECT_EQ(parsed<ListVerb>({"list", "--idle=0"}).idle_days, 0U);
    EXPECT_EQ(parsed<ListVerb>({"list", "--idle=1095"}).idle_days, 1095U);
    for (const char* option :
         {"--idle=1096", "--idle=-1", "--idle=", "--idle=3d", "--idle=99999999999"}) {
        EXPECT_TRUE(is_refused({"list", option})) << option;
        EXPECT_EQ(complaint({"list", option}), "idle must be a number of days from 0 to 1095");
    }
}

TEST(CommandLine, a_wrong_word_is_answered_with_the_right_ones) {
    for (const char* option : {"--status=Bogus", "--status="})
        EXPECT_EQ(complaint({"list", option}), "status must be active or inactive");
    EXPECT_EQ(complaint({"list", "--password-status=x"}),
              "password-status must be not-initial, initial-valid or initial-expired");
    EXPECT_EQ(complaint({"set", "alice", "--reset-required=maybe"}),
              "reset-required must be yes or no");
}

TEST(CommandLine, a_verb_that_is_not_there_is_named) {
    EXPECT_EQ(complaint({"bogus"}), "there is no verb 'bogus'; see ramctl --help");
    EXPECT_EQ(complaint({"--json", "bogus", "alice"}),
              "there is no verb 'bogus'; see ramctl --help");
    EXPECT_EQ(complaint({"policy", "bogus"}), "there is no verb 'policy bogus'; see ramctl --help");
    EXPECT_EQ(complaint({"create"}).find("there is no verb"), std::string::npos);
}

TEST(CommandLine, many_are_created_from_a_file) {
    const auto verb = parsed<CreateFromFileVerb>(
        {"create", "--from-file=users.csv", "--passwords", "out", "--keep-shadow"});
    EXPECT_EQ(verb.file, "users.csv");
    EXPECT_EQ(verb.passwords, "out");
    EXPECT_TRUE(verb.keep_shadow);
    EXPECT_TRUE(is_refused({"create", "alice", "--from-file=users.csv"}));
    EXPECT_TRUE(is_refused({"create", "--from-file=users.csv", "--password-stdin"}));
    EXPECT_TRUE(is_refused({"create", "--from-file=users.csv", "--email=a@example.org"}));
    EXPECT_TRUE(is_refused({"create", "--from-file="}));
    EXPECT_TRUE(is_refused({"create", "alice", "--passwords=out"}));
}

TEST(CommandLine, presets_and_the_preference) {
    (void)parsed<PolicyPresetsVerb>({"policy", "presets"});
    EXPECT_EQ(parsed<PolicyDiffVerb>({"policy", "diff", "aws-iam"}).name, "aws-iam");
    const auto preset = parsed<PolicyPresetVerb>({"policy", "preset", "cis-debian", "--yes"});
    EXPECT_EQ(preset.name, "cis-debian");
    EXPECT_TRUE(preset.yes);
    (void)parsed<PreferenceShowVerb>({"preference", "show"});
    EXPECT_EQ(parsed<PreferenceSetVerb>({"preference", "set", "A=1,2", "B="}).assignments,
              (std::vector<std::string>{"A=1,2", "B="}));
    EXPECT_TRUE(is_refused({"policy", "preset"}));
    EXPECT_TRUE(is_refused({"preference", "set"}));
    EXPECT_EQ(complaint({"preference", "bogus"}),
              "there is no verb 'preference bogus'; see ramctl --help");
}

TEST(CommandLine, log_takes_a_user_and_a_time) {
    const auto verb = parsed<LogVerb>({"log", "alice", "--since=-1h", "--json"});
    EXPECT_EQ(verb.user, "alice");
    EXPECT_EQ(verb.since, "-1h");
    EXPECT_EQ(parsed<LogVerb>({"log", "--since", "2 days ago"}).since, "2 days ago");
    EXPECT_EQ(parsed<LogVerb>({"log"}).since, std::nullopt);
}

TEST(CommandLine, destructive_verbs_take_yes) {
    EXPECT_TRUE(parsed<DeleteVerb>({"delete", "alice", "--yes"}).yes);
    EXPECT_TRUE(parsed<RevokeVerb>({"revoke", "alice", "-y"}).yes);
}

TEST(CommandLine, what_is_wrong_ends_with_2) {
    EXPECT_TRUE(is_refused({}));
    EXPECT_TRUE(is_refused({"frobnicate"}));
    EXPECT_TRUE(is_refused({"create"}));
    EXPECT_TRUE(is_refused({"create", "alice", "bob"}));
    EXPECT_TRUE(is_refused({"create", "alice", "--generate", "--password-stdin"}));
    EXPECT_TRUE(is_refused({"create", "alice", "--password=secret"}));
    EXPECT_TRUE(is_refused({"set", "alice", "--status=sleeping"}));
    EXPECT_TRUE(is_refused({"set", "alice", "--reset-required=maybe"}));
    EXPECT_TRUE(is_refused({"policy"}));
    EXPECT_TRUE(is_refused({"policy", "set"}));
}

TEST(CommandLine, what_comes_with_later_versions_is_not_there) {
    EXPECT_TRUE(is_refused({"import-shadow", "alice"}));
    EXPECT_TRUE(is_refused({"backup", "file"}));
}

TEST(CommandLine, help_and_version_are_answers) {
    EXPECT_TRUE(std::holds_alternative<Information>(parse_command_line({"--help"})));
    EXPECT_TRUE(std::holds_alternative<Information>(parse_command_line({"create", "--help"})));
    const auto version = parse_command_line({"--version"});
    EXPECT_EQ(std::get<Information>(version).text, "ramctl " RAMAUTH_VERSION "\n");
}

}  // namespace
}  // namespace ramctl
