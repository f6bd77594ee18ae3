// SPDX-License-Identifier: LGPL-2.1-or-later
#include "shared/contact_form.h"

#include <gtest/gtest.h>

#include <string>

namespace ramauth {
namespace {

TEST(MailAddress, is_a_name_at_a_host) {
    for (const char* text :
         {"ann@example.org", "ann.smith+codes@mail.example.org", "a@b", "A_b-c=d~e@x-1.example",
          "root@localhost", "o'neill@example.org", "1@2.3"})
        EXPECT_TRUE(is_mail_address(text)) << text;
}

TEST(MailAddress, is_never_an_option_a_list_a_program_or_a_file) {
    for (const char* text :
         {"-oQ/tmp@example.org", "-t", "ann@example.org,bob@example.org", "ann@example.org bob",
          "|/bin/sh@example.org", "/etc/passwd@example.org", ":include:/etc/passwd@example.org",
          "\"|sh\"@example.org", "<ann@example.org>", "Ann <ann@example.org>", "(ann)@example.org",
          "ann;bob@example.org", "ann%inside@example.org", "gate!ann@example.org",
          "ann\\@example.org", "`id`@example.org", "ann:bob@example.org", "[ann]@example.org"})
        EXPECT_FALSE(is_mail_address(text)) << text;
}

TEST(MailAddress, has_one_line_of_ascii) {
    for (const std::string& text :
         {std::string("ann@example.org\n"), std::string("ann@example.org\nBcc: bob@example.org"),
          std::string("ann\r@example.org"), std::string("ann\t@example.org"),
          std::string("ann\0@example.org", 16), std::string("ann@example.org\x7f"),
          std::string("\xc3\xa4nn@example.org"), std::string("ann@ex\xc3\xa4mple.org")})
        EXPECT_FALSE(is_mail_address(text)) << text;
}

TEST(MailAddress, has_both_parts_and_each_is_well_formed) {
    for (const char* text :
         {"", "@", "ann", "ann@", "@example.org", "ann@@example.org", "ann@bob@example.org",
          ".ann@example.org", "ann.@example.org", "a..b@example.org", "ann@.example.org",
          "ann@example.org.", "ann@example..org", "ann@-example.org", "ann@example-.org",
          "ann@example.-org", "ann@example.org-", "ann@ex_ample.org", "ann@[192.0.2.1]"})
        EXPECT_FALSE(is_mail_address(text)) << text;
}

TEST(MailAddress, has_at_most_254_bytes_and_64_before_the_at) {
    const std::string name(64, 'a');
    EXPECT_TRUE(is_mail_address(name + "@b"));
    EXPECT_FALSE(is_mail_address(name + "a@b"));
    EXPECT_TRUE(is_mail_address("a@" + std::string(252, 'b')));
    EXPECT_FALSE(is_mail_address("a@" + std::string(253, 'b')));
}

TEST(PhoneNumber, is_digits_and_perhaps_a_plus) {
    for (const char* text : {"+491701234567", "0170123", "110", "12345678901234567890"})
        EXPECT_TRUE(is_phone_number(text)) << text;
    for (const char* text :
         {"", "+", "12", "+12", "123456789012345678901", "++49170", "+49 170 1", "0170-123",
          "0170/123", "+49(0)170", "0170123\n", "-110", "0170a", "\xd9\xa1\xd9\xa2\xd9\xa3"})
        EXPECT_FALSE(is_phone_number(text)) << text;
}

TEST(PhoneNumber, is_bare_of_what_people_write_between_the_digits) {
    EXPECT_EQ(bare_number("+49 (170) 123-45.67"), "+491701234567");
    EXPECT_EQ(bare_number("030/1234"), "0301234");
    EXPECT_EQ(bare_number("call me"), "callme");
}

}  // namespace
}  // namespace ramauth
