// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/lmdb_pages.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace ramd::lmdb {
namespace {

constexpr std::size_t node_header = 8;

std::size_t even(std::size_t size) {
    return (size + 1) & ~std::size_t{1};
}

}  // namespace

std::string_view Page::part(std::size_t offset, std::size_t size) const {
    if (offset > bytes_.size() || size > bytes_.size() - offset)
        throw Damage("page " + std::to_string(number_) + " points past its end");
    return std::string_view(bytes_.data() + offset, size);
}

template <typename T>
T Page::at(std::size_t offset) const {
    T value{};
    std::memcpy(&value, part(offset, sizeof value).data(), sizeof value);
    return value;
}

std::uint16_t Page::flags() const {
    return at<std::uint16_t>(10);
}

std::uint32_t Page::overflow_count() const {
    return at<std::uint32_t>(12);
}

void Page::expect(std::uint16_t wanted) const {
    if (at<PageNumber>(0) != number_ || flags() != wanted)
        throw Damage("page " + std::to_string(number_) + " is not what it should be");
}

Node Page::node_at(std::size_t offset) const {
    const auto low = at<std::uint16_t>(offset);
    const auto high = at<std::uint16_t>(offset + 2);
    const auto flags = at<std::uint16_t>(offset + 4);
    const auto key_size = at<std::uint16_t>(offset + 6);
    const std::uint64_t number = low | (std::uint64_t{high} << 16);
    Node node;
    node.key = part(offset + node_header, key_size);
    if (this->flags() == branch_page) {
        node.child = number | (std::uint64_t{flags} << 32);
        return node;
    }
    node.size = number;
    node.flags = flags;
    const bool elsewhere = (flags & big_data) != 0;
    node.data = part(offset + node_header + key_size, elsewhere ? sizeof(PageNumber) : number);
    return node;
}

std::vector<Node> Page::nodes() const {
    const std::size_t lower = at<std::uint16_t>(12);
    const std::size_t upper = at<std::uint16_t>(14);
    if (lower < header_size || lower > upper || upper > bytes_.size() || lower % 2 != 0)
        throw Damage("page " + std::to_string(number_) + " has impossible bounds");
    std::vector<Node> nodes;
    std::vector<std::pair<std::size_t, std::size_t>> taken;
    for (std::size_t slot = header_size; slot < lower; slot += 2) {
        const std::size_t offset = at<std::uint16_t>(slot);
        if (offset < upper || offset % 2 != 0)
            throw Damage("page " + std::to_string(number_) + " has an impossible entry");
        nodes.push_back(node_at(offset));
        taken.emplace_back(offset, offset + even(node_header + nodes.back().key.size() +
                                                 nodes.back().data.size()));
    }
    std::sort(taken.begin(), taken.end());
    for (std::size_t i = 0; i < taken.size(); ++i) {
        const std::size_t next = i + 1 < taken.size() ? taken[i + 1].first : bytes_.size();
        if (taken[i].second > next)
            throw Damage("page " + std::to_string(number_) + " has entries over one another");
    }
    return nodes;
}

std::vector<char> PageFile::read(std::uint64_t offset, std::size_t size) const {
    std::vector<char> bytes(size);
    std::size_t done = 0;
    while (done < size) {
        const ssize_t n =
            ::pread(fd_, bytes.data() + done, size - done, static_cast<off_t>(offset + done));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) throw std::system_error(errno, std::generic_category(), "cannot be read");
        if (n == 0) throw Damage("it is cut short");
        done += static_cast<std::size_t>(n);
    }
    return bytes;
}

Page PageFile::page(PageNumber number) const {
    return {number, read(number * page_size_, page_size_)};
}

std::uint64_t PageFile::size() const {
    struct stat status {};
    if (::fstat(fd_, &status) != 0)
        throw std::system_error(errno, std::generic_category(), "cannot be read");
    return static_cast<std::uint64_t>(status.st_size);
}

Tree read_tree(std::string_view bytes) {
    Tree tree;
    if (bytes.size() != sizeof tree) throw Damage("a named database has an impossible size");
    std::memcpy(&tree, bytes.data(), sizeof tree);
    return tree;
}

}  // namespace ramd::lmdb
