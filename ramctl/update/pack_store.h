// SPDX-License-Identifier: LGPL-2.1-or-later
// The packs of one corpus in the cache directory: "000.pack" to "FFF.pack".
#pragma once

#include <optional>
#include <string>

#include "ramctl/update/pack_file.h"
#include "shared/fd.h"

namespace ramctl::update {

class PackStore {
public:
    // Throws std::system_error where the directory cannot be opened.
    PackStore(const std::string& directory, std::string_view url);

    // Nothing where there is none. Throws DamagedFile (with the file's
    // name), also for one of another corpus, and std::system_error.
    [[nodiscard]] std::optional<Pack> read(unsigned number) const;
    // Durable when it returns, whole or not at all. Throws std::system_error.
    void write(const Pack& pack) const;

private:
    [[nodiscard]] std::string name_of(unsigned number) const;

    std::string directory_;
    ramauth::UniqueFd directory_fd_;
    CorpusMark corpus_;
};

}  // namespace ramctl::update
