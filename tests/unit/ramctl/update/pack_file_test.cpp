// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/pack_file.h"

#include <gtest/gtest.h>
#include <sys/mman.h>

#include "ramctl/update/hashed_file.h"
#include "shared/fd.h"
#include "tests/unit/ramctl/update/stage.h"

namespace ramctl::update {
namespace {

using testing::test_now;

const CorpusMark corpus = mark_of("https://a.test");

ramauth::UniqueFd memory(const std::string& bytes = {}) {
    ramauth::UniqueFd fd(::memfd_create("pack", MFD_CLOEXEC));
    EXPECT_EQ(::write(fd.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    ::lseek(fd.get(), 0, SEEK_SET);
    return fd;
}

std::string bytes_of(const Pack& pack) {
    const auto fd = memory();
    write_pack(fd.get(), pack, corpus);
    std::string bytes(static_cast<std::size_t>(::lseek(fd.get(), 0, SEEK_END)), '\0');
    EXPECT_EQ(::pread(fd.get(), bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
    return bytes;
}

Pack read(const std::string& bytes, unsigned number = 0xABC, const CorpusMark& of = corpus) {
    return read_pack(memory(bytes).get(), number, of);
}

Pack example() {
    Pack pack;
    pack.number = 0xABC;
    for (unsigned i = 0; i < ranges_per_pack; i += 3) {
        const Prefix prefix{pack.number * ranges_per_pack + i};
        pack.ranges.at(i) = {test_now, i % 2 == 0 ? "\"etag\"" : "",
                             testing::entries_of(prefix, i / 8)};
    }
    return pack;
}

// The checksum of bytes that somebody made on purpose.
std::string sealed(std::string bytes) {
    RunningChecksum checksum;
    const std::size_t size = bytes.size() - Checksum{}.size();
    checksum.add({reinterpret_cast<const unsigned char*>(bytes.data()), size});
    const Checksum sum = checksum.finish();
    std::copy(sum.begin(), sum.end(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    return bytes;
}

TEST(PackFile, what_was_written_is_read) {
    const Pack pack = example();
    EXPECT_EQ(read(bytes_of(pack)).ranges, pack.ranges);
}

TEST(PackFile, an_entry_has_twelve_bytes) {
    Pack pack = example();
    const std::size_t before = bytes_of(pack).size();
    pack.ranges.back().entries.clear();
    EXPECT_EQ((before - bytes_of(pack).size()) / 12, example().ranges.back().entries.size());
}

TEST(PackFile, one_of_more_entries_than_a_list_could_hold_is_not_read) {
    Pack pack;
    pack.number = 0xABC;
    const Prefix prefix{pack.number * ranges_per_pack};
    pack.ranges.front() = {test_now, "", testing::entries_of(prefix, 1)};
    pack.ranges.front().entries.resize(most_entries_of_pack, pack.ranges.front().entries.front());
    EXPECT_EQ(read(bytes_of(pack)).ranges.front().entries.size(), most_entries_of_pack);
    pack.ranges.front().entries.push_back(pack.ranges.front().entries.front());
    EXPECT_THROW((void)read(bytes_of(pack)), DamagedFile);
}

TEST(PackFile, a_pack_of_another_number_or_corpus_is_refused) {
    const std::string bytes = bytes_of(example());
    EXPECT_THROW((void)read(bytes, 0xABD), DamagedFile);
    EXPECT_THROW((void)read(bytes, 0xABC, mark_of("https://b.test")), DamagedFile);
}

TEST(PackFile, one_that_is_cut_short_anywhere_is_damaged) {
    const std::string bytes = bytes_of(example());
    for (std::size_t size = 0; size < bytes.size(); size += 97)
        EXPECT_THROW((void)read(bytes.substr(0, size)), DamagedFile) << size;
    EXPECT_THROW((void)read(bytes.substr(0, bytes.size() - 1)), DamagedFile);
    EXPECT_THROW((void)read(bytes + "x"), DamagedFile);
}

TEST(PackFile, a_changed_byte_anywhere_is_damage) {
    const std::string bytes = bytes_of(example());
    for (std::size_t at = 0; at < bytes.size(); at += 101) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        EXPECT_THROW((void)read(changed), DamagedFile) << at;
    }
}

TEST(PackFile, a_right_checksum_does_not_make_wrong_contents_right) {
    constexpr std::size_t heads_at = 48;
    std::string bytes = bytes_of(example());
    ASSERT_NO_THROW((void)read(sealed(bytes)));
    std::string many = bytes;
    many[heads_at + 8 + 3] = '\x7f';  // entries of the first range
    EXPECT_THROW((void)read(sealed(many)), DamagedFile);
    std::string etag = bytes;
    etag[heads_at + 12 + 2] = '\x7f';
    EXPECT_THROW((void)read(sealed(etag)), DamagedFile);
    std::string foreign = bytes;
    foreign[bytes.size() - Checksum{}.size() - 12 + 3] = '\x01';  // the last entry's first digits
    EXPECT_THROW((void)read(sealed(foreign)), DamagedFile);
}

}  // namespace
}  // namespace ramctl::update
