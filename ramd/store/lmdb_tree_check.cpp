// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/lmdb_tree_check.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <optional>

namespace ramd::lmdb {
namespace {

constexpr unsigned deepest = 32;  // LMDB's stack of a cursor

// Keys of the tree of free pages are numbers; as big-endian text they sort like all others.
std::string sortable(std::string_view key, bool number) {
    std::string text(key);
    if (!number) return text;
    if (key.size() != sizeof(std::uint64_t)) throw Damage("a free page list has an impossible key");
    std::reverse(text.begin(), text.end());
    return text;
}

std::uint64_t number_in(std::string_view bytes, std::size_t index = 0) {
    std::uint64_t value = 0;
    if (bytes.size() / sizeof value <= index) throw Damage("a list is cut short");
    std::memcpy(&value, bytes.data() + index * sizeof value, sizeof value);
    return value;
}

class UsedPages {
public:
    explicit UsedPages(PageNumber last) : used_(last + 1) { used_[0] = used_[1] = true; }

    void take(PageNumber first, std::uint64_t count = 1) {
        if (first > used_.size() || count > used_.size() - first)
            throw Damage("a page is named that does not exist");
        for (std::uint64_t i = 0; i < count; ++i) {
            if (used_[first + i]) throw Damage("a page is used twice");
            used_[first + i] = true;
        }
    }

private:
    std::vector<bool> used_;
};

using Limit = std::optional<std::string>;
using Visit = std::function<void(const Node&)>;

class TreeWalk {
public:
    TreeWalk(const PageFile& file, UsedPages& used, const Tree& tree, Visit visit)
        : file_(file),
          used_(used),
          tree_(tree),
          visit_(std::move(visit)),
          numbers_((tree.flags & integer_key) != 0) {}

    void run() {
        if (tree_.root != no_page) {
            if (tree_.depth == 0 || tree_.depth > deepest)
                throw Damage("a tree has an impossible depth");
            walk(tree_.root, 1, {}, {});
        }
        const bool same = found_.entries == tree_.entries && found_.depth == tree_.depth &&
                          found_.branch_pages == tree_.branch_pages &&
                          found_.leaf_pages == tree_.leaf_pages &&
                          found_.overflow_pages == tree_.overflow_pages;
        if (!same) throw Damage("a tree does not hold what it counts");
    }

private:
    void walk(PageNumber number, unsigned level, const Limit& least, const Limit& beyond) {
        used_.take(number);
        const Page page = file_.page(number);
        const bool leaf = level == tree_.depth;
        page.expect(leaf ? leaf_page : branch_page);
        const std::vector<Node> nodes = page.nodes();
        if (nodes.size() < (leaf ? 1U : 2U)) throw Damage("a page holds too little");
        ++(leaf ? found_.leaf_pages : found_.branch_pages);
        if (leaf)
            visit_leaf(nodes, least, beyond);
        else
            visit_branch(nodes, level, least, beyond);
    }

    void visit_leaf(const std::vector<Node>& nodes, const Limit& least, const Limit& beyond) {
        found_.depth = tree_.depth;
        std::optional<std::string> before;
        for (const Node& node : nodes) {
            std::string key = sortable(node.key, numbers_);
            if (key.empty() || (before && key <= *before) || (least && key < *least) ||
                (beyond && key >= *beyond))
                throw Damage("a key is not in its place");
            before = std::move(key);
            ++found_.entries;
            if (node.flags == big_data) take_overflow(node);
            visit_(node);
        }
    }

    void visit_branch(const std::vector<Node>& nodes, unsigned level, const Limit& least,
                      const Limit& beyond) {
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            // The first key of a branch counts as lower than all.
            const Limit from = i == 0 ? least : Limit(sortable(nodes[i].key, numbers_));
            const Limit to =
                i + 1 < nodes.size() ? Limit(sortable(nodes[i + 1].key, numbers_)) : beyond;
            if ((least && from && *from < *least) || (beyond && to && *to > *beyond) ||
                (from && to && *from >= *to))
                throw Damage("a branch is not in its place");
            walk(nodes[i].child, level + 1, from, to);
        }
    }

    void take_overflow(const Node& node) {
        const PageNumber first = number_in(node.data);
        const std::uint64_t needed = (header_size - 1 + node.size) / file_.page_size() + 1;
        used_.take(first);
        const Page page = file_.page(first);
        page.expect(overflow_page);
        if (page.overflow_count() < needed) throw Damage("a long value is cut short");
        used_.take(first + 1, page.overflow_count() - 1);
        found_.overflow_pages += page.overflow_count();
    }

    const PageFile& file_;
    UsedPages& used_;
    const Tree& tree_;
    Visit visit_;
    bool numbers_;
    Tree found_;
};

std::vector<char> value_of(const PageFile& file, const Node& node) {
    if (node.flags != big_data) return {node.data.begin(), node.data.end()};
    return file.read(number_in(node.data) * file.page_size() + header_size, node.size);
}

// LMDB keeps the flags of the environment that made the file beside those of this tree.
constexpr std::uint16_t environment_flags = 0x4000;  // MDB_NOSUBDIR

void check_free_flags(const Meta& meta) {
    if ((meta.free.flags & ~environment_flags) != integer_key || meta.main.flags != 0)
        throw Damage("a tree is of a kind that ramd does not make");
}

using FreeLists = std::vector<std::vector<char>>;

// The lists in the tree of free pages; `last` becomes the highest transaction that has one.
FreeLists walk_free_tree(const PageFile& file, const Meta& meta, UsedPages& used,
                         std::uint64_t& last) {
    FreeLists lists;
    TreeWalk(file, used, meta.free, [&](const Node& node) {
        if (node.flags != 0 && node.flags != big_data) throw Damage("a free page list is none");
        lists.push_back(value_of(file, node));
        last = number_in(node.key);
    }).run();
    return lists;
}

void walk_main_tree(const PageFile& file, const Meta& meta, UsedPages& used) {
    std::vector<Tree> named;
    TreeWalk(file, used, meta.main, [&](const Node& node) {
        if (node.flags != sub_tree) throw Damage("it holds what ramd does not keep");
        named.push_back(read_tree(node.data));
    }).run();
    for (const Tree& tree : named) {
        if (tree.flags != 0) throw Damage("a named database is of a kind that ramd does not make");
        TreeWalk(file, used, tree, [](const Node& node) {
            if (node.flags != 0 && node.flags != big_data) throw Damage("a value is none");
        }).run();
    }
}

}  // namespace

void check_trees(const PageFile& file, const Meta& meta) {
    check_free_flags(meta);
    UsedPages used(meta.last_page);
    std::uint64_t last = 0;
    const FreeLists lists = walk_free_tree(file, meta, used, last);
    if (last > meta.transaction) throw Damage("its newest pages belong to a later transaction");
    walk_main_tree(file, meta, used);
    for (const auto& list : lists) {
        const std::string_view bytes(list.data(), list.size());
        const std::uint64_t count = number_in(bytes);
        if (count > bytes.size() / sizeof(PageNumber) - 1) throw Damage("a list is cut short");
        for (std::uint64_t i = 1; i <= count; ++i) used.take(number_in(bytes, i));
    }
}

void check_free_tree_is_not_newer(const PageFile& file, const Meta& meta) {
    UsedPages used(meta.last_page);
    std::uint64_t last = 0;
    (void)walk_free_tree(file, meta, used, last);
    if (last > meta.transaction) throw Damage("a meta page hides the newest transaction");
}

}  // namespace ramd::lmdb
