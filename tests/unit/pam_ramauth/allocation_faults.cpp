// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/unit/pam_ramauth/allocation_faults.h"

#include <cstdlib>
#include <new>

namespace ramauth::pam::test {

long allocations_left = no_fault;

namespace {

void* allocate(std::size_t size) {
    if (allocations_left != no_fault && --allocations_left < 0) {
        allocations_left = no_fault;
        throw std::bad_alloc();
    }
    void* memory = std::malloc(size);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}

}  // namespace
}  // namespace ramauth::pam::test

void* operator new(std::size_t size) {
    return ramauth::pam::test::allocate(size);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
