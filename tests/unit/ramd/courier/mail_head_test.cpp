// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/courier/mail_head.h"

#include <gtest/gtest.h>

namespace ramd::courier {
namespace {

using ramauth::Secret;

constexpr std::time_t some_saturday = 1'700'000'000 + 4 * 86'400;

TEST(MailHead, is_that_of_a_mail_that_no_person_wrote) {
    const Request request{Way::email, "ann@example.org", "Your code", Secret::copy_of("123456")};
    EXPECT_EQ(mail_head(request, "ramauth@example.org", 1'700'000'000),
              "From: ramauth@example.org\n"
              "To: ann@example.org\n"
              "Subject: Your code\n"
              "Date: Tue, 14 Nov 2023 22:13:20 +0000\n"
              "Auto-Submitted: auto-generated\n"
              "MIME-Version: 1.0\n"
              "Content-Type: text/plain; charset=us-ascii\n"
              "Content-Transfer-Encoding: 7bit\n"
              "\n");
}

TEST(MailHead, leaves_the_sender_to_the_mail_system_where_none_is_named) {
    const Request request{Way::email, "ann@example.org", "s", Secret::copy_of("x")};
    EXPECT_TRUE(mail_head(request, "", some_saturday).starts_with("To: ann@example.org\n"));
    EXPECT_NE(mail_head(request, "", some_saturday).find("\nDate: Sat, 18 Nov 2023"),
              std::string::npos);
}

TEST(MailHead, says_which_letters_come) {
    const Request request{Way::email, "a@b", "s", Secret::copy_of("gr\xc3\xbc\xc3\x9f")};
    const std::string head = mail_head(request, "", 0);
    EXPECT_NE(head.find("charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"), std::string::npos);
    EXPECT_NE(head.find("Date: Thu, 1 Jan 1970 00:00:00 +0000\n"), std::string::npos);
}

}  // namespace
}  // namespace ramd::courier
