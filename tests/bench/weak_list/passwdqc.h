// SPDX-License-Identifier: LGPL-2.1-or-later
// passwdqc's filter, by the ways that it can be asked: libpasswdqc's passwdqc_check in this process
// (which opens and reads the file for each question, as pam_passwdqc does), and the program
// pwqfilter for many lines at once (which reads the whole file first).
#pragma once

#include <passwdqc.h>

#include <cstdint>
#include <optional>
#include <string>

#include "tests/bench/weak_list/child_program.h"

namespace ramauth::bench {

class PasswdqcRules {
public:
    PasswdqcRules();
    // With a filter, and else as the others.
    explicit PasswdqcRules(const std::string& filter);
    PasswdqcRules(const PasswdqcRules&) = delete;
    PasswdqcRules& operator=(const PasswdqcRules&) = delete;
    ~PasswdqcRules();

    [[nodiscard]] bool refuse(const std::string& password) const;

private:
    passwdqc_params_t parameters_{};
};

// From lines of MD4, into a filter of which they fill a part, `load`. It is on the disk when the
// clock stops. Nothing where pwqfilter gives up, because they find no room.
[[nodiscard]] std::optional<ChildRun> create_filter(const std::string& lines,
                                                    const std::string& filter,
                                                    std::uint64_t entries, double load);

struct FilterLookup {
    std::uint64_t found = 0;
    double seconds = 0;
};
// How many of the lines the filter has. Throws std::runtime_error.
[[nodiscard]] FilterLookup look_up_lines(const std::string& filter, const std::string& lines);

}  // namespace ramauth::bench
