// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/secret_argument.h"

#include <gtest/gtest.h>

#include "shared/secret_fd.h"

namespace ramd {
namespace {

std::string name_for(std::string_view key) {
    const auto refusal = wrong_format(key, "is wrong");
    return ramauth::code_text(refusal.code, refusal.field);
}

TEST(WrongFormat, names_the_key_where_an_error_can_have_its_name) {
    EXPECT_EQ(name_for("MaxPasswordAge"), "InvalidParameter.MaxPasswordAge.Format");
    EXPECT_EQ(name_for("a_1"), "InvalidParameter.a_1.Format");
    for (const std::string& odd :
         {std::string(), std::string("1a"), std::string("a.b"), std::string("a b"),
          std::string("\xC3\xA4"), std::string(65, 'a')})
        EXPECT_EQ(name_for(odd), "InvalidParameter.Key.Format");
}

TEST(TakeSecret, says_what_is_wrong) {
    std::optional<ramauth::Secret> secret;
    std::optional<ramauth::Refusal> refusal;
    take_secret(std::nullopt, "Password", secret, refusal);
    EXPECT_EQ(refusal->code, ramauth::Code::parameter_format);
    take_secret(ramauth::UniqueFd(), "Password", secret, refusal);
    EXPECT_EQ(refusal->code, ramauth::Code::secret_malformed);
    refusal.reset();
    take_secret(ramauth::secret_to_fd(ramauth::Secret::copy_of(std::string_view("x"))), "Password",
                secret, refusal);
    EXPECT_FALSE(refusal);
    EXPECT_EQ(secret->view(), "x");
}

}  // namespace
}  // namespace ramd
