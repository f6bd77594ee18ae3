// SPDX-License-Identifier: LGPL-2.1-or-later
#include "shared/secret_fd.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <string>

namespace ramauth {
namespace {

constexpr int good_seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

UniqueFd memfd(std::string_view text, int seals) {
    UniqueFd fd(::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    EXPECT_EQ(::write(fd.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
    EXPECT_EQ(::fcntl(fd.get(), F_ADD_SEALS, seals), 0);
    return fd;
}

std::ptrdiff_t open_fds() {
    namespace fs = std::filesystem;
    return std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator());
}

// X6: refused at once, and closed.
void expect_refused(UniqueFd fd, const char* what) {
    ASSERT_TRUE(fd) << what;
    const auto before = open_fds();
    const auto start = std::chrono::steady_clock::now();
    EXPECT_FALSE(secret_from_fd(std::move(fd))) << what;
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(10)) << what;
    EXPECT_EQ(open_fds(), before - 1) << what;
}

TEST(SecretFdTest, X5_a_secret_arrives_and_nothing_of_it_stays_behind) {
    const Secret sent = Secret::copy_of(std::string_view("p\0ss word\n", 10));
    const auto before = open_fds();
    UniqueFd fd = secret_to_fd(sent);
    const UniqueFd other(::fcntl(fd.get(), F_DUPFD_CLOEXEC, 3));
    const auto received = secret_from_fd(std::move(fd));
    ASSERT_TRUE(received);
    EXPECT_TRUE(*received == sent);
    std::string left(10, 'x');
    EXPECT_EQ(::pread(other.get(), left.data(), left.size(), 0), 10);
    EXPECT_EQ(left, std::string(10, '\0'));
    EXPECT_EQ(open_fds(), before + 1);
}

TEST(SecretFdTest, X5_what_is_sent_is_sealed_against_all_but_writing) {
    const UniqueFd fd = secret_to_fd(Secret::copy_of(std::string_view("secret")));
    EXPECT_EQ(::fcntl(fd.get(), F_GET_SEALS) & (good_seals | F_SEAL_WRITE), good_seals);
    EXPECT_GE(fd.get(), 3);
    EXPECT_NE(::fcntl(fd.get(), F_GETFD) & FD_CLOEXEC, 0);
    EXPECT_NE(::ftruncate(fd.get(), 1), 0);
    EXPECT_NE(::ftruncate(fd.get(), 100), 0);
}

TEST(SecretFdTest, An_empty_secret_and_the_longest_one_arrive) {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, Secret::max_size}) {
        const Secret sent = Secret::copy_of(std::string_view(std::string(size, 'x')));
        const auto received = secret_from_fd(secret_to_fd(sent));
        ASSERT_TRUE(received) << size;
        EXPECT_TRUE(*received == sent);
    }
}

TEST(SecretFdTest, Where_it_was_read_to_before_does_not_matter) {
    UniqueFd fd = secret_to_fd(Secret::copy_of(std::string_view("secret")));
    ::lseek(fd.get(), 3, SEEK_SET);
    EXPECT_EQ(secret_from_fd(std::move(fd))->view(), "secret");
}

TEST(SecretFdTest, The_limit_is_the_receivers) {
    const Secret long_one = Secret::copy_of(std::string_view(std::string(513, 'x')));
    EXPECT_FALSE(secret_from_fd(secret_to_fd(long_one)));
    EXPECT_TRUE(secret_from_fd(secret_to_fd(long_one), max_long_secret));
    const Secret longer = Secret::copy_of(std::string_view(std::string(max_long_secret + 1, 'x')));
    EXPECT_FALSE(secret_from_fd(secret_to_fd(longer), max_long_secret));
}

TEST(SecretFdTest, Extra_seals_are_accepted) {
    // vm.memfd_noexec=1 makes every memfd with F_SEAL_EXEC, as this flag does.
    constexpr unsigned noexec_seal = 0x0008;  // MFD_NOEXEC_SEAL
    UniqueFd fd(::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING | noexec_seal));
    // A kernel before 6.3 does not know it, and then nobody can send it.
    if (!fd) GTEST_SKIP() << "this kernel has no F_SEAL_EXEC";
    ASSERT_EQ(::write(fd.get(), "secret", 6), 6);
    ASSERT_EQ(::fcntl(fd.get(), F_ADD_SEALS, good_seals), 0);
    const auto received = secret_from_fd(std::move(fd));
    ASSERT_TRUE(received);
    EXPECT_EQ(received->view(), "secret");
}

TEST(SecretFdTest, X6_memfds_that_lack_a_seal_or_have_one_too_many_are_refused) {
    expect_refused(memfd("secret", 0), "unsealed");
    expect_refused(memfd("secret", F_SEAL_SHRINK | F_SEAL_GROW), "open to further seals");
    expect_refused(memfd("secret", F_SEAL_SHRINK | F_SEAL_SEAL), "may grow");
    expect_refused(memfd("secret", F_SEAL_GROW | F_SEAL_SEAL), "may shrink");
    expect_refused(memfd("secret", good_seals | F_SEAL_WRITE), "sealed against writing");
    expect_refused(memfd("secret", good_seals | F_SEAL_FUTURE_WRITE), "sealed later on");
    expect_refused(memfd(std::string(513, 'x'), good_seals), "too large");
    expect_refused(UniqueFd(::memfd_create("test", MFD_CLOEXEC)), "not to be sealed");
}

TEST(SecretFdTest, X6_a_huge_memfd_is_refused_unread) {
    UniqueFd fd(::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    ASSERT_EQ(::ftruncate(fd.get(), off_t{2} << 30), 0);
    ASSERT_EQ(::fcntl(fd.get(), F_ADD_SEALS, good_seals), 0);
    expect_refused(std::move(fd), "2 GiB");
}

TEST(SecretFdTest, A_memfd_that_cannot_be_overwritten_is_refused) {
    const UniqueFd fd = memfd("secret", good_seals);
    const std::string path = "/proc/self/fd/" + std::to_string(fd.get());
    expect_refused(UniqueFd(::open(path.c_str(), O_RDONLY | O_CLOEXEC)), "for reading only");
    expect_refused(UniqueFd(::open(path.c_str(), O_WRONLY | O_CLOEXEC)), "for writing only");
    expect_refused(UniqueFd(::open(path.c_str(), O_PATH | O_CLOEXEC)), "a path only");
}

TEST(SecretFdTest, X6_whatever_is_no_memfd_is_refused) {
    int pair[2];
    ASSERT_EQ(::pipe2(pair, O_CLOEXEC), 0);
    expect_refused(UniqueFd(pair[0]), "pipe, to be read");
    expect_refused(UniqueFd(pair[1]), "pipe, to be written");
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
    expect_refused(UniqueFd(pair[0]), "socket");
    ::close(pair[1]);
    ASSERT_EQ(::openpty(&pair[0], &pair[1], nullptr, nullptr, nullptr), 0);
    expect_refused(UniqueFd(pair[1]), "terminal");
    ::close(pair[0]);
    expect_refused(UniqueFd(::open("/dev/zero", O_RDWR | O_CLOEXEC)), "/dev/zero");
    expect_refused(UniqueFd(::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)), "directory");
}

TEST(SecretFdTest, X6_files_are_refused_on_disk_and_on_tmpfs) {
    for (const char* directory : {"/var/tmp", "/dev/shm"}) {
        UniqueFd fd(::open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
        ASSERT_TRUE(fd) << directory;
        ASSERT_EQ(::write(fd.get(), "secret", 6), 6);
        expect_refused(std::move(fd), directory);
    }
}

TEST(SecretFdTest, No_descriptor_at_all_is_refused) {
    EXPECT_FALSE(secret_from_fd(UniqueFd()));
    EXPECT_FALSE(secret_from_fd(UniqueFd(100'000)));
}

}  // namespace
}  // namespace ramauth
