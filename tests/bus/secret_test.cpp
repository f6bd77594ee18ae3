// SPDX-License-Identifier: LGPL-2.1-or-later
// Secrets on the wire [X5, X6]: only sealed memfds, read once, overwritten, closed, and never in
// the memory of the bus daemon.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <fstream>

#include "tests/bus/caller.h"

namespace bustest {
namespace {

using ramauth::UniqueFd;

constexpr const char* malformed = "InvalidParameter.Secret.Malformed";

UniqueFd memfd(std::size_t size, int seals) {
    UniqueFd fd(::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    EXPECT_EQ(::ftruncate(fd.get(), static_cast<off_t>(size)), 0);
    EXPECT_EQ(::fcntl(fd.get(), F_ADD_SEALS, seals), 0);
    return fd;
}

struct Hostile {
    const char* what;
    UniqueFd fd;
};

std::vector<Hostile> hostile_descriptors() {
    constexpr int size_seals = F_SEAL_SHRINK | F_SEAL_GROW;
    std::vector<Hostile> all;
    int ends[2] = {-1, -1};
    EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    all.push_back({"a pipe that nobody writes to", UniqueFd(ends[0])});
    all.push_back({"the writing end of a pipe", UniqueFd(ends[1])});
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    all.push_back({"a socket", UniqueFd(ends[0])});
    all.push_back({"the other end of it", UniqueFd(ends[1])});
    all.push_back({"a file", UniqueFd(::open("/etc/passwd", O_RDONLY | O_CLOEXEC))});
    all.push_back({"a directory", UniqueFd(::open("/", O_RDONLY | O_CLOEXEC))});
    all.push_back({"/dev/zero", UniqueFd(::open("/dev/zero", O_RDWR | O_CLOEXEC))});
    all.push_back({"an O_PATH descriptor", UniqueFd(::open("/etc/passwd", O_PATH | O_CLOEXEC))});
    all.push_back({"a terminal", UniqueFd(::posix_openpt(O_RDWR | O_CLOEXEC | O_NOCTTY))});
    all.push_back({"an unsealed memfd", memfd(8, 0)});
    all.push_back({"a memfd to which seals can be added", memfd(8, size_seals)});
    all.push_back({"a memfd that may shrink", memfd(8, F_SEAL_GROW | F_SEAL_SEAL)});
    all.push_back({"a memfd that may grow", memfd(8, F_SEAL_SHRINK | F_SEAL_SEAL)});
    all.push_back(
        {"a memfd that cannot be wiped", memfd(8, size_seals | F_SEAL_SEAL | F_SEAL_WRITE)});
    all.push_back({"a byte too many", memfd(513, size_seals | F_SEAL_SEAL)});
    all.push_back({"two gigabytes", memfd(std::size_t{1} << 31, size_seals | F_SEAL_SEAL)});
    return all;
}

Call authenticate_with(int fd) {
    return {"org.ramauth1.Login", "Authenticate", [fd](sd_bus_message* m) {
                return sd_bus_message_append(m, "sha{sv}", "ann", fd, 1, "Uid", "u", ann);
            }};
}

Call change_with(int proof, int wanted) {
    return {"org.ramauth1.Login", "ChangePassword", [proof, wanted](sd_bus_message* m) {
                return sd_bus_message_append(m, "sshha{sv}", "ann", "password", proof, wanted, 1,
                                             "Uid", "u", ann);
            }};
}

Call reset_with(int fd) {
    return {"org.ramauth1.Manager", "UpdateLoginProfile", [fd](sd_bus_message* m) {
                return sd_bus_message_append(m, "sa{sv}", "ann", 1, "Password", "h", fd);
            }};
}

class SecretOnTheWire : public BusTest {
protected:
    // The end of a connection is noticed a little after its answer: other requests go by meanwhile.
    // Two descriptors are those of the last connection.
    [[nodiscard]] bool descriptors_fall_back_to(std::size_t before) const {
        for (int turn = 0; turn < 200; ++turn) {
            if (ramd.open_descriptors() <= before + 2) return true;
            EXPECT_THAT(by_socket(without_arguments("GetPasswordPolicy")), IsDone());
        }
        return false;
    }
};

TEST_F(SecretOnTheWire, X6_hostile_descriptors_are_refused_and_closed) {
    ASSERT_THAT(by_socket(authenticate("ann", password)), IsDone());
    const std::size_t before = ramd.open_descriptors();
    for (const Hostile& hostile : hostile_descriptors()) {
        SCOPED_TRACE(hostile.what);
        ASSERT_GE(hostile.fd.get(), 0);
        const int fd = hostile.fd.get();
        EXPECT_THAT(by_socket(authenticate_with(fd)), IsRefused(malformed));
        EXPECT_THAT(by_socket(reset_with(fd)), IsRefused(malformed));
        EXPECT_THAT(by_socket(change_with(fd, secret("another long phrase").get())),
                    IsRefused(malformed));
        EXPECT_THAT(by_socket(change_with(secret(password).get(), fd)), IsRefused(malformed));
        EXPECT_THAT(by_bus(ann, authenticate_with(fd)), IsRefused(malformed));
    }
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsDone());
    EXPECT_TRUE(descriptors_fall_back_to(before));
}

TEST_F(SecretOnTheWire, X5_a_secret_is_overwritten_by_who_reads_it) {
    const UniqueFd given = secret(password);
    ASSERT_THAT(by_socket(authenticate_with(given.get())), IsDone());
    std::array<char, 64> left{};
    const ssize_t size = ::pread(given.get(), left.data(), left.size(), 0);
    ASSERT_EQ(size, static_cast<ssize_t>(std::string_view(password).size()));
    EXPECT_EQ(std::string(left.data(), static_cast<std::size_t>(size)),
              std::string(static_cast<std::size_t>(size), '\0'));
}

TEST_F(SecretOnTheWire, X6_sixteen_descriptors_are_all_closed) {
    ASSERT_THAT(by_socket(authenticate("ann", password)), IsDone());
    const std::size_t before = ramd.open_descriptors();
    const UniqueFd pipe_like(::open("/dev/zero", O_RDONLY | O_CLOEXEC));
    const Call many{"org.ramauth1.Manager", "UpdateLoginProfile", [&](sd_bus_message* m) {
                        int r = sd_bus_message_append(m, "s", "ann");
                        if (r >= 0) r = sd_bus_message_open_container(m, 'a', "{sv}");
                        for (int i = 0; r >= 0 && i < 16; ++i) {
                            const std::string key = "Key" + std::to_string(i);
                            r = sd_bus_message_append(m, "{sv}", key.c_str(), "h", pipe_like.get());
                        }
                        return r < 0 ? r : sd_bus_message_close_container(m);
                    }};
    for (int turn = 0; turn < 10; ++turn)
        EXPECT_THAT(by_socket(many), IsRefused("InvalidParameter.Key0.Format"));
    EXPECT_TRUE(descriptors_fall_back_to(before));
}

// Whether the bytes stand anywhere in the writable memory of the process.
bool memory_holds(pid_t process, const std::string& wanted) {
    const std::string base = "/proc/" + std::to_string(process);
    std::ifstream maps(base + "/maps");
    const UniqueFd memory(::open((base + "/mem").c_str(), O_RDONLY | O_CLOEXEC));
    EXPECT_TRUE(maps && memory);
    for (std::string line; std::getline(maps, line);) {
        unsigned long long begin = 0;
        unsigned long long end = 0;
        std::array<char, 5> access{};
        if (std::sscanf(line.c_str(), "%llx-%llx %4s", &begin, &end, access.data()) != 3) continue;
        // A sanitizer's shadow is terabytes of nothing.
        constexpr unsigned long long largest = 1ULL << 30;
        if (access[0] != 'r' || access[1] != 'w' || end - begin > largest) continue;
        std::string part(end - begin, '\0');
        const ssize_t got =
            ::pread(memory.get(), part.data(), part.size(), static_cast<off_t>(begin));
        if (got > 0 &&
            part.substr(0, static_cast<std::size_t>(got)).find(wanted) != std::string::npos)
            return true;
    }
    return false;
}

TEST_F(SecretOnTheWire, X5_no_copy_stays_in_the_memory_of_the_bus_or_of_ramd) {
    const std::string marker = "marker-7f3a-" + std::string(20, 'q');
    EXPECT_THAT(by_bus(ann, change_by_password("ann", password, marker)), IsDone());
    EXPECT_THAT(by_bus(ann, authenticate("ann", marker)), IsDone());
    EXPECT_FALSE(memory_holds(bus.process().pid(), marker));
    EXPECT_FALSE(memory_holds(bus.process().pid(), password));
    EXPECT_FALSE(memory_holds(ramd.process().pid(), password));
    // The user's name was in the messages: the search finds what is there.
    EXPECT_TRUE(memory_holds(bus.process().pid(), "org.ramauth1"));
}

}  // namespace
}  // namespace bustest
