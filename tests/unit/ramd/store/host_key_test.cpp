// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/host_key.h"

#include <gmock/gmock.h>

#include "tests/unit/ramd/store/store_fixture.h"

namespace ramd::test {
namespace {

using ::testing::HasSubstr;

class HostKeyTest : public ::testing::Test {
protected:
    [[nodiscard]] std::string refusal_of(std::string_view text) const {
        write_file(path, text);
        return refusal_of_file();
    }
    [[nodiscard]] std::string refusal_of_file() const {
        try {
            (void)read_host_key(path);
            return {};
        } catch (const StoreFault& fault) {
            return fault.what();
        }
    }

    TemporaryDirectory root;
    std::string path = root.path() + "/ramd.host-key";
};

TEST_F(HostKeyTest, Thirty_two_bytes_are_a_key) {
    const std::string text("0123456789abcdef\0\n23456789abcdef", 32);
    write_file(path, text);
    const Secret key = read_host_key(path);
    EXPECT_EQ(key.view(), text);
}

TEST_F(HostKeyTest, Any_other_size_is_refused_by_the_files_name) {
    for (const std::size_t size : {0U, 1U, 31U, 33U, 64U, 100'000U})
        EXPECT_THAT(refusal_of(std::string(size, 'k')), HasSubstr(path)) << size;
}

TEST_F(HostKeyTest, A_key_of_zeros_is_refused) {
    EXPECT_THAT(refusal_of(std::string(32, '\0')), HasSubstr("zeros"));
}

TEST_F(HostKeyTest, A_missing_key_is_refused_by_its_name) {
    EXPECT_THAT(refusal_of_file(), HasSubstr(path));
}

TEST_F(HostKeyTest, A_fifo_or_a_directory_is_refused_without_waiting) {
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    EXPECT_THAT(refusal_of_file(), HasSubstr("is not a file"));
    path = root.path();
    EXPECT_THAT(refusal_of_file(), HasSubstr("is not a file"));
}

}  // namespace
}  // namespace ramd::test
