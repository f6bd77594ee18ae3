// SPDX-License-Identifier: LGPL-2.1-or-later
// Generated passwords that are mailed and not shown. Reset codes: reset_code_maker_test.cpp.
#include "ramd/login/credential_mail.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ramd/login/profile_manager.h"
#include "tests/support/fake_courier.h"
#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;
using testing::HasSubstr;

class CredentialMailTest : public testing::Test, protected LoginHouse {
protected:
    CredentialMailTest() {
        accounts.add("ann", ann_uid);
        services.courier = &courier;
    }
    static ProfileSettings mailing(std::optional<std::string> email = {}) {
        ProfileSettings settings;
        settings.generate_password = settings.mail = true;
        settings.recovery_email = std::move(email);
        return settings;
    }
    ProfileManager::Written update(ProfileSettings settings) {
        return run(manager.update(name("ann"), std::move(settings), manager_request()));
    }
    ProfileManager::Written create(ProfileSettings settings) {
        return run(manager.create(name("ann"), std::move(settings), manager_request()));
    }
    void expect_mailed(const ProfileManager::Written& written, const std::string& shown) {
        ASSERT_FALSE(code_of(written));
        EXPECT_FALSE(std::get<ProfileWritten>(written).generated_password);
        EXPECT_EQ(std::get<ProfileWritten>(written).sent_to, shown);
        ASSERT_EQ(courier.messages.size(), 1U);
        EXPECT_EQ(ann().hash, FakeHashingPool::hash_of(courier.credential()));
    }

    FakeCourier courier;
    ProfileManager manager{services};
};

TEST_F(CredentialMailTest, a_reset_mails_the_password_to_the_address_of_the_profile) {
    add_ann().recovery_email = "ann@example.org";
    expect_mailed(update(mailing()), "a***@example.org");
    EXPECT_EQ(courier.messages[0].to, "ann@example.org");
    EXPECT_THAT(courier.messages[0].subject, HasSubstr("gate.example.org"));
    EXPECT_THAT(courier.text(), HasSubstr("account ann:"));
}

TEST_F(CredentialMailTest, an_address_that_is_set_with_it_is_the_one) {
    add_ann().recovery_email = "ann@example.org";
    expect_mailed(update(mailing("new@example.com")), "n***@example.com");
    EXPECT_EQ(courier.messages[0].to, "new@example.com");
}

TEST_F(CredentialMailTest, a_create_mails_it_too) {
    expect_mailed(create(mailing("ann@example.org")), "a***@example.org");
    EXPECT_EQ(code_of(create(mailing("ann@example.org"))), Code::login_profile_exists);
    EXPECT_EQ(courier.messages.size(), 1U);
}

TEST_F(CredentialMailTest, a_mail_that_is_not_taken_over_changes_nothing) {
    courier.takes = false;
    EXPECT_EQ(code_of(create(mailing("ann@example.org"))), Code::service_failure);
    add_ann().recovery_email = "ann@example.org";
    EXPECT_EQ(code_of(update(mailing())), Code::service_failure);
    EXPECT_TRUE(store.commits.empty());
    EXPECT_TRUE(sessions.begun.empty());
}

TEST_F(CredentialMailTest, without_an_address_or_a_courier_nothing_is_made) {
    EXPECT_EQ(code_of(create(mailing())), Code::parameter_format);
    add_ann();
    EXPECT_EQ(code_of(update(mailing())), Code::parameter_format);
    store.profiles.at("ann").recovery_email = "ann@example.org";
    EXPECT_EQ(code_of(update(mailing(""))), Code::parameter_format) << "it is taken away";
    services.courier = nullptr;
    EXPECT_EQ(code_of(update(mailing())), Code::service_failure);
    EXPECT_TRUE(courier.messages.empty());
    EXPECT_EQ(pool.hashes, 0U);
    EXPECT_TRUE(store.commits.empty());
}

TEST_F(CredentialMailTest, a_given_password_is_not_mailed) {
    add_ann().recovery_email = "ann@example.org";
    ProfileSettings settings;
    settings.password = secret("battery staple");
    settings.mail = true;
    EXPECT_EQ(code_of(update(std::move(settings))), Code::parameter_format);
    EXPECT_TRUE(courier.messages.empty());
}

TEST_F(CredentialMailTest, a_commit_that_fails_after_the_mail_leaves_the_password_as_it_was) {
    add_ann().recovery_email = "ann@example.org";
    courier.meanwhile = [this] { store.full = true; };
    EXPECT_EQ(code_of(update(mailing())), Code::service_failure);
    EXPECT_EQ(ann().hash, FakeHashingPool::hash_of("correct horse"));
    EXPECT_EQ(ann().epoch, 7U);
}

TEST_F(CredentialMailTest, the_mail_has_less_time_than_the_request) {
    add_ann().recovery_email = "ann@example.org";
    auto request = manager_request();
    const auto end = request.deadline.at();
    ASSERT_FALSE(code_of(run(manager.update(name("ann"), mailing(), std::move(request)))));
    EXPECT_LT(courier.handed_by->at(), end);
}

}  // namespace
}  // namespace ramd::test
