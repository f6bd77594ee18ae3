// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/programmatic_services_file.h"

#include <gmock/gmock.h>

#include "shared/programmatic_services.h"
#include "tests/unit/ramd/store/store_fixture.h"

namespace ramd::test {
namespace {

using Services = std::vector<std::string>;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class ServicesFileTest : public ::testing::Test {
protected:
    [[nodiscard]] std::vector<std::string> present() const {
        std::vector<std::string> found;
        for (const auto& entry : std::filesystem::directory_iterator(path))
            found.push_back(entry.path().filename());
        return found;
    }
    [[nodiscard]] std::string list() const { return path + "/.programmatic-services"; }
    [[nodiscard]] bool knows(const char* service) const {
        return ramauth::is_programmatic_service(path.c_str(), service);
    }

    TemporaryDirectory root;
    std::string path = root.make("managed", 0711);
    ramauth::UniqueFd directory{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    ProgrammaticServicesFile file{path, directory.get()};
};

TEST_F(ServicesFileTest, What_is_published_is_what_the_reading_side_knows) {
    ProgrammaticServicesFile::Prepared(file, {"cron", "backup"}).publish();
    EXPECT_EQ(contents_of(list()), "cron\nbackup\n");
    EXPECT_EQ(std::filesystem::status(list()).permissions(), std::filesystem::perms(0644));
    EXPECT_TRUE(knows("backup"));
    EXPECT_FALSE(knows("atd"));
    ProgrammaticServicesFile::Prepared(file, {}).publish();
    EXPECT_FALSE(knows("cron")) << "an empty list is a list";
}

TEST_F(ServicesFileTest, What_is_only_prepared_leaves_nothing_behind) {
    file.repair({"cron"});
    { const ProgrammaticServicesFile::Prepared prepared(file, {"su"}); }
    EXPECT_EQ(contents_of(list()), "cron\n");
    EXPECT_THAT(present(), UnorderedElementsAre(".programmatic-services"));
}

TEST_F(ServicesFileTest, What_a_killed_ramd_left_behind_is_in_nobodys_way) {
    write_file(path + "/.programmatic-services.new", "half of a li");
    ProgrammaticServicesFile::Prepared(file, {"cron"}).publish();
    EXPECT_EQ(contents_of(list()), "cron\n");
    EXPECT_THAT(present(), UnorderedElementsAre(".programmatic-services"));
}

TEST_F(ServicesFileTest, Repair_writes_only_what_is_not_there_already) {
    file.repair({"cron"});
    const auto written = std::filesystem::last_write_time(list());
    file.repair({"cron"});
    EXPECT_EQ(std::filesystem::last_write_time(list()), written);
    for (const char* other : {"cron", "crom\n", "cron\natd\n", ""}) {
        write_file(list(), other, 0644);
        file.repair({"cron"});
        EXPECT_EQ(contents_of(list()), "cron\n");
    }
    ::chmod(list().c_str(), 0666);
    file.repair({"cron"});
    EXPECT_EQ(std::filesystem::status(list()).permissions(), std::filesystem::perms(0644));
}

TEST_F(ServicesFileTest, A_symbolic_link_in_its_place_is_replaced_and_not_followed) {
    write_file(root.path() + "/elsewhere", "of somebody's");
    std::filesystem::create_symlink(root.path() + "/elsewhere", list());
    file.repair({"cron"});
    EXPECT_FALSE(std::filesystem::is_symlink(list()));
    EXPECT_EQ(contents_of(root.path() + "/elsewhere"), "of somebody's");
}

TEST_F(ServicesFileTest, What_cannot_be_replaced_is_a_fault) {
    ASSERT_EQ(::mkdir(list().c_str(), 0700), 0);
    EXPECT_THROW(file.repair({"cron"}), StoreFault);
    EXPECT_THAT(present(), UnorderedElementsAre(".programmatic-services"));
}

}  // namespace
}  // namespace ramd::test
