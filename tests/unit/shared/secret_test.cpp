// SPDX-License-Identifier: LGPL-2.1-or-later
#include "shared/secret.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <type_traits>

#include "shared/fd.h"

namespace ramauth {
namespace {

static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);
static_assert(std::is_nothrow_move_constructible_v<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string>);

constexpr std::size_t marker_size = 64;

// Computed byte by byte, so that the text stands nowhere but where it is put.
char marker_byte(std::size_t i) {
    return static_cast<char>('A' + (i * i * 7 + i * 3 + 5) % 53);
}

Secret marker() {
    Secret secret(marker_size);
    for (std::size_t i = 0; i < marker_size; ++i) secret.push_back(marker_byte(i));
    return secret;
}

std::size_t count_in(std::string_view memory) {
    // Compared byte by byte: a later child would inherit a copy made for the search.
    std::size_t found = 0;
    for (auto at = memory.find(marker_byte(0)); at < memory.size();
         at = memory.find(marker_byte(0), at + 1)) {
        if (memory.size() - at < marker_size) break;
        std::size_t i = 0;
        while (i < marker_size && memory[at + i] == marker_byte(i)) ++i;
        if (i == marker_size) ++found;
    }
    return found;
}

// How often the marker stands in the writable memory of a process.
std::size_t count_in_process(pid_t pid) {
    // Sanitizers map terabytes that hold nothing of ours.
    constexpr unsigned long largest = 256UL << 20;
    const std::string root = "/proc/" + std::to_string(pid);
    const UniqueFd memory(::open((root + "/mem").c_str(), O_RDONLY | O_CLOEXEC));
    std::ifstream maps(root + "/maps");
    std::size_t found = 0;
    for (std::string line; std::getline(maps, line);) {
        unsigned long from = 0;
        unsigned long to = 0;
        std::array<char, 5> access{};
        if (std::sscanf(line.c_str(), "%lx-%lx %4s", &from, &to, access.data()) != 3) continue;
        if (access[1] != 'w' || to - from > largest) continue;
        std::string bytes(to - from, '\0');
        const ssize_t n =
            ::pread(memory.get(), bytes.data(), bytes.size(), static_cast<off_t>(from));
        if (n > 0) found += count_in({bytes.data(), static_cast<std::size_t>(n)});
        ::explicit_bzero(bytes.data(), bytes.size());
    }
    return found;
}

// A child that goes on a step whenever it is told to, and says when it has arrived.
class Child {
public:
    using Stop = std::function<void()>;

    explicit Child(const std::function<void(const Stop&)>& body) {
        if (::pipe2(to_child_, O_CLOEXEC) != 0 || ::pipe2(to_parent_, O_CLOEXEC) != 0)
            throw std::runtime_error("pipe");
        pid_ = ::fork();
        if (pid_ != 0) return;
        body([this] {
            char token = 'x';
            if (::write(to_parent_[1], &token, 1) != 1) ::_exit(1);
            if (::read(to_child_[0], &token, 1) != 1) ::_exit(1);
        });
        ::_exit(0);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() {
        for (const int fd : {to_child_[0], to_child_[1], to_parent_[0], to_parent_[1]}) ::close(fd);
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }

    void wait() const {
        char token = 0;
        ASSERT_EQ(::read(to_parent_[0], &token, 1), 1);
    }
    void go_on() const { ASSERT_EQ(::write(to_child_[1], "x", 1), 1); }
    [[nodiscard]] std::size_t markers() const { return count_in_process(pid_); }

private:
    int to_child_[2]{};
    int to_parent_[2]{};
    pid_t pid_ = -1;
};

TEST(SecretTest, H7_M9_wiped_bytes_are_in_no_memory_of_the_process) {
    const Child child([](const Child::Stop& stop) {
        Secret secret = marker();
        Secret moved = std::move(secret);
        const Secret second = moved.clone();
        stop();
        moved.wipe();
        stop();
        { const Secret gone = second.clone(); }
        secret = second.clone();
        secret.resize(marker_size / 2);
        stop();
    });
    child.wait();
    EXPECT_EQ(child.markers(), 2U) << "the moved one and its clone: the test sees what is there";
    child.go_on();
    child.wait();
    EXPECT_EQ(child.markers(), 1U);
    child.go_on();
    child.wait();
    EXPECT_EQ(child.markers(), 1U) << "shortened and destroyed ones are gone";
}

TEST(SecretTest, H7_a_secret_is_not_in_a_forked_child) {
    const Secret secret = marker();
    const Child child([&secret](const Child::Stop& stop) {
        stop();
        // Still mapped, and zero.
        for (const char byte : secret.view())
            if (byte != 0) ::_exit(1);
        stop();
    });
    child.wait();
    EXPECT_EQ(child.markers(), 0U);
    child.go_on();
    child.wait();
    EXPECT_EQ(count_in(secret.view()), 1U);
}

// The VmFlags line of the mapping that holds `address` (proc(5)).
std::string flags_of(const void* address) {
    const auto wanted = reinterpret_cast<unsigned long>(address);
    std::ifstream maps("/proc/self/smaps");
    bool inside = false;
    for (std::string line; std::getline(maps, line);) {
        unsigned long from = 0;
        unsigned long to = 0;
        if (std::sscanf(line.c_str(), "%lx-%lx ", &from, &to) == 2)
            inside = from <= wanted && wanted < to;
        else if (inside && line.starts_with("VmFlags:"))
            return line + " ";
    }
    return {};
}

// Sanitizers turn mlock(2) into nothing.
bool mlock_does_something() {
    alignas(4096) static char page[4096];
    const bool locked = ::mlock(page, sizeof page) == 0;
    const bool seen = flags_of(page).find(" lo ") != std::string::npos;
    if (locked) ::munlock(page, sizeof page);
    return seen;
}

TEST(SecretTest, H7_its_pages_are_locked_and_left_out_of_core_dumps_and_children) {
    const Secret secret = marker();
    const std::string flags = flags_of(secret.view().data());
    EXPECT_NE(flags.find(" dd "), std::string::npos) << flags;
    EXPECT_NE(flags.find(" wf "), std::string::npos) << flags;
    if (!mlock_does_something()) return;
    EXPECT_EQ(flags.find(" lo ") != std::string::npos, Secret::all_locked()) << flags;
}

TEST(SecretTest, A_moved_from_secret_is_empty) {
    Secret first = marker();
    const Secret second = std::move(first);
    EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): what is tested
    EXPECT_EQ(first.capacity(), 0U);
    EXPECT_EQ(second.size(), marker_size);
}

TEST(SecretTest, Comparison_looks_at_sizes_and_every_byte) {
    EXPECT_TRUE(Secret::copy_of(std::string_view("abc")) ==
                Secret::copy_of(std::string_view("abc")));
    EXPECT_FALSE(Secret::copy_of(std::string_view("abc")) ==
                 Secret::copy_of(std::string_view("abd")));
    EXPECT_FALSE(Secret::copy_of(std::string_view("abc")) ==
                 Secret::copy_of(std::string_view("ab")));
    EXPECT_TRUE(Secret() == Secret::copy_of(std::string_view()));
}

TEST(SecretTest, Growing_past_the_capacity_is_refused) {
    Secret secret(2);
    secret.push_back('a');
    secret.push_back('b');
    EXPECT_THROW(secret.push_back('c'), std::length_error);
    EXPECT_THROW(secret.resize(3), std::length_error);
    EXPECT_EQ(secret.view(), "ab");
}

TEST(SecretTest, Bytes_past_a_smaller_size_are_gone) {
    Secret secret = Secret::copy_of(std::string_view("abcdef"));
    secret.resize(2);
    secret.resize(6);
    EXPECT_EQ(secret.view(), std::string_view("ab\0\0\0\0", 6));
}

TEST(SecretTest, NUL_bytes_are_bytes_like_any_other) {
    const Secret secret = Secret::copy_of(std::string_view("a\0b", 3));
    EXPECT_EQ(secret.size(), 3U);
    EXPECT_EQ(secret.view(), std::string_view("a\0b", 3));
}

}  // namespace
}  // namespace ramauth
