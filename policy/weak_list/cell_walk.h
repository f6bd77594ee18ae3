// SPDX-License-Identifier: LGPL-2.1-or-later
// All entries of a weak list in order, as cells (ListHeader::buckets), by large reads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/weak_list/list_digest.h"
#include "policy/weak_list/list_header.h"
#include "policy/weak_list/list_index.h"
#include "policy/weak_list/list_page.h"

namespace ramauth::weak_list {

class CellWalk {
public:
    // None of them is owned. `name` is for messages.
    CellWalk(int fd, const ListHeader& header, const ListIndex& index, const std::string& name)
        : header_(header), index_(index), name_(name), fd_(fd) {}

    // False at the end. Throws ListFault for a damaged list, at its end at the latest, and
    // std::system_error.
    [[nodiscard]] bool next(Cell& cell);

private:
    [[nodiscard]] bool next_page();
    void read(std::uint64_t from, std::size_t size);
    void finish();
    [[noreturn]] void refuse(const std::string& why) const;

    ListDigester digester_{};
    const ListHeader& header_;
    const ListIndex& index_;
    const std::string& name_;
    std::uint64_t page_ = 0;  // that comes next
    std::vector<unsigned char> buffer_{};
    std::optional<PageWalk> walk_{};
    int fd_;
    bool at_end_ = false;
};

}  // namespace ramauth::weak_list
