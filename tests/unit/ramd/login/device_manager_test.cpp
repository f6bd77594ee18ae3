// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/device_manager.h"

#include <gmock/gmock.h>

#include "ramd/factor/recovery_codes.h"
#include "tests/support/login_house.h"
#include "tests/support/rfc_device.h"

namespace ramd::test {
namespace {

using ramauth::Code;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using enum DeviceRight;

class DeviceManagerTest : public testing::Test, protected LoginHouse {
protected:
    DeviceManagerTest() {
        add_ann();
        now = in_step(3);
        services.clock = [this] { return clock; };
    }
    void have_device() {
        store.profiles.at("ann").device = rfc_device();
        store.profiles.at("ann").device->bound = now;
        store.profiles.at("ann").device->recovery_codes = {"a", "b", "c"};
    }
    std::variant<DeviceOffer, ramauth::Refusal> create(DeviceRight right) {
        return manager.create(name("ann"), TotpAlgorithm::sha1, right, own_request());
    }
    std::variant<Secret, ramauth::Refusal> bind(DeviceRight right) {
        return run(manager.bind(name("ann"), {secret(rfc_codes[2]), secret(rfc_codes[3])}, right,
                                own_request()));
    }
    std::optional<ramauth::Refusal> unbind_own(std::string_view code) {
        return run(manager.unbind_own(name("ann"), secret(code), own_request()));
    }
    [[nodiscard]] MFAInfo info() const { return std::get<MFAInfo>(manager.info(name("ann"))); }

    Deadline::Clock::time_point clock{1h};
    DeviceManager manager{services};
};

TEST_F(DeviceManagerTest, says_what_is_bound) {
    EXPECT_FALSE(info().algorithm);
    have_device();
    store.profiles.at("ann").factor_sources = {"192.0.2.0/24", "tty1"};
    EXPECT_EQ(info().algorithm, TotpAlgorithm::sha1);
    EXPECT_EQ(info().bound, now);
    EXPECT_EQ(info().recovery_codes_left, 3U);
    EXPECT_THAT(info().known_sources, ElementsAre("192.0.2.0/24", "tty1"));
    EXPECT_EQ(code_of(manager.info(name("bob"))), Code::no_login_profile);
}

TEST_F(DeviceManagerTest, says_whether_the_next_logon_has_to_bind) {
    EXPECT_FALSE(info().bind_required);
    store.profiles.at("ann").mfa_bind_required = true;
    EXPECT_TRUE(info().bind_required);
    have_device();
    EXPECT_FALSE(info().bind_required);
    store.profiles.at("ann").device.reset();
    store.profiles.at("ann").mfa_bind_required = false;
    store.preference_in_force.mfa_operation_for_login = ramauth::policy::MFAOperation::mandatory;
    EXPECT_TRUE(info().bind_required);
}

TEST_F(DeviceManagerTest, what_was_made_is_bound_by_its_codes_within_ten_minutes) {
    ASSERT_TRUE(std::holds_alternative<DeviceOffer>(create(owner)));
    EXPECT_THAT(store.commits, IsEmpty()) << "nothing changes until it is bound";
    EXPECT_EQ(code_of(bind(owner)), Code::binding_codes_wrong) << "codes of another device";
    services.offers.offer(name("ann"), rfc_device(), clock);
    clock += DeviceOffers::lifetime - 1s;
    EXPECT_TRUE(std::holds_alternative<Secret>(bind(owner)));
    EXPECT_TRUE(ann().device);
    EXPECT_EQ(services.offers.find(name("ann"), clock), nullptr);
}

TEST_F(DeviceManagerTest, nothing_that_was_not_made_or_is_over_is_bound) {
    EXPECT_EQ(code_of(bind(owner)), Code::no_mfa_device);
    services.offers.offer(name("ann"), rfc_device(), clock);
    clock += DeviceOffers::lifetime;
    EXPECT_EQ(code_of(bind(owner)), Code::no_mfa_device);
    EXPECT_EQ(ann().guesses.in_a_row, 0U);
}

TEST_F(DeviceManagerTest, the_device_has_the_algorithm_that_was_asked_for) {
    const auto made = manager.create(name("ann"), TotpAlgorithm::sha256, owner, own_request());
    ASSERT_TRUE(std::holds_alternative<DeviceOffer>(made));
    EXPECT_EQ(services.offers.find(name("ann"), clock)->algorithm, TotpAlgorithm::sha256);
}

TEST_F(DeviceManagerTest, owners_may_where_the_preference_says_so_and_administrators_always) {
    store.preference_in_force.allow_user_to_manage_mfa_devices = false;
    const auto refused = create(owner);
    EXPECT_EQ(code_of(refused), Code::change_not_allowed);
    EXPECT_THAT(std::get<ramauth::Refusal>(refused).sentence, testing::HasSubstr("devices"));
    services.offers.offer(name("ann"), rfc_device(), clock);
    EXPECT_EQ(code_of(bind(owner)), Code::change_not_allowed);
    EXPECT_EQ(log.count(EventKind::manager_refused), 2U);
    EXPECT_FALSE(manager.owners_may());
    EXPECT_TRUE(std::holds_alternative<Secret>(bind(administrator)));
}

TEST_F(DeviceManagerTest, a_bound_device_is_unbound_first) {
    have_device();
    for (const DeviceRight right : {owner, administrator}) {
        EXPECT_EQ(code_of(create(right)), Code::mfa_device_exists);
        EXPECT_EQ(code_of(bind(right)), Code::mfa_device_exists);
    }
    EXPECT_FALSE(manager.unbind(name("ann"), manager_request()));
    EXPECT_FALSE(ann().device);
    EXPECT_EQ(ann().updated, now);
    EXPECT_EQ(log.count(EventKind::mfa_device_unbound), 1U);
    EXPECT_THAT(changes.profiles, SizeIs(1));
    EXPECT_TRUE(std::holds_alternative<DeviceOffer>(create(owner)));
}

TEST_F(DeviceManagerTest, what_is_not_bound_cannot_be_unbound) {
    EXPECT_EQ(code_of(manager.unbind(name("ann"), manager_request())), Code::no_mfa_device);
    EXPECT_EQ(code_of(manager.unbind(name("bob"), manager_request())), Code::no_login_profile);
    EXPECT_THAT(store.commits, IsEmpty());
}

TEST_F(DeviceManagerTest, an_orphaned_profile_stays_as_it_is) {
    have_device();
    store.profiles.at("ann").orphaned = true;
    EXPECT_EQ(code_of(manager.unbind(name("ann"), manager_request())),
              Code::temporarily_unmodifiable);
    EXPECT_EQ(code_of(create(administrator)), Code::temporarily_unmodifiable);
    EXPECT_TRUE(ann().device);
    EXPECT_TRUE(std::holds_alternative<MFAInfo>(manager.info(name("ann"))));
}

TEST_F(DeviceManagerTest, owners_unbind_with_a_present_code) {
    have_device();
    EXPECT_FALSE(unbind_own(rfc_codes[3]));
    EXPECT_FALSE(ann().device);
    EXPECT_EQ(log.count(EventKind::mfa_device_unbound), 1U);
    EXPECT_EQ(log.events.back().detail, "by its owner");
    EXPECT_EQ(code_of(unbind_own(rfc_codes[4])), Code::no_mfa_device);
}

TEST_F(DeviceManagerTest, owners_unbind_with_a_recovery_code) {
    have_device();
    const Secret recovery = new_recovery_code();
    store.profiles.at("ann").device->recovery_codes = {hash_recovery_code(recovery.view())};
    EXPECT_FALSE(unbind_own(recovery.view()));
    EXPECT_FALSE(ann().device);
}

TEST_F(DeviceManagerTest, whatever_is_wrong_about_a_code_is_one_answer_and_a_guess) {
    have_device();
    store.profiles.at("ann").device->last_step = 3;
    for (const std::string_view code : {"969429", "12345", "1234567", "12345a", ""})
        EXPECT_EQ(code_of(unbind_own(code)), Code::authentication_failed) << code;
    EXPECT_TRUE(ann().device);
    EXPECT_GT(ann().guesses.in_a_row, 0U);
    EXPECT_EQ(log.count(EventKind::manager_refused), 5U);
}

TEST_F(DeviceManagerTest, owners_who_may_not_manage_devices_do_not_guess) {
    have_device();
    store.preference_in_force.allow_user_to_manage_mfa_devices = false;
    EXPECT_EQ(code_of(unbind_own(rfc_codes[3])), Code::change_not_allowed);
    EXPECT_TRUE(ann().device);
    EXPECT_EQ(ann().device->last_step, 0U);
}

TEST_F(DeviceManagerTest, S4_a_full_store_unbinds_nothing) {
    have_device();
    store.full = true;
    EXPECT_EQ(code_of(manager.unbind(name("ann"), manager_request())), Code::service_failure);
    EXPECT_TRUE(ann().device);
}

}  // namespace
}  // namespace ramd::test
