// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/lmdb_file_check.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <system_error>

#include "ramd/store/lmdb_tree_check.h"
#include "ramd/store/store.h"

namespace ramd {
namespace {

using namespace lmdb;

// LMDB's own limits.
constexpr std::size_t smallest_page = 512;
constexpr std::size_t largest_page = 65536;

struct Foreign : std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::optional<Meta> read_meta(const PageFile& file, PageNumber number) {
    const Page page(number, file.read(number * file.page_size(), header_size));
    const auto bytes = file.read(number * file.page_size() + header_size, sizeof(Meta));
    Meta meta;
    std::memcpy(&meta, bytes.data(), sizeof meta);
    if (meta.magic != magic_number) return std::nullopt;
    page.expect(meta_page);
    if (meta.version != format_version)
        throw Foreign("has version " + std::to_string(meta.version) + " of LMDB's format");
    return meta;
}

void use_page_size_of(PageFile& file) {
    const auto first = read_meta(file, 0);
    if (!first) throw Foreign("does not begin as a database of ramd does");
    const std::size_t size = first->free.pad;
    if (!std::has_single_bit(size) || size < smallest_page || size > largest_page)
        throw Damage("its pages have an impossible size");
    file.set_page_size(size);
}

// The newer of the two, which are written in turn, the even transactions into the first.
Meta choose(const std::array<Meta, 2>& metas) {
    for (std::size_t i = 0; i < metas.size(); ++i)
        if (metas[i].transaction % 2 != i) throw Damage("a meta page has another one's place");
    const auto [older, newer] = std::minmax(metas[0].transaction, metas[1].transaction);
    if (newer - older != 1) throw Damage("the meta pages do not follow one another");
    return metas[newer % 2];
}

void check_size(const PageFile& file, const Meta& meta) {
    const std::uint64_t pages = file.size() / file.page_size();
    if (meta.last_page < pages) return;
    throw Damage("it is cut short: it has " + std::to_string(pages) +
                 " whole pages and should have " + std::to_string(meta.last_page + 1));
}

void check(PageFile& file) {
    if (file.size() == 0) throw Damage("it is empty (0 bytes)");
    use_page_size_of(file);
    std::array<Meta, 2> metas;
    for (PageNumber i = 0; i < metas.size(); ++i) {
        const auto meta = read_meta(file, i);
        if (!meta) throw Damage("a meta page is overwritten");
        if (meta->free.pad != file.page_size()) throw Damage("its pages have two sizes");
        metas[i] = *meta;
    }
    const Meta& newer = choose(metas);
    check_size(file, newer);
    check_trees(file, newer);
    const Meta& older = metas[(newer.transaction + 1) % 2];
    if (older.last_page > newer.last_page) throw Damage("the file has become smaller");
    check_free_tree_is_not_newer(file, older);
}

[[noreturn]] void refuse(const std::string& file, const char* verb, const char* why) {
    throw StoreFault(file + ": " + verb + why + ". It was not touched: restore it from a backup");
}

}  // namespace

void check_lmdb_file(int fd, const std::string& file) {
    try {
        PageFile pages(fd);
        check(pages);
    } catch (const Damage& damage) {
        refuse(file, "is damaged: ", damage.what());
    } catch (const Foreign& foreign) {
        refuse(file, "", foreign.what());
    } catch (const std::system_error& error) {
        refuse(file, "", error.what());
    }
}

}  // namespace ramd
