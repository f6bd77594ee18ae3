// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/memory_limit.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace ramd {
namespace {

namespace fs = std::filesystem;

// A proc and a sys of one's own.
class MemoryLimit : public testing::Test {
protected:
    MemoryLimit() {
        if (::mkdtemp(root_.data()) == nullptr) throw std::runtime_error("mkdtemp");
    }
    ~MemoryLimit() override { fs::remove_all(root_); }
    void write(const std::string& path, const std::string& text) const {
        fs::create_directories(fs::path(root_ + path).parent_path());
        std::ofstream(root_ + path) << text;
    }
    [[nodiscard]] std::optional<std::uint64_t> limit() const { return memory_limit_mib(root_); }

private:
    std::string root_ = "/var/tmp/ramauth-test-XXXXXX";
};

Config sized(unsigned workers, bool named, unsigned memory_mib = 64) {
    Config config;
    config.pool.workers = workers;
    config.workers_named = named;
    config.cost.memory_mib = memory_mib;
    return config;
}

unsigned fitted(std::optional<std::uint64_t> limit_mib, Config config) {
    fit_into(limit_mib, config, "f");
    return config.pool.workers;
}

TEST_F(MemoryLimit, is_that_of_the_own_cgroup) {
    write("/proc/self/cgroup", "1:name=systemd:/a\n0::/system.slice/ramd.service\n");
    write("/sys/fs/cgroup/system.slice/ramd.service/memory.max", "1073741824\n");
    EXPECT_EQ(limit(), 1024U);
}

TEST_F(MemoryLimit, is_nothing_where_none_is_set_or_can_be_read) {
    EXPECT_EQ(limit(), std::nullopt);
    write("/proc/self/cgroup", "0::/x\n");
    EXPECT_EQ(limit(), std::nullopt);
    for (const char* text : {"max\n", "", "12 34\n", "-1\n", "99999999999999999999\n"}) {
        write("/sys/fs/cgroup/x/memory.max", text);
        EXPECT_EQ(limit(), std::nullopt) << text;
    }
}

TEST(FitInto, leaves_the_workers_where_there_is_no_limit_or_room_enough) {
    EXPECT_EQ(fitted(std::nullopt, sized(64, true, 1024)), 64U);
    EXPECT_EQ(fitted(1024, sized(15, false)), 15U);
    EXPECT_EQ(fitted(1024, sized(15, true)), 15U);
}

TEST(FitInto, workers_that_nobody_named_become_as_many_as_fit) {
    EXPECT_EQ(fitted(1024, sized(16, false)), 15U);
    EXPECT_EQ(fitted(1024, sized(48, false, 960)), 1U);
}

TEST(FitInto, what_does_not_fit_is_refused_with_its_numbers) {
    const auto fault = [](Config config) -> std::string {
        try {
            fit_into(1024, config, "f");
        } catch (const ConfigError& error) {
            return error.what();
        }
        return "no fault";
    };
    EXPECT_THAT(fault(sized(16, true)),
                testing::AllOf(testing::StartsWith("f:0: 16 HashWorkers of 64 MiB need 1088 MiB"),
                               testing::HasSubstr("allows 1024")));
    EXPECT_THAT(fault(sized(1, false, 1024)), testing::StartsWith("f:0: 1 HashWorkers of 1024"));
}

}  // namespace
}  // namespace ramd
