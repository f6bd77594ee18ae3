// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/device_binding.h"

#include <gmock/gmock.h>

#include "ramd/factor/recovery_codes.h"
#include "ramd/factor/totp.h"
#include "tests/support/login_house.h"
#include "tests/support/rfc_device.h"

namespace ramd::test {
namespace {

using ramauth::Code;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;
using testing::SizeIs;

class DeviceBindingTest : public testing::Test, protected LoginHouse {
protected:
    using Outcome = std::variant<Secret, ramauth::Refusal>;

    // In step 3, with the codes of these two steps.
    DeviceBindingTest() {
        add_ann();
        now = in_step(3);
    }
    static Binding binding(unsigned first, unsigned second) {
        return {.user = name("ann"),
                .device = rfc_device(),
                .codes = {secret(rfc_codes.at(first)), secret(rfc_codes.at(second))}};
    }
    Outcome bind(Binding wanted) {
        const Request request = own_request();
        return run(bind_device(services, std::move(wanted), request));
    }
    Outcome bind(unsigned first, unsigned second) { return bind(binding(first, second)); }
    [[nodiscard]] const TotpDevice& device() const { return ann().device.value(); }
};

std::vector<std::string_view> lines_of(const Secret& text) {
    std::vector<std::string_view> lines;
    std::string_view rest = text.view();
    for (auto end = rest.find('\n'); end != rest.npos; end = rest.find('\n')) {
        lines.push_back(rest.substr(0, end));
        rest.remove_prefix(end + 1);
    }
    return lines;
}

TEST_F(DeviceBindingTest, two_codes_that_follow_each_other_bind_the_device) {
    ASSERT_TRUE(std::holds_alternative<Secret>(bind(2, 3)));
    EXPECT_EQ(device().seed, rfc_device().seed);
    EXPECT_EQ(device().bound, now);
    EXPECT_EQ(ann().updated, now);
    EXPECT_THAT(store.commits, SizeIs(1));
    EXPECT_EQ(log.count(EventKind::mfa_device_bound), 1U);
    EXPECT_THAT(log.events, SizeIs(1));
    EXPECT_THAT(changes.profiles, ElementsAre(Pair("ann", ElementsAre("MFADevice", "UpdateDate"))));
}

TEST_F(DeviceBindingTest, neither_of_the_two_works_again_and_the_next_one_does) {
    ASSERT_TRUE(std::holds_alternative<Secret>(bind(2, 3)));
    const auto works = [&](unsigned step) {
        return match_totp(device().seed, device().algorithm, rfc_codes.at(step), 105,
                          device().last_step)
            .has_value();
    };
    EXPECT_FALSE(works(2));
    EXPECT_FALSE(works(3));
    EXPECT_TRUE(works(4));
}

TEST_F(DeviceBindingTest, ten_recovery_codes_are_given_once_and_kept_as_hashes) {
    const Outcome outcome = bind(3, 4);
    const auto lines = lines_of(std::get<Secret>(outcome));
    ASSERT_THAT(lines, SizeIs(10));
    EXPECT_THAT(device().recovery_codes, SizeIs(10));
    for (std::size_t i = 0; i < lines.size(); ++i) {
        EXPECT_EQ(match_recovery_code(lines[i], device().recovery_codes), i);
        EXPECT_THAT(device().recovery_codes[i], Not(HasSubstr(std::string(lines[i]))));
    }
}

TEST_F(DeviceBindingTest, a_wrong_pair_is_counted_and_binds_nothing) {
    for (const auto& [first, second] : {std::pair(3U, 3U), std::pair(3U, 2U), std::pair(2U, 4U)})
        EXPECT_EQ(code_of(bind(first, second)), Code::binding_codes_wrong);
    EXPECT_FALSE(ann().device);
    EXPECT_EQ(ann().guesses.in_a_row, 3U);
    EXPECT_EQ(log.count(EventKind::manager_refused), 3U);
    EXPECT_EQ(log.events.back().detail, "the two codes do not fit");
    EXPECT_THAT(changes.profiles, IsEmpty());
}

TEST_F(DeviceBindingTest, how_far_off_the_clock_is_stands_in_the_journal_alone) {
    const auto near = bind(3, 2);
    const auto ahead = bind(6, 7);
    EXPECT_THAT(log.events.back().detail, HasSubstr("120 s ahead"));
    now = in_step(9);
    const auto behind = bind(4, 5);
    EXPECT_THAT(log.events.back().detail, HasSubstr("120 s behind"));
    for (const auto* outcome : {&near, &ahead, &behind}) {
        EXPECT_EQ(code_of(*outcome), Code::binding_codes_wrong);
        EXPECT_EQ(std::get<ramauth::Refusal>(*outcome).sentence,
                  std::get<ramauth::Refusal>(near).sentence);
    }
}

TEST_F(DeviceBindingTest, a_locked_profile_is_told_that_the_codes_are_wrong) {
    store.policy_in_force.max_login_attempts = 1;
    EXPECT_EQ(code_of(bind(3, 3)), Code::binding_codes_wrong);
    EXPECT_EQ(code_of(bind(2, 3)), Code::binding_codes_wrong);
    EXPECT_EQ(log.events.back().detail, "the profile is locked");
    EXPECT_FALSE(ann().device);
}

TEST_F(DeviceBindingTest, administrators_are_neither_locked_out_nor_counted) {
    store.policy_in_force.max_login_attempts = 1;
    EXPECT_EQ(code_of(bind(3, 3)), Code::binding_codes_wrong);
    Binding wrong = binding(3, 3);
    wrong.by_administrator = true;
    EXPECT_EQ(code_of(bind(std::move(wrong))), Code::binding_codes_wrong);
    EXPECT_EQ(ann().guesses.in_a_row, 1U);
    Binding right = binding(2, 3);
    right.by_administrator = true;
    EXPECT_TRUE(std::holds_alternative<Secret>(bind(std::move(right))));
    EXPECT_EQ(ann().guesses.in_a_row, 1U) << "binding unlocks nobody";
}

TEST_F(DeviceBindingTest, a_bound_device_is_never_replaced) {
    store.profiles.at("ann").device = device_with("another");
    EXPECT_EQ(code_of(bind(2, 3)), Code::mfa_device_exists);
    EXPECT_EQ(device().seed, "another");
    EXPECT_EQ(ann().guesses.in_a_row, 0U);
}

TEST_F(DeviceBindingTest, an_orphaned_profile_gets_none) {
    store.profiles.at("ann").orphaned = true;
    EXPECT_EQ(code_of(bind(2, 3)), Code::temporarily_unmodifiable);
    EXPECT_THAT(store.commits, IsEmpty());
}

TEST_F(DeviceBindingTest, a_password_that_was_changed_meanwhile_proves_nothing) {
    Binding stale = binding(2, 3);
    stale.epoch = ann().epoch - 1;
    EXPECT_EQ(code_of(bind(std::move(stale))), Code::ticket_expired);
    Binding present = binding(2, 3);
    present.epoch = ann().epoch;
    EXPECT_TRUE(std::holds_alternative<Secret>(bind(std::move(present))));
}

TEST_F(DeviceBindingTest, nobody_without_a_profile_gets_one_and_no_name_is_recorded) {
    store.profiles.clear();
    EXPECT_EQ(code_of(bind(2, 3)), Code::no_login_profile);
    EXPECT_EQ(log.events.back().user, "");
}

TEST_F(DeviceBindingTest, S4_a_full_store_binds_nothing) {
    store.full = true;
    EXPECT_EQ(code_of(bind(2, 3)), Code::service_failure);
    EXPECT_FALSE(ann().device);
    EXPECT_EQ(ann().guesses.in_a_row, 0U);
    EXPECT_EQ(log.count(EventKind::mfa_device_bound), 0U);
}

TEST_F(DeviceBindingTest, one_who_has_gone_gets_none) {
    const Request request = own_request();
    request.abandoned->store(true);
    EXPECT_EQ(code_of(run(bind_device(services, binding(2, 3), request))), Code::limit_exceeded);
    EXPECT_FALSE(ann().device);
}

TEST_F(DeviceBindingTest, an_app_is_given_seed_and_uri_with_the_short_name_of_the_host) {
    const DeviceOffer offer = offer_of(services, name("ann"), rfc_device());
    EXPECT_EQ(offer.seed.view(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    EXPECT_THAT(std::string(offer.uri.view()),
                testing::StartsWith("otpauth://totp/gate:ann?secret=GEZDGNBVGY3TQOJQ"));
    host_names = {"what is this", ""};
    EXPECT_THAT(std::string(offer_of(services, name("ann"), rfc_device()).uri.view()),
                testing::StartsWith("otpauth://totp/localhost:ann?"));
}

TEST_F(DeviceBindingTest, a_new_device_has_a_seed_of_its_own_as_long_as_the_hash) {
    const TotpDevice one = new_device(TotpAlgorithm::sha1);
    EXPECT_THAT(one.seed, SizeIs(20));
    EXPECT_NE(one.seed, new_device(TotpAlgorithm::sha1).seed);
    EXPECT_THAT(new_device(TotpAlgorithm::sha256).seed, SizeIs(32));
    EXPECT_EQ(new_device(TotpAlgorithm::sha256).algorithm, TotpAlgorithm::sha256);
}

}  // namespace
}  // namespace ramd::test
