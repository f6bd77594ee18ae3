// SPDX-License-Identifier: LGPL-2.1-or-later
// The check of the database file: the input changes bytes of a real database, four bytes a change
// (three say where, one is XORed). A file that passes the check is given to LMDB, which must then
// find its way through it: walk every database, and find every key that the walk shows.
#include <lmdb.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "ramd/store/lmdb_file_check.h"
#include "ramd/store/lmdb_transaction.h"
#include "shared/fd.h"

namespace {

using namespace ramd;
using Access = LmdbTransaction::Access;

void fill(const std::string& path) {
    const LmdbEnv env(path, LmdbShape::file, LmdbMode::unlocked, 16UL << 20);
    for (int round = 0; round < 3; ++round) {
        LmdbTransaction transaction(env, Access::write);
        const MDB_dbi one = transaction.database("one", true).value();
        const MDB_dbi two = transaction.database("two", true).value();
        for (int i = round; i < 24; ++i)
            transaction.put(one, "user" + std::to_string(i), std::string(700, 'v'));
        transaction.put(two, "long", std::string(6000, 'v'));
        (void)transaction.erase(one, "user3");
        transaction.commit();
    }
}

std::string make_database() {
    std::string directory = "/var/tmp/ramauth-fuzz-XXXXXX";
    if (::mkdtemp(directory.data()) == nullptr) std::abort();
    const std::string path = directory + "/data.mdb";
    fill(path);
    std::ifstream file(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), {}};
    std::filesystem::remove_all(directory);
    return bytes;
}

void walk(LmdbTransaction& transaction, const char* name) {
    const auto database = transaction.database(name);
    if (!database) return;
    std::size_t sum = 0;
    LmdbCursor cursor(transaction, *database);
    while (const auto entry = cursor.next()) {
        if (entry->value.size() <= 64UL * 1024)
            for (const char byte : entry->value) sum += static_cast<unsigned char>(byte);
        if (!transaction.get(*database, entry->key)) std::abort();
    }
    volatile std::size_t kept = sum;  // so that the bytes are really read
    (void)kept;
}

void use(const std::string& path, std::size_t size) {
    const LmdbEnv env(path, LmdbShape::file, LmdbMode::read_only, size);
    LmdbTransaction transaction(env, Access::read);
    walk(transaction, "one");
    walk(transaction, "two");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::string good = make_database();
    std::string bytes = good;
    for (std::size_t i = 0; i + 4 <= size; i += 4) {
        const std::size_t at =
            data[i] | (std::size_t{data[i + 1]} << 8) | (std::size_t{data[i + 2]} << 16);
        char& byte = bytes[at % bytes.size()];
        byte = static_cast<char>(byte ^ static_cast<char>(data[i + 3]));
    }
    const ramauth::UniqueFd fd(::memfd_create("fuzz", MFD_CLOEXEC));
    if (::write(fd.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
        std::abort();
    try {
        check_lmdb_file(fd.get(), "fuzz");
    } catch (const StoreFault&) {
        return 0;
    }
    use("/proc/self/fd/" + std::to_string(fd.get()), bytes.size());
    return 0;
}
