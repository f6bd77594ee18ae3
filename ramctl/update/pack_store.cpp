// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/pack_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace ramctl::update {
namespace {

using ramauth::UniqueFd;

constexpr const char* unfinished = "unfinished";  // one program writes one pack at a time

void require(bool done, const std::string& what) {
    if (!done) throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

PackStore::PackStore(const std::string& directory, std::string_view url)
    : directory_(directory),
      directory_fd_(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
      corpus_(mark_of(url)) {
    require(static_cast<bool>(directory_fd_), "the cache " + directory + " cannot be opened");
}

std::string PackStore::name_of(unsigned number) const {
    return Prefix{number * ranges_per_pack}.text().substr(0, 3) + ".pack";
}

std::optional<Pack> PackStore::read(unsigned number) const {
    const std::string name = name_of(number);
    const UniqueFd fd(
        ::openat(directory_fd_.get(), name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!fd && errno == ENOENT) return std::nullopt;
    require(static_cast<bool>(fd), directory_ + "/" + name);
    try {
        return read_pack(fd.get(), number, corpus_);
    } catch (const DamagedFile& fault) {
        throw DamagedFile(directory_ + "/" + name + ": " + fault.what());
    }
}

void PackStore::write(const Pack& pack) const {
    const std::string name = name_of(pack.number);
    const int directory = directory_fd_.get();
    const UniqueFd fd(::openat(directory, unfinished,
                               O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    require(static_cast<bool>(fd), directory_ + "/" + unfinished);
    write_pack(fd.get(), pack, corpus_);
    require(::fsync(fd.get()) == 0, directory_ + "/" + unfinished);
    require(::renameat(directory, unfinished, directory, name.c_str()) == 0,
            directory_ + "/" + name);
    require(::fsync(directory) == 0, directory_);
}

}  // namespace ramctl::update
