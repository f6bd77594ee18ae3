// SPDX-License-Identifier: LGPL-2.1-or-later
// The pages of an LMDB 0.9 file (mdb.c: MDB_page, MDB_node, MDB_db, MDB_meta), read with pread(2)
// and believed in nothing, because LMDB itself believes everything: it maps the file, and a
// damaged page makes it read or write wherever the damage points.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace ramd::lmdb {

static_assert(std::endian::native == std::endian::little && sizeof(std::size_t) == 8,
              "LMDB files depend on the machine; this reads those of 64-bit little-endian ones");

// Why a file cannot be trusted.
struct Damage : std::runtime_error {
    using std::runtime_error::runtime_error;
};

using PageNumber = std::uint64_t;
inline constexpr PageNumber no_page = ~PageNumber{0};
inline constexpr std::size_t header_size = 16;

// One B-tree, as it stands in a meta page or as the value of a named database.
struct Tree {
    std::uint32_t pad = 0;  // of the first one in a meta page: the size of a page
    std::uint16_t flags = 0;
    std::uint16_t depth = 0;
    std::uint64_t branch_pages = 0;
    std::uint64_t leaf_pages = 0;
    std::uint64_t overflow_pages = 0;
    std::uint64_t entries = 0;
    PageNumber root = no_page;
};
static_assert(sizeof(Tree) == 48);

struct Meta {
    std::uint32_t magic = 0;
    std::uint32_t version = 0;
    std::uint64_t address = 0;
    std::uint64_t map_size = 0;
    Tree free;
    Tree main;
    PageNumber last_page = 0;
    std::uint64_t transaction = 0;
};
static_assert(sizeof(Meta) == 136);

inline constexpr std::uint32_t magic_number = 0xBEEFC0DE;
inline constexpr std::uint32_t format_version = 1;

enum PageFlag : std::uint16_t {
    branch_page = 0x01,
    leaf_page = 0x02,
    overflow_page = 0x04,
    meta_page = 0x08,
};
enum NodeFlag : std::uint16_t { big_data = 0x01, sub_tree = 0x02 };
enum TreeFlag : std::uint16_t { integer_key = 0x08 };

struct Node {
    std::string_view key;
    std::string_view data;    // of a leaf; of big data the number of its first page
    std::uint64_t size = 0;   // of the data, also where it stands on pages of its own
    PageNumber child = 0;     // of a branch
    std::uint16_t flags = 0;  // of a leaf
};

class Page {
public:
    Page(PageNumber number, std::vector<char> bytes) : number_(number), bytes_(std::move(bytes)) {}

    [[nodiscard]] std::uint16_t flags() const;
    // Throws Damage where the page does not carry its own number or has other flags.
    void expect(std::uint16_t flags) const;
    [[nodiscard]] std::uint32_t overflow_count() const;
    // Of a branch or a leaf, in their order; each lies inside the page and over no other.
    [[nodiscard]] std::vector<Node> nodes() const;

private:
    template <typename T>
    [[nodiscard]] T at(std::size_t offset) const;
    [[nodiscard]] Node node_at(std::size_t offset) const;
    [[nodiscard]] std::string_view part(std::size_t offset, std::size_t size) const;

    PageNumber number_;
    std::vector<char> bytes_;
};

class PageFile {
public:
    explicit PageFile(int fd) : fd_(fd) {}
    // Throws Damage where the file is shorter, and std::system_error where it cannot be read.
    [[nodiscard]] std::vector<char> read(std::uint64_t offset, std::size_t size) const;
    [[nodiscard]] Page page(PageNumber number) const;

    [[nodiscard]] std::uint64_t size() const;
    void set_page_size(std::size_t size) { page_size_ = size; }
    [[nodiscard]] std::size_t page_size() const noexcept { return page_size_; }

private:
    int fd_;
    std::size_t page_size_ = 4096;
};

[[nodiscard]] Tree read_tree(std::string_view bytes);

}  // namespace ramd::lmdb
