// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/settings_decode.h"

#include <gtest/gtest.h>

#include "shared/secret_fd.h"
#include "tests/unit/ramd/bus/test_message.h"

namespace ramd {
namespace {

using ramauth::Refusal;

ramauth::UniqueFd password() {
    return ramauth::secret_to_fd(Secret::copy_of(std::string_view("secret")));
}

TEST(DecodeSettings, takes_every_setting) {
    const auto fd = password();
    const TestMessage message([&](sd_bus_message* m) {
        return sd_bus_message_append(
            m, "a{sv}", 14, "Password", "h", fd.get(), "Nonce", "s", "n1", "GeneratePassword", "b",
            1, "Interactive", "b", 1, "System", "b", 1, "ShadowKept", "b", 0, "ShadowAging", "s",
            "0:99", "Status", "s", "Inactive", "PasswordResetRequired", "b", 1, "MFABindRequired",
            "b", 0, "RecoveryEmail", "s", "a@b", "RecoveryMobile", "s", "+1", "Mail", "b", 1,
            "ForgetSources", "b", 1);
    });
    auto decoded = decode_settings(message.get());
    ASSERT_TRUE(std::holds_alternative<ProfileSettings>(decoded));
    const auto& settings = std::get<ProfileSettings>(decoded);
    EXPECT_EQ(settings.password->view(), "secret");
    EXPECT_EQ(settings.nonce, "n1");
    EXPECT_TRUE(settings.generate_password);
    EXPECT_TRUE(settings.interactive);
    EXPECT_TRUE(settings.system);
    EXPECT_EQ(settings.shadow_kept, false);
    EXPECT_EQ(settings.shadow_aging, "0:99");
    EXPECT_EQ(settings.status, Status::inactive);
    EXPECT_EQ(settings.password_reset_required, true);
    EXPECT_EQ(settings.mfa_bind_required, false);
    EXPECT_EQ(settings.recovery_email, "a@b");
    EXPECT_EQ(settings.recovery_mobile, "+1");
    EXPECT_TRUE(settings.mail);
    EXPECT_TRUE(settings.forget_sources);
}

TEST(DecodeSettings, leaves_alone_what_is_not_named) {
    const TestMessage message(
        [](sd_bus_message* m) { return sd_bus_message_append(m, "a{sv}", 0); });
    const auto decoded = decode_settings(message.get());
    const auto& settings = std::get<ProfileSettings>(decoded);
    EXPECT_FALSE(settings.password || settings.status || settings.mfa_bind_required ||
                 settings.recovery_email || settings.shadow_kept);
}

std::string refusal_of(const std::function<int(sd_bus_message*)>& append) {
    const auto decoded = decode_settings(TestMessage(append).get());
    const auto* refusal = std::get_if<Refusal>(&decoded);
    return refusal == nullptr ? "" : ramauth::code_text(refusal->code, refusal->field);
}

TEST(DecodeSettings, refuses_the_whole_for_one_key) {
    EXPECT_EQ(refusal_of([](sd_bus_message* m) {
                  return sd_bus_message_append(m, "a{sv}", 2, "Status", "s", "Active", "Colour",
                                               "s", "red");
              }),
              "InvalidParameter.Colour.Format");
    EXPECT_EQ(refusal_of([](sd_bus_message* m) {
                  return sd_bus_message_append(m, "a{sv}", 2, "System", "b", 1, "System", "b", 0);
              }),
              "InvalidParameter.System.Format");
    EXPECT_EQ(refusal_of([](sd_bus_message* m) {
                  return sd_bus_message_append(m, "a{sv}", 1, "System", "v", "b", 1);
              }),
              "InvalidParameter.System.Format");
    EXPECT_EQ(refusal_of([](sd_bus_message* m) {
                  return sd_bus_message_append(m, "a{sv}", 1, "Password", "h", 0);
              }),
              "InvalidParameter.Secret.Malformed");
}

bool is_reset(const std::function<int(sd_bus_message*)>& append) {
    return looks_like_reset(TestMessage(append).get());
}

TEST(LooksLikeReset, is_a_password_and_nothing_else) {
    const auto fd = password();
    EXPECT_TRUE(is_reset([&](sd_bus_message* m) {
        return sd_bus_message_append(m, "a{sv}", 3, "Password", "h", fd.get(), "Interactive", "b",
                                     1, "Nonce", "s", "n1");
    }));
    EXPECT_TRUE(is_reset([](sd_bus_message* m) {
        return sd_bus_message_append(m, "a{sv}", 2, "GeneratePassword", "b", 1, "Mail", "b", 1);
    }));
    EXPECT_FALSE(is_reset([](sd_bus_message* m) {
        return sd_bus_message_append(m, "a{sv}", 1, "Interactive", "b", 1);
    }));
    EXPECT_FALSE(is_reset([](sd_bus_message* m) {
        return sd_bus_message_append(m, "a{sv}", 2, "GeneratePassword", "b", 1, "ForgetSources",
                                     "b", 1);
    }));
    EXPECT_FALSE(is_reset([&](sd_bus_message* m) {
        return sd_bus_message_append(m, "a{sv}", 2, "Password", "h", fd.get(), "Status", "s",
                                     "Active");
    }));
}

TEST(DecodeFilter, takes_two_keys_and_no_other) {
    const TestMessage good([](sd_bus_message* m) {
        return sd_bus_message_append(m, "a{sv}", 2, "Status", "s", "Active", "PasswordStatus", "s",
                                     "InitialExpired");
    });
    const auto decoded = decode_filter(good.get());
    const auto& filter = std::get<ProfileFilter>(decoded);
    EXPECT_EQ(filter.status, Status::active);
    EXPECT_EQ(filter.password_status, ramauth::policy::PasswordStatus::initial_expired);
    const TestMessage bad([](sd_bus_message* m) {
        return sd_bus_message_append(m, "a{sv}", 1, "UserName", "s", "ann");
    });
    EXPECT_TRUE(std::holds_alternative<Refusal>(decode_filter(bad.get())));
}

}  // namespace
}  // namespace ramd
