// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/response_head.h"

#include <gtest/gtest.h>

namespace ramctl::update {
namespace {

ResponseHead head_of(std::initializer_list<const char*> lines) {
    ResponseHead head;
    for (const char* line : lines) head.line(line);
    return head;
}

TEST(ResponseHead, has_status_etag_and_times) {
    const auto head =
        head_of({"HTTP/1.1 200 OK\r\n", "ETag:  W/\"0x8D\" \r\n",
                 "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n",
                 "Date: Mon, 07 Nov 1994 08:49:37 GMT\r\n", "RETRY-AFTER: 3\r\n", "\r\n"});
    EXPECT_EQ(head.status(), 200U);
    EXPECT_EQ(head.etag(), "W/\"0x8D\"");
    EXPECT_EQ(head.newest(), ramauth::Timestamp(std::chrono::seconds(784111777)));
    EXPECT_EQ(head.retry_after(), "3");
}

TEST(ResponseHead, date_counts_where_no_last_modified_stands) {
    const auto head = head_of({"HTTP/2 200", "date: Sun, 06 Nov 1994 08:49:37 GMT"});
    EXPECT_EQ(head.newest(), ramauth::Timestamp(std::chrono::seconds(784111777)));
}

TEST(ResponseHead, knows_whether_the_end_can_be_seen) {
    EXPECT_FALSE(head_of({"HTTP/1.1 200 OK", "Connection: close"}).ends_verifiably());
    EXPECT_TRUE(head_of({"HTTP/1.1 200 OK", "Content-Length: 5"}).ends_verifiably());
    EXPECT_TRUE(head_of({"HTTP/1.1 200 OK", "Transfer-Encoding: gzip, Chunked"}).ends_verifiably());
    EXPECT_FALSE(head_of({"HTTP/1.0 200 OK", "Transfer-Encoding: identity"}).ends_verifiably());
    EXPECT_TRUE(head_of({"HTTP/2 200"}).ends_verifiably());
}

TEST(ResponseHead, of_a_chain_the_last_one_counts) {
    const auto head = head_of(
        {"HTTP/1.1 302 Found", "ETag: \"a\"", "Content-Length: 0", "", "HTTP/1.1 200 OK", ""});
    EXPECT_EQ(head.status(), 200U);
    EXPECT_EQ(head.etag(), "");
    EXPECT_FALSE(head.ends_verifiably());
}

TEST(ResponseHead, an_etag_that_cannot_be_kept_is_none) {
    EXPECT_EQ(head_of({"HTTP/2 200", "etag: a\x01z"}).etag(), "");
    const std::string line = "etag: " + std::string(513, 'e');
    EXPECT_EQ(head_of({"HTTP/2 200", line.c_str()}).etag(), "");
}

TEST(ResponseHead, knows_gzip_and_nothing_else) {
    using Coding = ResponseHead::Coding;
    EXPECT_EQ(head_of({"HTTP/2 200"}).coding(), Coding::none);
    EXPECT_EQ(head_of({"HTTP/2 200", "content-encoding: GZIP"}).coding(), Coding::gzip);
    EXPECT_EQ(head_of({"HTTP/2 200", "content-encoding: br"}).coding(), Coding::other);
    EXPECT_EQ(head_of({"HTTP/2 200", "content-encoding: gzip, gzip"}).coding(), Coding::other);
}

TEST(ResponseHead, lines_that_are_none_mean_nothing) {
    EXPECT_EQ(head_of({"HTTP/", "HTTP/1.1", "HTTP/1.1 x", "etag", ":", ""}).status(), 0U);
}

}  // namespace
}  // namespace ramctl::update
