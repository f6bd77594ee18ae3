// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gtest/gtest.h>

#include "ramd/login/profile_manager.h"
#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;

class ProfileUpdateTest : public testing::Test, protected LoginHouse {
protected:
    static ProfileSettings with_password(std::string_view password = "battery staple") {
        ProfileSettings settings;
        settings.password = secret(password);
        return settings;
    }
    static ProfileSettings with_status(Status status) {
        ProfileSettings settings;
        settings.status = status;
        return settings;
    }
    ProfileManager::Written update(ProfileSettings settings) {
        return run(manager.update(name("ann"), std::move(settings), manager_request()));
    }
    void expect_refused(ProfileSettings settings, Code code) {
        EXPECT_EQ(code_of(update(std::move(settings))), code);
        EXPECT_TRUE(store.commits.empty());
    }

    ProfileManager manager{services};
};

TEST_F(ProfileUpdateTest, what_is_not_named_stays_as_it_is) {
    auto& profile = add_ann();
    profile.recovery_email = "ann@example.org";
    profile.mfa_bind_required = true;
    profile.life.reset_required = true;
    ProfileSettings settings;
    settings.recovery_mobile = "+49 30 1234";
    now += 1h;
    ASSERT_FALSE(code_of(update(std::move(settings))));
    EXPECT_EQ(ann().recovery_email, "ann@example.org");
    EXPECT_EQ(ann().recovery_mobile, "+49 30 1234");
    EXPECT_TRUE(ann().mfa_bind_required);
    EXPECT_TRUE(ann().life.reset_required);
    EXPECT_EQ(ann().updated, now);
    EXPECT_EQ(ann().epoch, 7U);
    EXPECT_TRUE(store.pending.empty());
    EXPECT_EQ(log.count(EventKind::profile_updated), 1U);
    EXPECT_EQ(changes.profiles.at(0).second, (std::vector<std::string>{"RecoveryMobile"}));
}

TEST_F(ProfileUpdateTest, R1_a_reset_and_its_revocation_are_one_transaction) {
    auto& profile = add_ann();
    profile.guesses.in_a_row = 3;
    profile.guesses.lock = {present(), 60};
    profile.last_change_nonce = "0:n1";
    now += 1h;
    ASSERT_FALSE(code_of(update(with_password())));
    EXPECT_EQ(ann().hash, FakeHashingPool::hash_of("battery staple"));
    EXPECT_FALSE(ann().life.initial);
    EXPECT_EQ(ann().life.changed, now);
    EXPECT_EQ(ann().guesses.in_a_row, 0U);
    EXPECT_FALSE(ann().guesses.lock);
    EXPECT_TRUE(ann().last_change_nonce.empty());
    EXPECT_GT(ann().epoch, 7U);
    ASSERT_EQ(store.commits.size(), 1U);
    EXPECT_EQ(store.pending.at(0).reason, "password-reset");
    EXPECT_EQ(sessions.begun.at(0).epoch, ann().epoch);
    EXPECT_EQ(sessions.begun.at(0).last_session, "session-of-4343");
}

TEST_F(ProfileUpdateTest, P10_a_reset_needs_no_old_password) {
    add_ann();
    EXPECT_FALSE(code_of(update(with_password())));
}

TEST_F(ProfileUpdateTest, an_initial_password_that_is_reset_stays_initial_with_a_new_clock) {
    auto& profile = add_ann();
    profile.life.initial = true;
    now += std::chrono::days(30);
    ASSERT_FALSE(code_of(update(with_password())));
    EXPECT_TRUE(ann().life.initial);
    EXPECT_EQ(ann().life.changed, now);
    EXPECT_EQ(std::get<ProfileView>(manager.get(name("ann"))).password_status,
              ramauth::policy::PasswordStatus::initial_valid);
}

TEST_F(ProfileUpdateTest, a_reset_can_demand_a_change) {
    add_ann();
    auto settings = with_password();
    settings.password_reset_required = true;
    ASSERT_FALSE(code_of(update(std::move(settings))));
    EXPECT_TRUE(ann().life.reset_required);
}

TEST_F(ProfileUpdateTest, a_generated_password_is_shown_once) {
    add_ann();
    ProfileSettings settings;
    settings.generate_password = true;
    const auto written = update(std::move(settings));
    const auto& generated = std::get<ProfileWritten>(written).generated_password;
    ASSERT_TRUE(generated);
    EXPECT_EQ(ann().hash, FakeHashingPool::hash_of(text_in(*generated)));
}

TEST_F(ProfileUpdateTest, O8_a_generated_password_that_could_not_be_told_is_not_committed) {
    add_ann();
    const auto generated = [] {
        ProfileSettings settings;
        settings.generate_password = true;
        return settings;
    };
    ASSERT_FALSE(code_of(update(generated())));
    const NoDescriptorsLeft none;
    EXPECT_THROW((void)update(generated()), std::system_error);
    EXPECT_EQ(store.commits.size(), 1U);
}

TEST_F(ProfileUpdateTest, nothing_is_committed_for_one_who_gave_up) {
    add_ann();
    auto gone = manager_request();
    const auto abandoned = gone.abandoned;
    pool.meanwhile = [abandoned] { *abandoned = true; };
    EXPECT_EQ(code_of(run(manager.update(name("ann"), with_password(), std::move(gone)))),
              Code::limit_exceeded);
    auto late = manager_request();
    late.deadline = Deadline::after(0s);
    EXPECT_EQ(
        code_of(run(manager.update(name("ann"), with_status(Status::inactive), std::move(late)))),
        Code::limit_exceeded);
    EXPECT_TRUE(store.commits.empty());
    EXPECT_TRUE(sessions.begun.empty());
}

TEST_F(ProfileUpdateTest, a_reset_escapes_neither_the_rules_nor_the_present_password) {
    add_ann();
    expect_refused(with_password("short"), Code::password_too_weak);
    expect_refused(with_password(""), Code::password_malformed);
    expect_refused(with_password("correct horse"), Code::password_reused);
    auto both = with_password();
    both.generate_password = true;
    expect_refused(std::move(both), Code::parameter_format);
}

TEST_F(ProfileUpdateTest, a_reset_mends_a_hash_that_cannot_be_read) {
    add_ann().hash = PasswordHash{"damaged"};
    EXPECT_FALSE(code_of(update(with_password())));
    EXPECT_EQ(ann().hash, FakeHashingPool::hash_of("battery staple"));
}

TEST_F(ProfileUpdateTest, inactive_raises_the_epoch_and_ends_the_sessions) {
    add_ann();
    ASSERT_FALSE(code_of(update(with_status(Status::inactive))));
    EXPECT_EQ(ann().status, Status::inactive);
    EXPECT_GT(ann().epoch, 7U);
    EXPECT_EQ(store.pending.at(0).reason, "inactive");
    EXPECT_EQ(ann().hash, FakeHashingPool::hash_of("correct horse"));
    const auto epoch = ann().epoch;
    ASSERT_FALSE(code_of(update(with_status(Status::inactive))));
    ASSERT_FALSE(code_of(update(with_status(Status::active))));
    EXPECT_EQ(ann().epoch, epoch);
    EXPECT_EQ(store.pending.size(), 1U);
}

TEST_F(ProfileUpdateTest, from_where_the_user_came_can_be_forgotten_alone) {
    add_ann().factor_sources = {"192.0.2.0/24", "tty1"};
    ProfileSettings settings;
    settings.forget_sources = true;
    EXPECT_FALSE(settings.resets_password_only());
    ASSERT_FALSE(code_of(update(std::move(settings))));
    EXPECT_TRUE(ann().factor_sources.empty());
    EXPECT_EQ(changes.profiles.at(0).second, (std::vector<std::string>{"KnownSources"}));
}

TEST_F(ProfileUpdateTest, nothing_to_change_is_refused) {
    add_ann();
    expect_refused({}, Code::parameter_format);
    ProfileSettings settings;
    settings.interactive = true;
    expect_refused(std::move(settings), Code::parameter_format);
}

TEST_F(ProfileUpdateTest, an_orphaned_or_missing_profile_is_refused) {
    expect_refused(with_password(), Code::no_login_profile);
    add_ann().orphaned = true;
    expect_refused(with_password(), Code::temporarily_unmodifiable);
    expect_refused(with_status(Status::active), Code::temporarily_unmodifiable);
}

TEST_F(ProfileUpdateTest, an_address_may_be_kept_and_cleared_but_not_taken) {
    auto bob = add_ann();
    bob.user = name("bob");
    bob.recovery_email = "bob@example.org";
    store.profiles.insert_or_assign("bob", bob);
    store.profiles.at("ann").recovery_email = "ann@example.org";
    ProfileSettings settings;
    settings.recovery_email = "bob@example.org";
    expect_refused(std::move(settings), Code::recovery_email_exists);
    for (const char* address : {"ann@example.org", ""}) {
        settings = {};
        settings.recovery_email = address;
        EXPECT_FALSE(code_of(update(std::move(settings))));
        EXPECT_EQ(ann().recovery_email, address);
    }
}

TEST_F(ProfileUpdateTest, a_write_of_others_meanwhile_is_kept) {
    add_ann();
    pool.meanwhile = [this] {
        auto& profile = store.profiles.at("ann");
        profile.version = 4;
        profile.recovery_email = "ann@example.org";
    };
    ASSERT_FALSE(code_of(update(with_password())));
    EXPECT_EQ(ann().recovery_email, "ann@example.org");
    EXPECT_EQ(ann().hash, FakeHashingPool::hash_of("battery staple"));
}

TEST_F(ProfileUpdateTest, a_profile_deleted_meanwhile_does_not_come_back) {
    add_ann();
    pool.meanwhile = [this] { store.profiles.clear(); };
    expect_refused(with_password(), Code::no_login_profile);
    EXPECT_TRUE(store.profiles.empty());
}

TEST_F(ProfileUpdateTest, S4_where_there_is_no_room_the_old_password_still_works) {
    add_ann();
    store.full = true;
    expect_refused(with_password(), Code::service_failure);
    EXPECT_EQ(ann().hash, FakeHashingPool::hash_of("correct horse"));
    EXPECT_TRUE(sessions.begun.empty());
}

ProfileSettings with_nonce(const std::string& nonce, std::string_view password) {
    ProfileSettings settings;
    settings.password = secret(password);
    settings.nonce = nonce;
    return settings;
}

TEST_F(ProfileUpdateTest, P4_a_repeated_nonce_learns_that_the_reset_was_made) {
    add_ann();
    ASSERT_FALSE(code_of(update(with_nonce("n1", "battery staple"))));
    const auto again = update(with_nonce("n1", "battery staple"));
    ASSERT_FALSE(code_of(again));
    EXPECT_EQ(std::get<ProfileWritten>(again).view.profile.version, ann().version);
    EXPECT_EQ(store.commits.size(), 1U);
    EXPECT_EQ(log.count(EventKind::profile_updated), 1U);
    EXPECT_EQ(code_of(update(with_nonce("n2", "battery staple"))), Code::password_reused);
}

TEST_F(ProfileUpdateTest, P4_also_after_a_restart) {
    add_ann();
    ASSERT_FALSE(code_of(update(with_nonce("n1", "battery staple"))));
    ProfileManager after_restart{services};
    EXPECT_FALSE(code_of(run(
        after_restart.update(name("ann"), with_nonce("n1", "battery staple"), manager_request()))));
    EXPECT_EQ(store.commits.size(), 1U);
}

TEST_F(ProfileUpdateTest, P4_a_refused_reset_is_refused_again_and_one_not_decided_is_made) {
    add_ann();
    EXPECT_EQ(code_of(update(with_nonce("n1", "short"))), Code::password_too_weak);
    EXPECT_EQ(code_of(update(with_nonce("n1", "battery staple"))), Code::password_too_weak);
    EXPECT_EQ(log.count(EventKind::manager_refused), 1U);
    pool.hash_answer = HashAnswer(Busy{});
    EXPECT_EQ(code_of(update(with_nonce("n2", "battery staple"))), Code::limit_exceeded);
    pool.hash_answer.reset();
    EXPECT_FALSE(code_of(update(with_nonce("n2", "battery staple"))));
}

TEST_F(ProfileUpdateTest, a_nonce_goes_with_a_given_password) {
    add_ann();
    auto settings = with_status(Status::inactive);
    settings.nonce = "n1";
    expect_refused(std::move(settings), Code::parameter_format);
    settings = {};
    settings.generate_password = true;
    settings.nonce = "n2";
    expect_refused(std::move(settings), Code::parameter_format);
    expect_refused(with_nonce(std::string(129, 'n'), "battery staple"), Code::parameter_format);
}

TEST(ProfileSettings, tell_a_mere_reset_from_more) {
    ProfileSettings settings;
    EXPECT_FALSE(settings.resets_password_only());
    settings.generate_password = true;
    settings.interactive = true;
    EXPECT_TRUE(settings.resets_password_only());
    settings.password_reset_required = true;
    EXPECT_TRUE(settings.resets_password_only());
    settings.status = Status::active;
    EXPECT_FALSE(settings.resets_password_only());
}

}  // namespace
}  // namespace ramd::test
