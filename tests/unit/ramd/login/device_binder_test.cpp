// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/device_binder.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/support/login_house.h"
#include "tests/support/rfc_device.h"

namespace ramd::test {
namespace {

using ramauth::Code;
using testing::IsEmpty;

class DeviceBinderTest : public testing::Test, protected LoginHouse {
protected:
    DeviceBinderTest() {
        add_ann();
        now = in_step(3);
    }
    // As Authenticate leaves it to sshd's module.
    [[nodiscard]] Ticket logon() const {
        Ticket ticket{.user = name("ann"), .epoch = ann().epoch, .password = std::nullopt};
        ticket.next = {"bind"};
        ticket.holder = Uid{0};
        ticket.context.believed = true;
        ticket.context.uid = Uid{ann_uid};
        ticket.context.remote_host = "198.51.100.7";
        return ticket;
    }
    Secret issue_begun() {
        Ticket ticket = logon();
        ticket.offered = rfc_device();
        return tickets.issue(std::move(ticket));
    }
    // The members name no user, and say nothing of the logon.
    static Request asked(unsigned uid = 0) { return own_request(uid); }
    std::variant<DeviceBound, ramauth::Refusal> finish(const Secret& ticket, unsigned first,
                                                       unsigned second) {
        return run(binder.finish(
            ticket.clone(), {secret(rfc_codes.at(first)), secret(rfc_codes.at(second))}, asked()));
    }

    DeviceBinder binder{services};
};

TEST_F(DeviceBinderTest, the_device_is_the_same_as_long_as_the_ticket_lives) {
    const Secret ticket = tickets.issue(logon());
    const auto first = binder.begin(ticket, asked());
    const auto again = binder.begin(ticket, asked());
    ASSERT_TRUE(std::holds_alternative<DeviceOffer>(first));
    EXPECT_EQ(std::get<DeviceOffer>(first).seed, std::get<DeviceOffer>(again).seed);
    EXPECT_EQ(std::get<DeviceOffer>(first).uri, std::get<DeviceOffer>(again).uri);
    const Secret other = tickets.issue(logon());
    EXPECT_FALSE(std::get<DeviceOffer>(binder.begin(other, asked())).seed ==
                 std::get<DeviceOffer>(first).seed);
    EXPECT_THAT(store.commits, IsEmpty());
}

TEST_F(DeviceBinderTest, its_picture_has_lines_of_one_width_and_controls_no_terminal) {
    const Secret ticket = tickets.issue(logon());
    const auto drawn = binder.draw(ticket, asked());
    const std::string_view picture = std::get<Secret>(drawn).view();
    EXPECT_TRUE(picture.ends_with('\n'));
    EXPECT_EQ(picture.find('\x1b'), picture.npos);
    EXPECT_GE(std::count(picture.begin(), picture.end(), '\n'), 15);
    const auto again = binder.draw(ticket, asked());
    EXPECT_EQ(std::get<Secret>(drawn), std::get<Secret>(again));
}

TEST_F(DeviceBinderTest, a_right_pair_binds_and_completes_the_ticket) {
    const Secret ticket = issue_begun();
    EXPECT_EQ(tickets.find(ticket, name("ann")), nullptr);
    const auto outcome = finish(ticket, 2, 3);
    ASSERT_TRUE(std::holds_alternative<DeviceBound>(outcome));
    EXPECT_THAT(std::get<DeviceBound>(outcome).next, IsEmpty());
    EXPECT_TRUE(ann().device);
    const Ticket* completed = tickets.find(ticket, name("ann"));
    ASSERT_NE(completed, nullptr);
    EXPECT_TRUE(completed->factor_given);
    EXPECT_FALSE(completed->offered);
    EXPECT_EQ(code_of(finish(ticket, 3, 4)), Code::ticket_expired) << "it wants no device any more";
}

TEST_F(DeviceBinderTest, after_a_wrong_pair_it_can_be_tried_again) {
    const Secret ticket = issue_begun();
    EXPECT_EQ(code_of(finish(ticket, 3, 3)), Code::binding_codes_wrong);
    EXPECT_EQ(log.events.back().kind, EventKind::logon_refused);
    EXPECT_EQ(ann().guesses.in_a_row, 1U);
    EXPECT_TRUE(std::holds_alternative<DeviceBound>(finish(ticket, 2, 3)));
}

TEST_F(DeviceBinderTest, only_the_holder_of_a_ticket_that_wants_a_device_may_bind_one) {
    Ticket wants_code = logon();
    wants_code.next = {"totp", "recovery-code"};
    Ticket wants_nothing = logon();
    wants_nothing.next.clear();
    const Secret held = tickets.issue(logon());
    for (const auto& [ticket, uid] :
         {std::pair(tickets.issue(std::move(wants_code)), 0U),
          std::pair(tickets.issue(std::move(wants_nothing)), 0U), std::pair(held.clone(), ann_uid),
          std::pair(secret("?"), 0U)}) {
        EXPECT_EQ(code_of(binder.begin(ticket, asked(uid))), Code::ticket_expired);
        EXPECT_EQ(code_of(binder.draw(ticket, asked(uid))), Code::ticket_expired);
        EXPECT_EQ(code_of(run(binder.finish(
                      ticket.clone(), {secret(rfc_codes[2]), secret(rfc_codes[3])}, asked(uid)))),
                  Code::ticket_expired);
    }
    EXPECT_EQ(code_of(finish(held, 2, 3)), Code::ticket_expired) << "nothing was begun";
    EXPECT_EQ(ann().guesses.in_a_row, 0U);
}

TEST_F(DeviceBinderTest, a_device_that_was_bound_meanwhile_stays) {
    const Secret ticket = issue_begun();
    store.profiles.at("ann").device = device_with("another");
    EXPECT_EQ(code_of(binder.begin(ticket, asked())), Code::mfa_device_exists);
    EXPECT_EQ(code_of(finish(ticket, 2, 3)), Code::mfa_device_exists);
    EXPECT_EQ(ann().device->seed, "another");
    EXPECT_EQ(tickets.find(ticket, name("ann")), nullptr);
}

TEST_F(DeviceBinderTest, a_password_that_was_reset_meanwhile_binds_nothing) {
    const Secret ticket = issue_begun();
    ++store.profiles.at("ann").epoch;
    EXPECT_EQ(code_of(binder.begin(ticket, asked())), Code::ticket_expired);
    EXPECT_EQ(code_of(finish(ticket, 2, 3)), Code::ticket_expired);
    EXPECT_FALSE(ann().device);
}

TEST_F(DeviceBinderTest, an_account_that_is_another_one_by_now_gets_none) {
    Ticket ticket = logon();
    ticket.offered = rfc_device();
    ticket.context.uid = Uid{ann_uid + 1};
    EXPECT_EQ(code_of(finish(tickets.issue(std::move(ticket)), 2, 3)),
              Code::temporarily_unmodifiable);
    EXPECT_FALSE(ann().device);
}

}  // namespace
}  // namespace ramd::test
