// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/profile_encode.h"

#include <gmock/gmock.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "ramd/bus/message.h"
#include "shared/secret_fd.h"
#include "tests/unit/ramd/bus/test_message.h"

namespace ramd {
namespace {

using testing::HasSubstr;

ProfileView view() {
    Profile profile{.user = *UserName::parse("ann"),
                    .uid = {1001},
                    .hash = {"the hash"},
                    .life = {},
                    .last_login_source = {},
                    .recovery_email = {},
                    .recovery_mobile = {},
                    .shadow_aging = {},
                    .last_change_nonce = {}};
    return {profile, {}, {}};
}

std::set<std::string> keys(sd_bus_message* message) {
    std::set<std::string> all;
    DictionaryReader entry(message);
    while (entry.next()) {
        all.insert(entry.key());
        entry.skip();
    }
    return all;
}

TEST(EncodeProfile, writes_only_fields_that_the_manual_page_names) {
    const TestMessage message([](sd_bus_message* m) {
        encode_profile(m, view());
        return 0;
    });
    std::ifstream file(RAMAUTH_SOURCE "/ramd/bus/org.ramauth1.5");
    std::ostringstream page;
    page << file.rdbuf();
    const auto fields = keys(message.get());
    EXPECT_EQ(fields.size(), 22U);
    for (const std::string& field : fields)
        EXPECT_THAT(page.str(), HasSubstr(".Li " + field + " "));
}

std::map<std::string, std::uint64_t> times_of(const ProfileView& shown) {
    const TestMessage message([&](sd_bus_message* m) {
        encode_profile(m, shown);
        return 0;
    });
    std::map<std::string, std::uint64_t> all;
    DictionaryReader entry(message.get());
    while (entry.next()) {
        if (entry.key() == "FailedLoginAttempts")
            all[entry.key()] = entry.number().value();
        else if (entry.key() == "LockedUntil")
            all[entry.key()] = entry.big_number().value();
        else
            entry.skip();
    }
    return all;
}

TEST(EncodeProfile, L6_shows_an_administrator_the_failures_and_until_when_they_lock) {
    ProfileView locked = view();
    EXPECT_EQ(times_of(locked)["LockedUntil"], 0U);
    locked.failed_attempts = 5;
    locked.locked_until = Timestamp(std::chrono::seconds(1'800'000'000));
    EXPECT_EQ(times_of(locked)["FailedLoginAttempts"], 5U);
    EXPECT_EQ(times_of(locked)["LockedUntil"], 1'800'000'000'000'000U);
    locked.locked_until = Timestamp::max();
    EXPECT_EQ(times_of(locked)["LockedUntil"], UINT64_MAX);
}

TEST(EncodeProfile, never_writes_the_hash) {
    const TestMessage message([](sd_bus_message* m) {
        encode_profile(m, view());
        return 0;
    });
    DictionaryReader entry(message.get());
    while (entry.next()) {
        if (const auto text = entry.text()) {
            EXPECT_NE(*text, "the hash");
        }
    }
}

TEST(EncodeWritten, passes_a_generated_password_as_a_secret) {
    const TestMessage message([](sd_bus_message* m) {
        const ProfileWritten written{
            view(), ramauth::secret_to_fd(Secret::copy_of(std::string_view("generated")))};
        encode_written(m, written);
        return 0;
    });
    DictionaryReader entry(message.get());
    bool seen = false;
    while (entry.next()) {
        if (entry.key() != "GeneratedPassword") {
            entry.skip();
            continue;
        }
        auto secret = ramauth::secret_from_fd(std::move(*entry.fd()));
        ASSERT_TRUE(secret);
        EXPECT_EQ(secret->view(), "generated");
        seen = true;
    }
    EXPECT_TRUE(seen);
}

}  // namespace
}  // namespace ramd
