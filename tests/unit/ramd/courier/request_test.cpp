// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/courier/request.h"

#include <gtest/gtest.h>

namespace ramd::courier {
namespace {

using ramauth::Secret;

Request mail(std::string to = "ann@example.org", std::string subject = "Your code",
             const std::string& text = "123456\n") {
    return {Way::email, std::move(to), std::move(subject), Secret::copy_of(text)};
}

Request sms(std::string to = "+491701234567", std::string subject = "") {
    return {Way::sms, std::move(to), std::move(subject), Secret::copy_of("123456")};
}

bool is_refused(const std::string& bytes) {
    try {
        (void)parse_request(bytes);
        return false;
    } catch (const BadRequest& fault) {
        EXPECT_EQ(std::string_view(fault.what()).find("123456"), std::string_view::npos);
        return true;
    }
}

TEST(Request, is_written_as_the_header_tells) {
    EXPECT_EQ(encode_request(mail()).view(), "1 email 7\nann@example.org\nYour code\n123456\n");
    EXPECT_EQ(encode_request(sms()).view(), "1 sms 6\n+491701234567\n\n123456");
}

TEST(Request, is_read_as_it_was_written) {
    for (const Request& request : {mail(), sms(), mail("a@b", "~", "gr\xc3\xbc\xc3\x9f\n.\n\n")}) {
        const Request read = parse_request(encode_request(request).view());
        EXPECT_EQ(read.way, request.way);
        EXPECT_EQ(read.to, request.to);
        EXPECT_EQ(read.subject, request.subject);
        EXPECT_EQ(read.text.view(), request.text.view());
    }
}

TEST(Request, that_was_cut_short_anywhere_is_refused) {
    const std::string whole(encode_request(mail()).view());
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_TRUE(is_refused(whole.substr(0, size))) << size;
    EXPECT_FALSE(is_refused(whole));
}

TEST(Request, of_another_form_is_refused) {
    for (const char* bytes :
         {"2 email 6\nann@example.org\nCode\n123456", "1 fax 6\nann@example.org\nCode\n123456",
          "1 email  6\nann@example.org\nCode\n123456", "1 email 06\nann@example.org\nCode\n123456",
          "1 email +6\nann@example.org\nCode\n123456", "1 email 5\nann@example.org\nCode\n123456",
          "1 email 7\nann@example.org\nCode\n123456", "1 email 0\nann@example.org\nCode\n",
          "1 email 99999999999999999999999\nann@example.org\nCode\n123456",
          "1 email 6\r\nann@example.org\nCode\n123456", "1 email 6\nann@example.org\n\n123456",
          "1 email 6\nann@example.org\nCo\tde\n123456", "1 sms 6\n110\nCode\n123456",
          "1 sms 6\nann@example.org\n\n123456", "1 email 6\n110\nCode\n123456",
          "1 email 6\nann@example.org\nCode\n1234\r6"})
        EXPECT_TRUE(is_refused(bytes)) << bytes;
}

TEST(Request, a_recipient_with_a_newline_adds_no_line) {
    for (const char* to : {"ann@example.org\nBcc: bob@example.org", "ann@example.org\n", "-t", ""})
        EXPECT_THROW((void)encode_request(mail(to)), BadRequest) << to;
    EXPECT_THROW((void)encode_request(sms("110\n112")), BadRequest);
    EXPECT_THROW((void)encode_request(mail("ann@example.org", "Code\nBcc: bob@b")), BadRequest);
}

TEST(Request, is_bounded) {
    const std::string subject(longest_subject, 's');
    std::string text(longest_text, 'a');
    for (std::size_t i = 899; i < text.size(); i += 900) text[i] = '\n';
    const Request longest = mail("a@" + std::string(252, 'b'), subject, text);
    const Secret bytes = encode_request(longest);
    EXPECT_LE(bytes.size(), longest_request);
    EXPECT_EQ(parse_request(bytes.view()).text.size(), longest_text);
    EXPECT_THROW((void)encode_request(mail("a@b", subject + "s")), BadRequest);
    EXPECT_THROW((void)encode_request(mail("a@b", "s", text + "a")), BadRequest);
    EXPECT_TRUE(is_refused("1 email 9000\na@b\ns\n" + std::string(9000, '\n')));
}

}  // namespace
}  // namespace ramd::courier
