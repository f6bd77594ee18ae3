// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/managed_markers.h"

#include <gmock/gmock.h>

#include "shared/managed_marker.h"
#include "tests/unit/ramd/store/store_fixture.h"

namespace ramd::test {
namespace {

using ramauth::Managed;
using ::testing::UnorderedElementsAre;

class MarkersTest : public ::testing::Test {
protected:
    [[nodiscard]] std::vector<std::string> present() const {
        std::vector<std::string> found;
        for (const auto& entry : std::filesystem::directory_iterator(path))
            found.push_back(entry.path().filename());
        return found;
    }
    [[nodiscard]] Managed look(const char* name) const {
        return ramauth::look_for_marker(user(name), path.c_str());
    }

    TemporaryDirectory root;
    std::string path = root.make("managed", 0711);
    ManagedMarkers markers{path};
};

TEST_F(MarkersTest, A_marker_is_seen_by_the_reading_side) {
    EXPECT_EQ(look("alice"), Managed::no);
    markers.add(user("alice"));
    EXPECT_EQ(look("alice"), Managed::maybe);
    EXPECT_TRUE(markers.remove(user("alice")));
    EXPECT_EQ(look("alice"), Managed::no);
}

TEST_F(MarkersTest, Adding_and_removing_twice_is_fine) {
    markers.add(user("alice"));
    markers.add(user("alice"));
    EXPECT_TRUE(markers.remove(user("alice")));
    EXPECT_TRUE(markers.remove(user("alice")));
}

TEST_F(MarkersTest, A_marker_is_an_empty_file) {
    markers.add(user("alice"));
    EXPECT_EQ(std::filesystem::file_size(path + "/alice"), 0U);
}

TEST_F(MarkersTest, Repair_adds_what_is_missing_and_takes_away_what_is_too_much) {
    for (const char* name : {"alice", "ghost", "old"}) markers.add(user(name));
    markers.repair({"alice", "bob"});
    EXPECT_THAT(present(), UnorderedElementsAre("alice", "bob"));
}

TEST_F(MarkersTest, Repair_leaves_alone_what_cannot_be_a_marker) {
    write_file(path + "/.programmatic-services", "cron\n");
    ASSERT_EQ(::mkdir((path + "/directory").c_str(), 0700), 0);
    markers.repair({});
    EXPECT_THAT(present(), UnorderedElementsAre(".programmatic-services", "directory"));
}

TEST_F(MarkersTest, A_symbolic_link_in_the_place_of_a_marker_is_not_followed) {
    std::filesystem::create_symlink(root.path() + "/elsewhere", path + "/alice");
    EXPECT_THROW(markers.add(user("alice")), StoreFault);
    EXPECT_FALSE(std::filesystem::exists(root.path() + "/elsewhere"));
}

TEST_F(MarkersTest, A_directory_that_others_may_write_or_own_is_refused) {
    ::chmod(path.c_str(), 0733);
    EXPECT_THROW(ManagedMarkers{path}, StoreFault);
    ::chmod(path.c_str(), 0711);
    ASSERT_EQ(::chown(path.c_str(), 65534, 65534), 0) << "the tests run as root";
    EXPECT_THROW(ManagedMarkers{path}, StoreFault);
    EXPECT_THROW(ManagedMarkers{path + "/none"}, StoreFault);
}

}  // namespace
}  // namespace ramd::test
