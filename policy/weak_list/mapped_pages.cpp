// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/mapped_pages.h"

#include <setjmp.h>
#include <sys/mman.h>

#include <cerrno>
#include <csignal>
#include <mutex>
#include <system_error>

namespace ramauth::weak_list {
namespace {

struct Guard {
    sigjmp_buf back;
    const unsigned char* begin;
    const unsigned char* end;
};

thread_local Guard* guard = nullptr;
struct sigaction before {};

void on_bus_error(int signal, siginfo_t* info, void* context) {
    const auto* at = static_cast<const unsigned char*>(info->si_addr);
    if (guard != nullptr && at >= guard->begin && at < guard->end) ::siglongjmp(guard->back, 1);
    if ((before.sa_flags & SA_SIGINFO) != 0) return before.sa_sigaction(signal, info, context);
    // The access is made again, and meets what was there before.
    ::sigaction(SIGBUS, &before, nullptr);
}

void catch_bus_errors() {
    static std::once_flag once;
    std::call_once(once, [] {
        struct sigaction action {};
        action.sa_sigaction = on_bus_error;
        // The handler is left by a jump that restores no mask: none may be set.
        action.sa_flags = SA_SIGINFO | SA_NODEFER;
        ::sigemptyset(&action.sa_mask);
        if (::sigaction(SIGBUS, &action, &before) != 0)
            throw std::system_error(errno, std::generic_category(), "sigaction(SIGBUS)");
    });
}

}  // namespace

MappedPages::MappedPages(int fd, std::size_t offset, std::size_t size) : size_(size) {
    catch_bus_errors();
    void* const at = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, fd, static_cast<off_t>(offset));
    if (at == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
    pages_ = static_cast<unsigned char*>(at);
    // One page a look: what lies beside it is not wanted.
    ::madvise(at, size, MADV_RANDOM);
    ::madvise(at, size, MADV_DONTDUMP);
}

MappedPages::~MappedPages() {
    ::munmap(pages_, size_);
}

MappedPages::Seen MappedPages::look(Look look, void* argument) const noexcept {
    Guard here{};
    here.begin = pages_;
    here.end = pages_ + size_;
    if (sigsetjmp(here.back, 0) != 0) {
        guard = nullptr;
        return Seen::fault;
    }
    guard = &here;
    const bool seen = look(pages_, argument);
    guard = nullptr;
    return seen ? Seen::yes : Seen::no;
}

}  // namespace ramauth::weak_list
