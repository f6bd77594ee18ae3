// SPDX-License-Identifier: LGPL-2.1-or-later
// The options of a line in /etc/pam.d (pam_ramauth(8)). What is not understood is kept apart, to
// be logged, and has no effect.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace ramauth::pam {

enum class SecondFactor { as_ramd_says, no, only };

struct Options {
    bool debug = false;
    bool use_first_pass = false;
    bool try_first_pass = false;
    bool use_authtok = false;
    bool quiet = false;  // no news, reasons only
    SecondFactor second_factor = SecondFactor::as_ramd_says;
    unsigned min_uid = 1;
    std::chrono::seconds timeout{10};
    std::vector<std::string> not_understood;

    // A change may wait for a commit and for the repetition of a lost answer.
    [[nodiscard]] std::chrono::seconds change_timeout() const { return 2 * timeout; }
};

[[nodiscard]] Options parse_options(std::span<const char* const> arguments);

}  // namespace ramauth::pam
