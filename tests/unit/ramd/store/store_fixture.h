// SPDX-License-Identifier: LGPL-2.1-or-later
// What the tests of the store share: a directory on a real disk, a key, and people.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "ramd/store/lmdb_store.h"
#include "ramd/store/store_directory.h"

namespace ramd::test {

using ramauth::Secret;

class TemporaryDirectory {
public:
    TemporaryDirectory() {
        const char* root = std::getenv("TMPDIR");
        path_ = std::string(root != nullptr ? root : "/var/tmp") + "/ramauth-test-XXXXXX";
        if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("mkdtemp " + path_);
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    ~TemporaryDirectory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::string make(const char* name, mode_t mode) const {
        std::string path = path_ + "/" + name;
        if (::mkdir(path.c_str(), mode) != 0) throw std::runtime_error("mkdir " + path);
        return path;
    }

private:
    std::string path_;
};

inline Secret key_of(char byte) {
    return Secret::copy_of(std::string_view(std::string(32, byte)));
}

inline UserName user(std::string_view name) {
    return UserName::parse(name).value();
}

inline Profile profile_of(std::string_view name, unsigned uid = 1000) {
    Profile profile{.user = user(name),
                    .uid = Uid{uid},
                    .hash = {"$argon2id$v=19$m=65536,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaA"},
                    .life = {},
                    .last_login_source = "192.0.2.7",
                    .recovery_email = std::string(name) + "@example.org",
                    .recovery_mobile = {},
                    .shadow_aging = "0:99999:7",
                    .last_change_nonce = {}};
    profile.created = ramauth::from_wire(1'700'000'000'000'000);
    return profile;
}

inline Revocation revocation_of(std::string_view name) {
    return {.user = user(name),
            .uid = Uid{1000},
            .reason = "deleted",
            .boot_id = "b",
            .last_session = {}};
}

inline std::string contents_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_file(const std::string& path, std::string_view text, mode_t mode = 0600) {
    std::ofstream(path, std::ios::binary | std::ios::trunc)
        .write(text.data(), static_cast<std::streamsize>(text.size()));
    ::chmod(path.c_str(), mode);
}

// An empty store, and a place for its markers.
class StoreTest : public ::testing::Test {
protected:
    StoreTest() : state(root.make("state", 0700)), markers(root.make("managed", 0711)) {
        create_store(state, key, markers);
    }

    [[nodiscard]] std::unique_ptr<Store> open(MapLimits limits = {}) const {
        return open_store(state, key, markers, limits);
    }
    [[nodiscard]] std::string data() const { return state + "/" + database_file; }
    [[nodiscard]] bool has_marker(const char* name) const {
        return std::filesystem::exists(markers + "/" + name);
    }

    TemporaryDirectory root;
    Secret key = key_of('k');
    std::string state;
    std::string markers;
};

inline Committed create(Store& store, std::string_view name) {
    return store.commit(
        {.put = profile_of(name), .erase = {}, .raise_epoch = true, .revoke = {}, .policy = {}});
}

// What open_store() says about why it does not open; empty where it does.
inline std::string refusal(const std::string& state, const Secret& key,
                           const std::string& markers) {
    try {
        (void)open_store(state, key, markers);
        return {};
    } catch (const StoreFault& fault) {
        return fault.what();
    }
}

}  // namespace ramd::test
