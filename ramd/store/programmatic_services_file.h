// SPDX-License-Identifier: LGPL-2.1-or-later
// The writing side of the list of programmatic services (shared/programmatic_services.h reads it):
// one file beside the managed markers, always whole.
#pragma once

#include <string>
#include <vector>

#include "shared/fd.h"

namespace ramd {

class ProgrammaticServicesFile {
public:
    // `directory` is the opened one of that path, and outlives this object.
    ProgrammaticServicesFile(std::string path, int directory);

    // The list under another name, durable: what is left to be done needs no room. Taken away again
    // unless it was published. Throws StoreFull or StoreFault.
    class Prepared {
    public:
        Prepared(const ProgrammaticServicesFile& file, const std::vector<std::string>& services);
        Prepared(const Prepared&) = delete;
        Prepared& operator=(const Prepared&) = delete;
        ~Prepared();
        // Durable under its own name when it returns. Throws StoreFull or StoreFault.
        void publish();

    private:
        const ProgrammaticServicesFile& file_;
        bool published_ = false;
    };

    // Makes the list `services`, where it is not. Throws StoreFull or StoreFault.
    void repair(const std::vector<std::string>& services) const;

private:
    [[nodiscard]] bool holds(const std::string& text) const;

    std::string path_;
    int directory_;
};

}  // namespace ramd
