// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gtest/gtest.h>

#include "ramd/login/profile_manager.h"
#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;
using ramauth::policy::PasswordStatus;

class ProfileCreateTest : public testing::Test, protected LoginHouse {
protected:
    ProfileCreateTest() { accounts.add("ann", ann_uid); }

    static ProfileSettings with_password(std::string_view password = "correct horse") {
        ProfileSettings settings;
        settings.password = secret(password);
        return settings;
    }
    ProfileManager::Written create(ProfileSettings settings, std::string_view user = "ann") {
        return run(manager.create(name(user), std::move(settings), manager_request()));
    }
    void expect_refused(ProfileSettings settings, Code code, const std::string& field = {}) {
        const auto written = create(std::move(settings));
        ASSERT_EQ(code_of(written), code);
        EXPECT_EQ(std::get<ramauth::Refusal>(written).field, field);
        EXPECT_TRUE(store.commits.empty());
    }

    ProfileManager manager{services};
};

TEST_F(ProfileCreateTest, makes_an_active_profile_with_an_initial_password) {
    const auto written = create(with_password());
    ASSERT_TRUE(std::holds_alternative<ProfileWritten>(written));
    const auto& view = std::get<ProfileWritten>(written).view;
    EXPECT_EQ(view.profile.version, ann().version);
    EXPECT_EQ(view.password_status, PasswordStatus::initial_valid);
    EXPECT_EQ(view.password_expires, now + std::chrono::days(14));
    EXPECT_FALSE(std::get<ProfileWritten>(written).generated_password);
    EXPECT_EQ(ann().uid.value, ann_uid);
    EXPECT_EQ(ann().status, Status::active);
    EXPECT_EQ(ann().hash, FakeHashingPool::hash_of("correct horse"));
    EXPECT_TRUE(ann().life.initial);
    EXPECT_FALSE(ann().life.reset_required);
    EXPECT_EQ(ann().created, now);
    EXPECT_EQ(ann().last_login, ramauth::never);
    EXPECT_GT(ann().epoch, 0U);
    EXPECT_TRUE(store.pending.empty());
    EXPECT_EQ(log.count(EventKind::profile_created), 1U);
    EXPECT_EQ(changes.profiles.size(), 1U);
}

TEST_F(ProfileCreateTest, takes_every_setting) {
    auto settings = with_password();
    settings.status = Status::inactive;
    settings.password_reset_required = true;
    settings.mfa_bind_required = true;
    settings.shadow_kept = true;
    settings.shadow_aging = "0:99999:7";
    settings.recovery_email = "ann@example.org";
    settings.recovery_mobile = "+49 30 1234";
    ASSERT_FALSE(code_of(create(std::move(settings))));
    EXPECT_EQ(ann().status, Status::inactive);
    EXPECT_TRUE(ann().life.reset_required);
    EXPECT_TRUE(ann().mfa_bind_required);
    EXPECT_TRUE(ann().shadow_kept);
    EXPECT_EQ(ann().shadow_aging, "0:99999:7");
    EXPECT_EQ(ann().recovery_email, "ann@example.org");
    EXPECT_EQ(ann().recovery_mobile, "+49 30 1234");
}

TEST_F(ProfileCreateTest, a_generated_password_is_shown_once_and_fits_the_policy) {
    store.policy_in_force.minimum_password_length = 40;
    ProfileSettings settings;
    settings.generate_password = true;
    const auto written = create(std::move(settings));
    const auto& generated = std::get<ProfileWritten>(written).generated_password;
    ASSERT_TRUE(generated);
    const std::string text = text_in(*generated);
    EXPECT_EQ(text.size(), 40U);
    EXPECT_EQ(ann().hash, FakeHashingPool::hash_of(text));
    for (const auto& event : log.events) EXPECT_EQ(event.detail.find(text), std::string::npos);
}

TEST_F(ProfileCreateTest, O8_a_generated_password_that_could_not_be_told_is_not_committed) {
    const auto generated = [] {
        ProfileSettings settings;
        settings.generate_password = true;
        return settings;
    };
    accounts.add("bob", 1002);
    ASSERT_FALSE(code_of(create(generated(), "bob")));
    const NoDescriptorsLeft none;
    EXPECT_THROW((void)create(generated()), std::system_error);
    EXPECT_EQ(store.commits.size(), 1U);
}

TEST_F(ProfileCreateTest, nothing_is_committed_for_one_who_gave_up) {
    auto gone = manager_request();
    const auto abandoned = gone.abandoned;
    pool.meanwhile = [abandoned] { *abandoned = true; };
    EXPECT_EQ(code_of(run(manager.create(name("ann"), with_password(), std::move(gone)))),
              Code::limit_exceeded);
    auto late = manager_request();
    late.deadline = Deadline::after(0s);
    EXPECT_EQ(code_of(run(manager.create(name("ann"), with_password(), std::move(late)))),
              Code::limit_exceeded);
    EXPECT_TRUE(store.commits.empty());
}

TEST_F(ProfileCreateTest, the_account_database_has_no_longer_than_the_request) {
    auto request = manager_request();
    const auto by = request.deadline.at();
    (void)run(manager.create(name("ann"), with_password(), std::move(request)));
    EXPECT_EQ(accounts.asked_by.value().at(), by);
}

TEST_F(ProfileCreateTest, needs_one_password_and_not_two) {
    expect_refused({}, Code::parameter_format, "Password");
    auto both = with_password();
    both.generate_password = true;
    expect_refused(std::move(both), Code::parameter_format, "Password");
}

TEST_F(ProfileCreateTest, takes_no_nonce) {
    auto settings = with_password();
    settings.nonce = "n1";
    expect_refused(std::move(settings), Code::parameter_format, "Nonce");
}

TEST_F(ProfileCreateTest, P7_the_rules_count_for_an_administrator_too) {
    expect_refused(with_password("short"), Code::password_too_weak);
    expect_refused(with_password("control\x01character"), Code::password_malformed);
}

TEST_F(ProfileCreateTest, an_account_is_needed_and_its_own_name) {
    accounts.answers.clear();
    expect_refused(with_password(), Code::no_such_user);
    accounts.answers["ann"] = Account{"Ann", Uid{ann_uid}};
    expect_refused(with_password(), Code::no_such_user);
    accounts.answers["ann"] = NssSilent{};
    expect_refused(with_password(), Code::service_failure);
}

TEST_F(ProfileCreateTest, system_accounts_are_named_as_such_and_root_is_configured) {
    for (const unsigned uid : {999U, 65534U, 1U}) {
        accounts.add("ann", uid);
        expect_refused(with_password(), Code::invalid_user_type);
    }
    accounts.add("ann", 0);
    auto settings = with_password();
    settings.system = true;
    expect_refused(std::move(settings), Code::invalid_user_type);
    services.settings.manage_root = true;
    expect_refused(with_password(), Code::invalid_user_type);
    settings = with_password();
    settings.system = true;
    EXPECT_FALSE(code_of(create(std::move(settings))));
    EXPECT_TRUE(ann().system);
}

TEST_F(ProfileCreateTest, a_second_create_is_refused_and_changes_nothing) {
    add_ann();
    expect_refused(with_password("battery staple"), Code::login_profile_exists);
    store.profiles.at("ann").orphaned = true;
    expect_refused(with_password("battery staple"), Code::login_profile_exists);
}

TEST_F(ProfileCreateTest, of_two_parallel_creates_one_wins) {
    pool.meanwhile = [this] { add_ann("another password"); };
    EXPECT_EQ(code_of(create(with_password())), Code::login_profile_exists);
    EXPECT_EQ(ann().hash, FakeHashingPool::hash_of("another password"));
}

TEST_F(ProfileCreateTest, a_damaged_record_is_not_written_over) {
    store.damaged.insert("ann");
    expect_refused(with_password(), Code::service_failure);
}

TEST_F(ProfileCreateTest, addresses_are_unique_and_sane) {
    auto bob = add_ann();
    store.profiles.clear();
    bob.user = name("bob");
    bob.recovery_email = "team@example.org";
    bob.recovery_mobile = "+49 30 1234";
    store.profiles.insert_or_assign("bob", bob);
    auto settings = with_password();
    settings.recovery_email = "team@example.org";
    expect_refused(std::move(settings), Code::recovery_email_exists);
    settings = with_password();
    settings.recovery_mobile = "+49 30 1234";
    expect_refused(std::move(settings), Code::recovery_mobile_exists);
    settings = with_password();
    settings.recovery_email = std::string(255, 'a');
    expect_refused(std::move(settings), Code::parameter_format, "RecoveryEmail");
    settings = with_password();
    settings.recovery_mobile = "+49\n30";
    expect_refused(std::move(settings), Code::parameter_format, "RecoveryMobile");
    settings = with_password();
    settings.shadow_aging = "\x1b[2J";
    expect_refused(std::move(settings), Code::parameter_format, "ShadowAging");
}

TEST_F(ProfileCreateTest, S4_a_full_store_is_a_refusal) {
    store.full = true;
    expect_refused(with_password(), Code::service_failure);
    EXPECT_TRUE(store.profiles.empty());
}

TEST_F(ProfileCreateTest, H2_trouble_of_the_pool_is_told) {
    pool.hash_answer = HashAnswer(Busy{});
    expect_refused(with_password(), Code::limit_exceeded);
    pool.hash_answer = HashAnswer(NoMemory{});
    expect_refused(with_password(), Code::service_failure);
}

TEST_F(ProfileCreateTest, a_profile_created_again_starts_from_nothing) {
    add_ann().failed_attempts = 5;
    const auto earlier = ann().epoch;
    ASSERT_FALSE(run(manager.remove(name("ann"), manager_request())));
    ASSERT_FALSE(code_of(create(with_password())));
    EXPECT_EQ(ann().failed_attempts, 0U);
    EXPECT_TRUE(ann().life.initial);
    EXPECT_GT(ann().epoch, earlier);
}

}  // namespace
}  // namespace ramd::test
