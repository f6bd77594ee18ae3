// SPDX-License-Identifier: LGPL-2.1-or-later
// When a new password is compared with the weak list, in which spellings, and what comes of it.
#include "ramd/login/weak_check.h"

#include <gmock/gmock.h>

#include "ramd/login/password_changer.h"
#include "ramd/login/profile_manager.h"
#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;
using ramauth::weak_list::weak_hash;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class WeakCheckTest : public testing::Test, protected LoginHouse {
protected:
    WeakCheckTest() {
        accounts.add("ann", ann_uid);
        accounts.add("bob", 1002);
        weak.has_list = true;
        add_ann();
    }

    static ProfileSettings typed(std::string_view password, bool interactive = false) {
        ProfileSettings settings;
        settings.password = secret(password);
        settings.interactive = interactive;
        return settings;
    }
    static ProfileSettings by_hand(std::string_view password) { return typed(password, true); }
    std::optional<Code> change(std::string_view wanted) {
        return code_of(run(changer.change(name("ann"), PasswordProof{secret("correct horse")},
                                          secret(wanted), own_request())));
    }
    std::optional<Code> reset(ProfileSettings settings) {
        return code_of(run(manager.update(name("ann"), std::move(settings), manager_request())));
    }
    std::optional<Code> create(ProfileSettings settings) {
        return code_of(run(manager.create(name("bob"), std::move(settings), manager_request())));
    }
    std::vector<ramauth::policy::BrokenRule> check(std::string_view password) {
        return run(manager.check_password(name("ann"), secret(password)));
    }
    void leak(std::string_view password) { weak.weak.insert(weak_hash(password)); }

    PasswordChanger changer{services};
    ProfileManager manager{services};
};

TEST_F(WeakCheckTest, P9_a_users_own_change_always_asks) {
    leak("photography");
    EXPECT_EQ(change("photography"), Code::weak_password);
    EXPECT_TRUE(store.commits.empty());
    EXPECT_EQ(change("another horse"), std::nullopt);
}

TEST_F(WeakCheckTest, P9_it_is_asked_as_typed_in_nfc_and_in_lower_case) {
    const std::string typed = "GEHO\xcc\x88LZEN";  // O and a combining diaeresis
    EXPECT_EQ(change(typed), std::nullopt);
    EXPECT_THAT(weak.asked, ElementsAre(ElementsAre(weak_hash("GEH\xc3\x96LZEN"), weak_hash(typed),
                                                    weak_hash("geh\xc3\xb6lzen"))));
    weak.asked.clear();
    EXPECT_EQ(reset(by_hand("lower case")), std::nullopt);
    EXPECT_THAT(weak.asked, ElementsAre(ElementsAre(weak_hash("lower case"))));
}

TEST_F(WeakCheckTest, P9_one_weak_spelling_is_enough) {
    leak("woodpecker");
    EXPECT_EQ(change("WoodPecker"), Code::weak_password);
    weak.weak.clear();
    leak("GEHO\xcc\x88LZEN");
    EXPECT_EQ(change("GEHO\xcc\x88LZEN"), Code::weak_password);
}

TEST_F(WeakCheckTest, P9_the_names_of_account_and_host_are_weak_in_any_case) {
    weak.has_list = false;
    host_names = {"firewall", "firewall.example.org"};
    store.policy_in_force.minimum_password_length = 3;
    for (const char* known :
         {"ann", "ANN", "firewall", "FireWall", "firewall.example.org", "FIREWALL.example.ORG"}) {
        EXPECT_EQ(change(known), Code::weak_password) << known;
        EXPECT_EQ(reset(by_hand(known)), Code::weak_password) << known;
    }
    EXPECT_EQ(change("firewall example x"), std::nullopt) << "there is more to it";
}

TEST_F(WeakCheckTest, P9_names_are_weak_in_the_spellings_that_people_use) {
    for (const char* spelt : {"Nn@2024!!", "ann.ann.99", "G4te2024!", "etag-2024", "Example.org1"})
        EXPECT_EQ(change(spelt), Code::weak_password) << spelt;
    EXPECT_EQ(reset(by_hand("Gate-2024")), Code::weak_password);
    EXPECT_EQ(reset(typed("Gate-2024")), std::nullopt) << "a program sets what it likes";
    EXPECT_THAT(check("correct gate battery"), IsEmpty());
}

TEST_F(WeakCheckTest, P9_words_that_everybody_takes_are_weak_in_these_spellings_too) {
    weak.has_list = false;
    for (const char* password : {"Password123!", "Welcome2026!", "P@ssw0rd!!", "Summer-2024",
                                 "Admin1234$", "qwerty12345", "ann-Winter-25"})
        EXPECT_EQ(change(password), Code::weak_password) << password;
    EXPECT_EQ(change("Summer-2024-hedgehog"), std::nullopt);
}

TEST_F(WeakCheckTest, P9_the_contact_of_the_profile_is_weak) {
    store.profiles.at("ann").recovery_email = "stormy.petrel@seabirds.example";
    store.profiles.at("ann").recovery_mobile = "+49 170 7654321";
    for (const char* spelt : {"stormy.petrel@seabirds.example", "Petrel2024!", "P3tr3l-St0rmy",
                              "0170/7654321", "7654321!", "Seabirds1"}) {
        EXPECT_EQ(change(spelt), Code::weak_password) << spelt;
        EXPECT_EQ(reset(by_hand(spelt)), Code::weak_password) << spelt;
        EXPECT_EQ(check(spelt).size(), 1U) << spelt;
    }
    EXPECT_EQ(change("petrels over the sea"), std::nullopt);
}

TEST_F(WeakCheckTest, P9_the_contact_that_comes_with_the_password_is_the_one_that_counts) {
    store.profiles.at("ann").recovery_email = "old.address@example.net";
    const auto moving = [](std::string_view password) {
        ProfileSettings settings = by_hand(password);
        settings.recovery_email = "new.place@example.com";
        return settings;
    };
    EXPECT_EQ(reset(moving("NewPlace2024")), Code::weak_password);
    EXPECT_EQ(create(moving("NewPlace2024")), Code::weak_password);
    EXPECT_EQ(reset(moving("OldAddress24")), std::nullopt);
    EXPECT_EQ(check("OldAddress25").size(), 0U) << "nobody's any more";
}

TEST_F(WeakCheckTest, P9_the_host_is_asked_for_its_name_each_time) {
    EXPECT_EQ(change("Lighthouse-24"), std::nullopt);
    host_names = {"lighthouse"};
    EXPECT_EQ(reset(by_hand("Lighthouse-25")), Code::weak_password);
}

TEST_F(WeakCheckTest, what_a_program_sets_is_asked_about_where_the_policy_says_so) {
    leak("photography");
    EXPECT_EQ(create(by_hand("photography")), Code::weak_password);
    EXPECT_EQ(create(typed("photography")), std::nullopt);
    EXPECT_EQ(reset(by_hand("photography")), Code::weak_password);
    EXPECT_EQ(reset(typed("photography")), std::nullopt);
    EXPECT_EQ(weak.asked.size(), 2U);
    store.policy_in_force.intercept_risk_password_on_api = true;
    leak("bakery door");
    EXPECT_EQ(reset(typed("bakery door")), Code::weak_password);
    store.profiles.erase("bob");
    EXPECT_EQ(create(typed("bakery door")), Code::weak_password);
}

TEST_F(WeakCheckTest, a_generated_password_is_not_asked_about) {
    store.policy_in_force.intercept_risk_password_on_api = true;
    store.policy_in_force.weak_list_required = true;
    weak.has_list = false;
    ProfileSettings generated;
    generated.generate_password = true;
    EXPECT_EQ(reset(std::move(generated)), std::nullopt);
    EXPECT_THAT(weak.asked, IsEmpty());
}

TEST_F(WeakCheckTest, strength_comes_first_and_reuse_after) {
    leak("short");
    EXPECT_EQ(change("short"), Code::password_too_weak);
    EXPECT_THAT(weak.asked, IsEmpty());
    leak("correct horse");
    EXPECT_EQ(change("correct horse"), Code::weak_password) << "which is the present one";
}

TEST_F(WeakCheckTest, P9_without_a_list_a_change_is_refused_only_where_one_is_required) {
    weak.has_list = false;
    EXPECT_EQ(change("another horse"), std::nullopt);
    store.policy_in_force.weak_list_required = true;
    EXPECT_EQ(reset(by_hand("a third horse")), Code::weak_list_unavailable);
    EXPECT_EQ(reset(typed("a third horse")), Code::weak_list_unavailable) << "from a program too";
    EXPECT_EQ(create(typed("a third horse")), Code::weak_list_unavailable);
    weak.has_list = true;
    EXPECT_EQ(reset(by_hand("a third horse")), std::nullopt);
    EXPECT_EQ(create(typed("a third horse")), std::nullopt);
}

TEST_F(WeakCheckTest, P9_what_is_known_to_be_weak_is_so_without_a_list) {
    weak.has_list = false;
    store.policy_in_force.weak_list_required = true;
    leak("photography");
    EXPECT_EQ(change("photography"), Code::weak_password);
}

TEST_F(WeakCheckTest, P9_a_page_that_cannot_be_read_is_no_list) {
    weak.readable = false;
    EXPECT_EQ(change("another horse"), std::nullopt);
    store.policy_in_force.weak_list_required = true;
    EXPECT_EQ(reset(by_hand("a third horse")), Code::weak_list_unavailable);
}

TEST_F(WeakCheckTest, a_check_reports_it_as_a_broken_rule_behind_those_of_strength) {
    leak("short");
    store.policy_in_force.require_numbers = true;
    const auto broken = check("short");
    ASSERT_EQ(broken.size(), 3U);
    EXPECT_EQ(broken.back().code, "InvalidParameter.RiskPassword.Weak");
    EXPECT_THAT(broken.back().sentence, HasSubstr("choose another one"));
    EXPECT_THAT(check("another horse 4 all"), IsEmpty());
    weak.has_list = false;
    store.policy_in_force.weak_list_required = true;
    EXPECT_EQ(check("another horse 4 all").at(0).code, "InvalidParameter.RiskPassword.Unavailable");
}

TEST_F(WeakCheckTest, the_journal_says_that_and_never_which) {
    leak("photography");
    EXPECT_EQ(change("photography"), Code::weak_password);
    EXPECT_EQ(reset(by_hand("ann")), Code::password_too_weak);
    EXPECT_EQ(reset(by_hand("PHOTOGRAPHY")), Code::weak_password);
    ASSERT_EQ(log.count(EventKind::password_change_refused), 1U);
    for (const Event& event : log.events) {
        EXPECT_THAT(event.detail, Not(HasSubstr("love")));
        if (event.code == Code::weak_password) {
            EXPECT_EQ(event.detail, "");
        }
    }
}

TEST_F(WeakCheckTest, what_changes_while_it_is_asked_is_seen) {
    weak.meanwhile = [this] { ++store.profiles.at("ann").epoch; };
    EXPECT_EQ(change("another horse"), Code::concurrent_modification);
}

}  // namespace
}  // namespace ramd::test
