// SPDX-License-Identifier: LGPL-2.1-or-later
// A weak list that can be asked: its index in memory, its pages mapped. An answer reads one page.
// The file may be replaced at any time (by rename); what is open here stays what it was. One that
// is written to or cut short all the same gives `unreadable`, never a crash.
#pragma once

#include <sys/stat.h>

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "policy/weak_list/cell_walk.h"
#include "policy/weak_list/list_header.h"
#include "policy/weak_list/weak_hash.h"

namespace ramauth::weak_list {

enum class ListAnswer {
    weak,
    not_in_list,
    unreadable,  // the page is damaged, or the disk did not give it
};

// May the path be a symbolic link? Not where somebody else could lay it on a file of one's own.
enum class Links { followed, refused };

class WeakList {
public:
    // Reads header and index and compares their digest and the size of the file; the pages are for
    // verify(). Throws ListFault, also for what is no regular file (nothing is waited for);
    // ListUnreadable where another try may succeed.
    [[nodiscard]] static WeakList open(const std::string& path, Links links = Links::followed);
    WeakList(WeakList&&) noexcept;
    WeakList& operator=(WeakList&&) noexcept;
    ~WeakList();

    [[nodiscard]] const ListHeader& header() const noexcept;
    [[nodiscard]] const struct stat& status() const noexcept;  // of the file, when it was opened
    // Any thread.
    [[nodiscard]] ListAnswer ask(const WeakHash& hash) const noexcept;
    [[nodiscard]] ListAnswer ask(Key key) const noexcept;
    // The same for very many, in a third of the time: answers[i] is that of keys[i]. As many as the
    // shorter of the two has.
    void ask(std::span<const Key> keys, std::span<ListAnswer> answers) const noexcept;

    // Reads the whole file and compares its digest; leaves nothing of it in the page cache that was
    // not there. Another thread may ask meanwhile. Throws ListFault for a damaged file. `go_on` is
    // asked once a mebibyte; false ends it early, with false.
    [[nodiscard]] bool verify(const std::function<bool(std::uint64_t done)>& go_on) const;

    // Walks through all entries in order, for a merge. The list outlives the walk.
    [[nodiscard]] CellWalk cells() const;

private:
    struct State;
    struct Group;
    explicit WeakList(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace ramauth::weak_list
