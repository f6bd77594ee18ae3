// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/weak_list_manager.h"

#include <gmock/gmock.h>

#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

WeakHash hash_of(unsigned char number) {
    WeakHash hash;
    hash.bytes[19] = number;
    return hash;
}

class WeakListManagerTest : public testing::Test, protected LoginHouse {
protected:
    std::variant<std::size_t, ramauth::Refusal> add(const std::vector<WeakHash>& hashes) {
        return manager.add(hashes, manager_request());
    }

    WeakListManager manager{services};
};

TEST_F(WeakListManagerTest, what_was_added_is_stored_told_and_recorded) {
    EXPECT_EQ(std::get<std::size_t>(add({hash_of(1), hash_of(2)})), 2U);
    EXPECT_EQ(std::get<std::size_t>(add({hash_of(2), hash_of(3)})), 1U);
    EXPECT_THAT(store.weak, ElementsAre(hash_of(1), hash_of(2), hash_of(3)));
    EXPECT_THAT(weak.told, ElementsAre(hash_of(1), hash_of(2), hash_of(3)));
    ASSERT_EQ(log.count(EventKind::weak_passwords_added), 2U);
    EXPECT_EQ(log.events.back().detail, "1 new of 2");
}

TEST_F(WeakListManagerTest, too_many_are_refused_as_a_whole) {
    store.most_weak_here = 1;
    EXPECT_EQ(code_of(add({hash_of(1), hash_of(2)})), Code::limit_exceeded);
    EXPECT_THAT(store.weak, IsEmpty());
    EXPECT_THAT(weak.told, IsEmpty());
    EXPECT_EQ(log.count(EventKind::manager_refused), 1U);
}

TEST_F(WeakListManagerTest, S4_without_room_nothing_is_added) {
    store.full = true;
    EXPECT_EQ(code_of(add({hash_of(1)})), Code::service_failure);
    EXPECT_THAT(weak.told, IsEmpty());
}

TEST_F(WeakListManagerTest, they_are_listed_page_by_page) {
    (void)add({hash_of(1), hash_of(2), hash_of(3)});
    const AddedWeakPage first = manager.added(std::nullopt, 2, manager_request());
    EXPECT_THAT(first.hashes, ElementsAre(hash_of(1), hash_of(2)));
    EXPECT_TRUE(first.more);
    const AddedWeakPage last = manager.added(first.hashes.back(), 2, manager_request());
    EXPECT_THAT(last.hashes, ElementsAre(hash_of(3)));
    EXPECT_FALSE(last.more);
    EXPECT_FALSE(manager.added(std::nullopt, 3, manager_request()).more);
}

TEST_F(WeakListManagerTest, a_damaged_part_is_recorded_and_left_out) {
    (void)add({hash_of(1)});
    store.whole_weak = false;
    EXPECT_EQ(manager.added(std::nullopt, 2, manager_request()).hashes.size(), 1U);
    ASSERT_EQ(log.count(EventKind::record_damaged), 1U);
    EXPECT_THAT(log.events.back().detail, HasSubstr("weak 005"));
}

TEST_F(WeakListManagerTest, a_reload_gives_what_is_known_afterwards_or_why_not) {
    const auto loaded = run(manager.reload(manager_request()));
    EXPECT_EQ(std::get<WeakListInfo>(loaded).path, "/list");
    weak.refusal = ramauth::Refusal{Code::parameter_format, "is damaged", "WeakList"};
    const auto refused = run(manager.reload(manager_request()));
    EXPECT_EQ(code_of(refused), Code::parameter_format);
    EXPECT_EQ(weak.reloads, 2U);
    EXPECT_EQ(log.count(EventKind::manager_refused), 1U);
}

}  // namespace
}  // namespace ramd::test
