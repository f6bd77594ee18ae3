// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/list_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>
#include <utility>

#include "policy/weak_list/list_fault.h"

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
    std::size_t found = 0;
    std::array<ListAnswer, keys_between_rests> answers{};
    for (std::span<const Key> left = keys; !left.empty();) {
        const std::size_t count = std::min(left.size(), answers.size());
        list_.ask(left.first(count), answers);
        found += static_cast<std::size_t>(
            std::count(answers.begin(), answers.begin() + count, ListAnswer::weak));
        left = left.subspan(count);
        if (!left.empty() && !pace.go_on()) break;
    }
    return keys.size() - found;
}

OpenedList open_list(const std::string& path) {
    ListRefused refused{.why = {}, .file = FileIdentity::at(path)};
    if (!refused.file && errno == ENOENT) {
        refused.absent = true;
        refused.why = path +
                      ": there is no such file: install a list of weak passwords, or build "
                      "one (ramctl weak-list build)";
        return refused;
    }
    try {
        using ramauth::weak_list::Links;
        return std::make_shared<const ListFile>(WeakList::open(path, Links::refused));
    } catch (const ramauth::weak_list::ListUnreadable& fault) {
        refused.why = fault.what();
        refused.passing = true;
    } catch (const ramauth::weak_list::ListFault& fault) {
        refused.why = fault.what();
    } catch (const std::exception& fault) {
        refused.why = path + ": " + fault.what();
        refused.passing = true;
    }
    return refused;
}

}  // namespace ramd
