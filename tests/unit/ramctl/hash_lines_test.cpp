// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/hash_lines.h"

#include <gtest/gtest.h>

#include <string>

#include "shared/secret_fd.h"

namespace ramctl {
namespace {

using ramauth::weak_list::weak_hash;

TEST(HashLines, a_page_is_read_as_it_was_written) {
    std::vector<WeakHash> hashes;
    for (unsigned i = 0; i < hashes_a_page; ++i) hashes.push_back(weak_hash(std::to_string(i)));
    const auto page = hash_page(hashes);
    EXPECT_LE(page.size(), ramauth::max_long_secret);
    std::vector<WeakHash> read;
    EXPECT_TRUE(append_hashes(page.view(), read));
    EXPECT_EQ(read, hashes);
}

TEST(HashLines, the_form_is_that_of_the_contract) {
    const std::vector<WeakHash> one{weak_hash("password")};
    EXPECT_EQ(hash_page(one).view(), "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8\n");
    const std::string digits = "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8";
    std::vector<WeakHash> read;
    EXPECT_TRUE(append_hashes("", read));
    EXPECT_TRUE(append_hashes(digits, read));
    EXPECT_TRUE(append_hashes(digits + "\r\n" + digits + "\n", read));
    EXPECT_EQ(read.size(), 3U);
    EXPECT_EQ(read[0], one[0]);
}

TEST(HashLines, anything_else_is_refused) {
    const std::string digits = "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8";
    for (const std::string& lines :
         {digits + "0\n", digits + " \n", digits + "\n\n", digits.substr(1) + "\n",
          digits.substr(1) + "g\n", std::string("\n"), digits + ":3\n"}) {
        std::vector<WeakHash> read;
        EXPECT_FALSE(append_hashes(lines, read)) << lines;
    }
}

}  // namespace
}  // namespace ramctl
