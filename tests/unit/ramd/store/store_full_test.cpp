// SPDX-License-Identifier: LGPL-2.1-or-later
// S4: a full disk and a full map. On a small tmpfs of its own, which is why it runs as root.
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>

#include "tests/unit/ramd/store/store_fixture.h"

namespace ramd::test {
namespace {

// Mounts are made in a namespace of this process's own, so that none is ever left behind.
void leave_the_hosts_mounts() {
    static const bool left = ::unshare(CLONE_NEWNS) == 0 &&
                             ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    if (!left) throw std::runtime_error("unshare: the tests run as root");
}

class FullTest : public ::testing::Test {
protected:
    FullTest() : state(root.make("state", 0700)), markers(root.make("managed", 0711)) {
        leave_the_hosts_mounts();
        if (::mount("tmpfs", state.c_str(), "tmpfs", 0, "size=512k,mode=0700") != 0)
            throw std::runtime_error("mount tmpfs");
        create_store(state, key, markers);
    }
    ~FullTest() override { ::umount2(state.c_str(), MNT_DETACH); }

    void fill_the_disk() const {
        const ramauth::UniqueFd fd(
            ::open((state + "/ballast").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
        const std::string block(4096, 'x');
        while (::write(fd.get(), block.data(), block.size()) > 0) continue;
    }
    void free_the_disk() const { std::filesystem::remove(state + "/ballast"); }

    // Commits until there is no room; the number of those that were acknowledged.
    static int create_until_full(Store& store, int limit) {
        for (int i = 0; i < limit; ++i) {
            try {
                (void)create(store, "user" + std::to_string(i));
            } catch (const StoreFull&) {
                return i;
            }
        }
        return limit;
    }

    TemporaryDirectory root;
    Secret key = key_of('k');
    std::string state;
    std::string markers;
};

TEST_F(FullTest, S4_on_a_full_disk_reading_goes_on_and_writing_comes_back_with_room) {
    const auto store = open_store(state, key, markers);
    (void)create(*store, "alice");
    fill_the_disk();
    const int made = create_until_full(*store, 10'000);
    ASSERT_LT(made, 10'000);
    EXPECT_TRUE(store->find(user("alice")));
    EXPECT_EQ(store->list("", 100'000, nullptr).size(), static_cast<std::size_t>(made) + 1);
    EXPECT_FALSE(std::filesystem::exists(markers + "/user" + std::to_string(made)));
    Profile alice = store->find(user("alice")).value();
    alice.hash.text = "new";
    const StoreChange change{.put = alice, .erase = {}, .revoke = {}, .policy = {}};
    EXPECT_THROW((void)store->commit(change), StoreFull);
    EXPECT_NE(store->find(user("alice"))->hash.text, "new");
    free_the_disk();
    EXPECT_FALSE(store->commit(change).conflict);
    EXPECT_EQ(store->find(user("alice"))->hash.text, "new");
}

TEST_F(FullTest, S4_a_store_opens_on_a_full_disk) {
    (void)create(*open_store(state, key, markers), "alice");
    fill_the_disk();
    EXPECT_TRUE(open_store(state, key, markers)->find(user("alice")));
    std::filesystem::remove(state + "/lock.mdb");
    fill_the_disk();
    EXPECT_TRUE(open_store(state, key, markers)->find(user("alice")));
}

TEST_F(FullTest, S4_everything_acknowledged_on_a_filling_disk_is_there_afterwards) {
    int made = 0;
    {
        const auto store = open_store(state, key, markers);
        made = create_until_full(*store, 10'000);
    }
    ASSERT_LT(made, 10'000);
    EXPECT_EQ(open_store(state, key, markers)->list("", 100'000, nullptr).size(),
              static_cast<std::size_t>(made));
}

TEST_F(FullTest, S4_a_full_map_is_a_full_store_and_nothing_worse) {
    const auto store =
        open_store(state, key, markers, {.first = 128UL << 10, .largest = 256UL << 10});
    const int made = create_until_full(*store, 10'000);
    ASSERT_LT(made, 10'000);
    ASSERT_GT(made, 10);
    EXPECT_TRUE(store->find(user("user0")));
    EXPECT_THROW((void)create(*store, "user" + std::to_string(made)), StoreFull);
    EXPECT_EQ(store->list("", 100'000, nullptr).size(), static_cast<std::size_t>(made));
}

TEST_F(FullTest, S4_no_room_for_a_marker_is_no_profile) {
    if (::mount("tmpfs", markers.c_str(), "tmpfs", 0, "size=64k,nr_inodes=3,mode=0711") != 0)
        FAIL() << "mount tmpfs";
    {
        const auto store = open_store(state, key, markers);
        EXPECT_LT(create_until_full(*store, 10), 10);
        EXPECT_GT(store->list("", 10, nullptr).size(), 0U);
        for (const Profile& profile : store->list("", 10, nullptr))
            EXPECT_TRUE(std::filesystem::exists(markers + "/" + profile.user.str()));
    }
    ::umount2(markers.c_str(), MNT_DETACH);
}

}  // namespace
}  // namespace ramd::test
