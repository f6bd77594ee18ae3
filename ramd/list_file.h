// SPDX-License-Identifier: LGPL-2.1-or-later
// An opened weak list, as the threads of weak_library.h work on it: what is in it, whether it is
// whole, and which file it is. Nothing here is called from the event loop's thread but open_list(),
// once, at the start.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "policy/weak_list/weak_list.h"
#include "ramd/load_pace.h"

namespace ramd {

using ramauth::weak_list::Key;
using ramauth::weak_list::WeakHash;

// Which file it was, and in which state: another one is read anew.
struct FileIdentity {
    dev_t device = 0;
    ino_t inode = 0;
    off_t size = 0;
    std::int64_t modified_ns = 0;
    std::int64_t changed_ns = 0;
    friend bool operator==(const FileIdentity&, const FileIdentity&) = default;

    [[nodiscard]] static FileIdentity of(const struct stat& status);
    // Nothing where no file can be seen.
    [[nodiscard]] static std::optional<FileIdentity> at(const std::string& path);
    [[nodiscard]] bool is_same_file(const FileIdentity& other) const {
        return device == other.device && inode == other.inode;
    }
};

class ListFile {
public:
    explicit ListFile(ramauth::weak_list::WeakList list) : list_(std::move(list)) {}

    [[nodiscard]] const ramauth::weak_list::ListHeader& header() const noexcept {
        return list_.header();
    }
    [[nodiscard]] FileIdentity identity() const { return FileIdentity::of(list_.status()); }

    // Any thread. Weak where one of them is; else unreadable where one could not be asked.
    [[nodiscard]] ramauth::weak_list::ListAnswer ask(std::span<const WeakHash> hashes) const;

    // Reads the whole file. False: it was stopped. Throws ListFault for a damaged one.
    [[nodiscard]] bool verify(LoadPace& pace) const;
    // How many of `keys`, best in order, are not in it. What is given when it is stopped means
    // nothing.
    [[nodiscard]] std::size_t missing(const std::vector<Key>& keys, LoadPace& pace) const;

private:
    ramauth::weak_list::WeakList list_;
};

struct ListRefused {
    bool absent = false;
    bool passing = false;              // nothing is known of its content: another try may succeed
    std::string why;                   // names the file and says what to do
    std::optional<FileIdentity> file;  // that was refused
};

using OpenedList = std::variant<std::shared_ptr<const ListFile>, ListRefused>;

[[nodiscard]] OpenedList open_list(const std::string& path);

}  // namespace ramd
