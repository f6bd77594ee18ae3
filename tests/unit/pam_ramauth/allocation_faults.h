// SPDX-License-Identifier: LGPL-2.1-or-later
// Makes the n-th call of operator new fail in a test program.
#pragma once

#include <limits>

namespace ramauth::pam::test {

// The operator new of the test program counts down and throws std::bad_alloc at zero, once.
extern long allocations_left;
inline constexpr long no_fault = std::numeric_limits<long>::max();

class FaultsOff {
public:
    FaultsOff() { allocations_left = no_fault; }
    FaultsOff(const FaultsOff&) = delete;
    FaultsOff& operator=(const FaultsOff&) = delete;
    ~FaultsOff() { allocations_left = before_; }

private:
    long before_ = allocations_left;
};

}  // namespace ramauth::pam::test
