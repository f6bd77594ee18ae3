// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <stdexcept>

namespace ramauth::weak_list {

// Why a file cannot be used or made. what() names the file and says what to do, for people.
struct ListFault : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The system did not give the file, which says nothing about what is in it.
struct ListUnreadable : ListFault {
    using ListFault::ListFault;
};

}  // namespace ramauth::weak_list
