// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/record_seal.h"

#include "tests/unit/ramd/store/store_fixture.h"

namespace ramd::test {
namespace {

class SealTest : public ::testing::Test {
protected:
    RecordSeal seal{key_of('k')};
};

TEST_F(SealTest, What_was_sealed_comes_back_in_its_place_only) {
    const std::string sealed = seal.seal("profile", "alice", "text");
    EXPECT_EQ(seal.unseal("profile", "alice", sealed), "text");
    EXPECT_FALSE(seal.unseal("profile", "bob", sealed));
    EXPECT_FALSE(seal.unseal("meta", "alice", sealed));
    EXPECT_FALSE(seal.unseal("profilea", "lice", sealed));
}

TEST_F(SealTest, Another_key_opens_nothing) {
    const std::string sealed = seal.seal("profile", "alice", "text");
    EXPECT_FALSE(RecordSeal(key_of('K')).unseal("profile", "alice", sealed));
    EXPECT_EQ(RecordSeal(key_of('k')).unseal("profile", "alice", sealed), "text");
}

TEST_F(SealTest, S1_every_changed_bit_is_noticed) {
    const std::string sealed = seal.seal("profile", "alice", "some text");
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        std::string changed = sealed;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
        EXPECT_FALSE(seal.unseal("profile", "alice", changed)) << bit;
    }
}

TEST_F(SealTest, Every_shorter_or_longer_value_is_noticed) {
    const std::string sealed = seal.seal("profile", "alice", "text");
    for (std::size_t size = 0; size < sealed.size(); ++size)
        EXPECT_FALSE(seal.unseal("profile", "alice", std::string_view(sealed).substr(0, size)));
    EXPECT_FALSE(seal.unseal("profile", "alice", sealed + '\0'));
}

TEST_F(SealTest, The_same_text_is_never_sealed_the_same_way) {
    EXPECT_NE(seal.seal("profile", "alice", "text"), seal.seal("profile", "alice", "text"));
    EXPECT_EQ(seal.seal("profile", "alice", "text").find("text"), std::string::npos);
}

TEST_F(SealTest, Empty_text_can_be_sealed) {
    EXPECT_EQ(seal.unseal("profile", "alice", seal.seal("profile", "alice", "")), "");
}

TEST_F(SealTest, A_mark_depends_on_key_kind_name_and_version) {
    const RecordMark mark = seal.mark("profile", "alice", "1");
    EXPECT_EQ(seal.mark("profile", "alice", "1"), mark);
    EXPECT_NE(seal.mark("profile", "alice", "2"), mark);
    EXPECT_NE(seal.mark("profile", "alicf", "1"), mark);
    EXPECT_NE(seal.mark("revocation", "alice", "1"), mark);
    EXPECT_NE(RecordSeal(key_of('K')).mark("profile", "alice", "1"), mark);
}

TEST_F(SealTest, A_key_of_another_size_is_refused) {
    for (const std::size_t size : {0U, 31U, 33U})
        EXPECT_THROW(RecordSeal(Secret::copy_of(std::string_view(std::string(size, 'k')))),
                     std::invalid_argument);
}

}  // namespace
}  // namespace ramd::test
