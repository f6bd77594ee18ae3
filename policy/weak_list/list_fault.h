// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <stdexcept>

namespace ramauth::weak_list {

// Why a file cannot be used or made. what() names the file and says what to do, for people.
struct ListFault : std::runtime_error {
    using std::runtime_error::runtime_error;
};

}  // namespace ramauth::weak_list
