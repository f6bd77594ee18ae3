// SPDX-License-Identifier: LGPL-2.1-or-later
// What the store knows of recovery contacts, with every commit.
#include "ramd/store/contents_change.h"

#include "tests/unit/ramd/store/store_fixture.h"

namespace ramd::test {
namespace {

class ContactsTest : public StoreTest {
protected:
    static Profile with(const char* name, const char* email, const char* mobile) {
        Profile profile = profile_of(name);
        profile.recovery_email = email;
        profile.recovery_mobile = mobile;
        return profile;
    }
};

TEST_F(ContactsTest, A_contact_is_known_from_the_commit_on_and_after_opening_again) {
    {
        const auto store = open();
        EXPECT_FALSE(store->owner_of_email("ann@example.org"));
        (void)store->commit(put(with("ann", "Ann@example.org", "+49 1")));
        EXPECT_EQ(store->owner_of_email("ann@EXAMPLE.org"), user("ann"));
        EXPECT_EQ(store->owner_of_mobile("+49 1"), user("ann"));
        EXPECT_FALSE(store->owner_of_mobile("ann@example.org"));
    }
    EXPECT_EQ(open()->owner_of_email("ann@example.org"), user("ann"));
    EXPECT_EQ(open()->owner_of_mobile("+49 1"), user("ann"));
}

TEST_F(ContactsTest, A_changed_contact_frees_the_old_one) {
    const auto store = open();
    (void)store->commit(put(with("ann", "ann@example.org", "+49 1")));
    Profile ann = store->find(user("ann")).value();
    ann.recovery_email = "ann@example.com";
    ann.recovery_mobile.clear();
    (void)store->commit(put(ann));
    EXPECT_FALSE(store->owner_of_email("ann@example.org"));
    EXPECT_EQ(store->owner_of_email("ann@example.com"), user("ann"));
    EXPECT_FALSE(store->owner_of_mobile("+49 1"));
    EXPECT_FALSE(store->owner_of_mobile(""));
}

TEST_F(ContactsTest, An_erased_profile_frees_its_contacts) {
    const auto store = open();
    (void)store->commit(put(with("ann", "ann@example.org", "+49 1")));
    (void)store->commit(erase(user("ann"), 1));
    EXPECT_FALSE(store->owner_of_email("ann@example.org"));
    EXPECT_FALSE(store->owner_of_mobile("+49 1"));
}

TEST_F(ContactsTest, A_change_that_is_not_made_changes_no_contact) {
    const auto store = open();
    (void)store->commit(put(with("ann", "ann@example.org", "")));
    Profile broken = store->find(user("ann")).value();
    broken.recovery_email = "new@example.org";
    broken.last_login_source = "\xff is not UTF-8";
    EXPECT_THROW((void)store->commit(put(broken)), std::invalid_argument);
    EXPECT_EQ(store->owner_of_email("ann@example.org"), user("ann"));
    EXPECT_FALSE(store->owner_of_email("new@example.org"));
    broken.version = 77;
    EXPECT_TRUE(store->commit(put(broken)).conflict);
    EXPECT_FALSE(store->owner_of_email("new@example.org"));
}

TEST_F(ContactsTest, One_change_that_erases_one_and_writes_another_moves_the_contact) {
    const auto store = open();
    (void)store->commit(put(with("ann", "team@example.org", "")));
    StoreChange change = put(with("bob", "team@example.org", ""));
    change.erase = user("ann");
    change.erase_version = 1;
    EXPECT_FALSE(store->commit(change).conflict);
    EXPECT_EQ(store->owner_of_email("team@example.org"), user("bob"));
    EXPECT_FALSE(store->find(user("ann")));
}

}  // namespace
}  // namespace ramd::test
