// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/weak_library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/weak_list/list_build.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ramauth::Code;
using ::testing::ElementsAre;
using testing::secret;
using testing::Stage;

std::unique_ptr<WeakLibrary> opened(OpenedLibrary library) {
    if (const auto* refusal = std::get_if<Refusal>(&library)) ADD_FAILURE() << refusal->sentence;
    return std::move(std::get<std::unique_ptr<WeakLibrary>>(library));
}

// A list of these words.
std::string list_of(const Stage& stage, const std::string& words) {
    const std::string text = stage.accounts.folder() + "/words";
    const std::string list = stage.accounts.folder() + "/words.weak";
    std::ofstream(text) << words;
    (void)ramauth::weak_list::build_list({{.name = text}}, {}, list, {});
    return list;
}

Strength strength(WeakLibrary& library, std::string_view password) {
    const auto answer = library.look_up(secret(password));
    if (const auto* refusal = std::get_if<Refusal>(&answer)) ADD_FAILURE() << refusal->sentence;
    return std::get<Strength>(answer);
}

TEST(WeakLibrary, a_file_is_asked_for_the_form_of_passwords_for_the_bytes_and_for_lower_case) {
    const Stage stage;
    const auto library = opened(library_of_file(list_of(stage, "hunter2\nHunter3\nz\u00fcrich\n")));
    EXPECT_EQ(strength(*library, "hunter2"), Strength::weak);
    EXPECT_EQ(strength(*library, "HUNTER2"), Strength::weak);
    EXPECT_EQ(strength(*library, "Hunter3"), Strength::weak);
    EXPECT_EQ(strength(*library, "hunter3"), Strength::not_found);
    EXPECT_EQ(strength(*library, "Zu\u0308rich"), Strength::weak);
    EXPECT_EQ(strength(*library, "hunter22"), Strength::not_found);
}

TEST(WeakLibrary, what_no_password_can_be_is_neither_weak_nor_not) {
    const Stage stage;
    const auto library = opened(library_of_file(list_of(stage, "hunter2\n")));
    EXPECT_EQ(strength(*library, std::string(129, 'x')), Strength::malformed);
    EXPECT_EQ(strength(*library, "\xff"), Strength::malformed);
    EXPECT_EQ(strength(*library, ""), Strength::malformed);
}

TEST(WeakLibrary, a_file_that_is_no_list_cannot_be_asked) {
    const Stage stage;
    const std::string text = stage.accounts.folder() + "/text";
    std::ofstream(text) << "no list\n";
    for (const std::string& path : {text, text + "/nowhere", stage.accounts.folder()}) {
        const auto library = library_of_file(path);
        ASSERT_TRUE(std::holds_alternative<Refusal>(library)) << path;
        EXPECT_EQ(std::get<Refusal>(library).code, Code::weak_list_unavailable);
        EXPECT_NE(std::get<Refusal>(library).sentence, "");
    }
}

TEST(WeakLibrary, ramd_is_asked_for_the_callers_own_account) {
    Stage stage;
    stage.environment.caller = {1000, "alice"};
    stage.client.next_weak_list = testing::usable_weak_list();
    stage.client.broken_rules["hunter2"] = {{"InvalidParameter.Password.TooWeak", "too short"},
                                            {"InvalidParameter.RiskPassword.Weak", "it is known"}};
    stage.client.broken_rules["short"] = {{"InvalidParameter.Password.TooWeak", "too short"}};
    stage.client.broken_rules["\x01"] = {{"InvalidParameter.Password.Malformed", "no"}};
    const auto library = opened(library_of_ramd(stage.environment));
    EXPECT_EQ(strength(*library, "hunter2"), Strength::weak);
    EXPECT_EQ(strength(*library, "short"), Strength::not_found);
    EXPECT_EQ(strength(*library, "\x01"), Strength::malformed);
    EXPECT_THAT(stage.client.asked,
                ElementsAre("weak-list", "check alice", "check alice", "check alice"));
}

TEST(WeakLibrary, a_list_that_vanished_meanwhile_is_not_taken_for_a_no) {
    Stage stage;
    stage.client.next_weak_list = testing::usable_weak_list();
    stage.client.broken_rules["a"] = {{"InvalidParameter.RiskPassword.Unavailable", "gone"}};
    const auto library = opened(library_of_ramd(stage.environment));
    const auto answer = library->look_up(secret("a"));
    ASSERT_TRUE(std::holds_alternative<Refusal>(answer));
    EXPECT_EQ(std::get<Refusal>(answer).code, Code::weak_list_unavailable);
}

TEST(WeakLibrary, a_page_that_could_not_be_read_is_noticed_afterwards) {
    Stage stage;
    const Fields damaged{
        {"State", std::string("damaged")}, {"Usable", true}, {"Problem", std::string("cut short")}};
    stage.client.next_weak_list = damaged;
    const auto library = opened(library_of_ramd(stage.environment));
    EXPECT_FALSE(library->became_unavailable());
    stage.client.next_weak_list = testing::no_weak_list();
    EXPECT_EQ(library->became_unavailable()->code, Code::weak_list_unavailable);
    stage.client.next_weak_list = NoAnswer{"gone"};
    EXPECT_EQ(library->became_unavailable()->code, Code::weak_list_unavailable);
    stage.client.next_weak_list = testing::usable_weak_list();
    EXPECT_FALSE(library->became_unavailable());
}

TEST(WeakLibrary, a_ramd_without_a_list_cannot_be_asked) {
    Stage stage;
    stage.client.next_weak_list = testing::no_weak_list();
    const auto library = library_of_ramd(stage.environment);
    ASSERT_TRUE(std::holds_alternative<Refusal>(library));
    EXPECT_EQ(std::get<Refusal>(library).code, Code::weak_list_unavailable);
    stage.client.next_weak_list = NoAnswer{"no socket"};
    EXPECT_TRUE(std::holds_alternative<NoAnswer>(library_of_ramd(stage.environment)));
}

}  // namespace
}  // namespace ramctl
