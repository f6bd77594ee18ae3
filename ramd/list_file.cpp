// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/list_file.h"

#include <cerrno>
#include <exception>
#include <utility>

namespace ramd {
namespace {

using ramauth::weak_list::ListAnswer;
using ramauth::weak_list::WeakList;

constexpr std::size_t keys_between_rests = 1024;

std::int64_t in_ns(const timespec& time) {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

FileIdentity FileIdentity::of(const struct stat& status) {
    return {status.st_dev, status.st_ino, status.st_size, in_ns(status.st_mtim),
            in_ns(status.st_ctim)};
}

std::optional<FileIdentity> FileIdentity::at(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return std::nullopt;
    return of(status);
}

ListAnswer ListFile::ask(std::span<const WeakHash> hashes) const {
    const std::lock_guard lock(asking_);
    ListAnswer all = ListAnswer::not_in_list;
    for (const WeakHash& hash : hashes) {
        const ListAnswer answer = list_.ask(hash);
        if (answer == ListAnswer::weak) return answer;
        if (answer == ListAnswer::unreadable) all = answer;
    }
    return all;
}

bool ListFile::verify(LoadPace& pace) const {
    pace.begin();
    return list_.verify([&pace](std::uint64_t) { return pace.go_on(); });
}

std::size_t ListFile::missing(const std::vector<Key>& keys, LoadPace& pace) const {
    pace.begin();
    std::size_t missing = 0;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (i % keys_between_rests == keys_between_rests - 1 && !pace.go_on()) break;
        const std::lock_guard lock(asking_);
        if (list_.ask(keys[i]) != ListAnswer::weak) ++missing;
    }
    return missing;
}

OpenedList open_list(const std::string& path) {
    ListRefused refused{false, {}, FileIdentity::at(path)};
    if (!refused.file && errno == ENOENT) {
        refused.absent = true;
        refused.why = path +
                      ": there is no such file: install a list of weak passwords, or build "
                      "one (ramctl weak-list build)";
        return refused;
    }
    try {
        return std::make_shared<const ListFile>(WeakList::open(path));
    } catch (const std::exception& fault) {
        refused.why = fault.what();
        return refused;
    }
}

}  // namespace ramd
