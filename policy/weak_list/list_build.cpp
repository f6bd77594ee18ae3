// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/list_build.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "policy/weak_list/list_fault.h"
#include "policy/weak_list/list_writer.h"
#include "policy/weak_list/output_file.h"
#include "policy/weak_list/sighting_sorter.h"
#include "policy/weak_list/text_reader.h"
#include "policy/weak_list/unique_keys.h"

namespace ramauth::weak_list {
namespace {

constexpr std::uint64_t entries_between_news = 65'536;
constexpr std::size_t memory_of_runs = std::size_t{16} << 20;

// Tells of the progress every now and then.
class News {
public:
    News(const BuildSettings& settings, BuildProgress& progress)
        : settings_(settings), progress_(progress) {}

    void done(std::uint64_t so_far) {
        progress_.done = so_far;
        if (so_far - told_ < entries_between_news) return;
        told_ = so_far;
        settings_.progress(progress_);
    }

private:
    const BuildSettings& settings_;
    BuildProgress& progress_;
    std::uint64_t told_ = 0;
};

void check_settings(const BuildSettings& settings) {
    if (settings.bits_per_entry < fewest_bits || settings.bits_per_entry > most_bits)
        throw ListFault("the width must be from 10 to 32 bits an entry");
    if (settings.source.size() > longest_source)
        throw ListFault("the source must be at most 1024 bytes");
}

struct OpenText {
    const TextSource* source;
    UniqueFd owned;
    int fd;
    std::optional<std::uint64_t> size;  // of a regular file
};

// All of them before any is read, so that a wrong name is told at once.
std::vector<OpenText> open_texts(const std::vector<TextSource>& texts) {
    std::vector<OpenText> opened;
    for (const TextSource& text : texts) {
        UniqueFd owned;
        if (text.fd < 0) {
            owned = UniqueFd(::open(text.name.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
            if (!owned) throw ListFault(text.name + ": " + ::strerrordesc_np(errno));
            ::posix_fadvise(owned.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
        }
        const int fd = owned ? owned.get() : text.fd;
        struct stat status {};
        if (::fstat(fd, &status) != 0) throw ListFault(text.name + ": " + ::strerrordesc_np(errno));
        if (S_ISDIR(status.st_mode)) throw ListFault(text.name + ": is a directory");
        std::optional<std::uint64_t> size;
        if (S_ISREG(status.st_mode)) size = static_cast<std::uint64_t>(status.st_size);
        opened.push_back({&text, std::move(owned), fd, size});
    }
    return opened;
}

std::optional<std::uint64_t> size_of(const std::vector<OpenText>& texts) {
    std::uint64_t sum = 0;
    for (const OpenText& text : texts) {
        if (!text.size) return std::nullopt;
        sum += *text.size;
    }
    return sum;
}

void read_texts(const std::vector<TextSource>& texts, SightingSorter& into, Built& built,
                const BuildSettings& settings) {
    const auto opened = open_texts(texts);
    BuildProgress progress{BuildPhase::reading, 0, size_of(opened)};
    std::uint64_t before = 0;
    for (const OpenText& text : opened) {
        const TextRead read = read_text(*text.source, text.fd, into, [&](std::uint64_t bytes) {
            progress.done = before + bytes;
            settings.progress(progress);
        });
        built.lines += read.lines;
        built.skipped += read.skipped;
        before = progress.done;
    }
}

std::uint64_t count_keys(UniqueKeys& keys, std::optional<std::uint64_t> entries,
                         const BuildSettings& settings) {
    BuildProgress progress{BuildPhase::counting, 0, entries};
    News news(settings, progress);
    std::uint64_t count = 0;
    for (auto some = keys.next(); !some.empty(); some = keys.next()) {
        count += some.size();
        news.done(keys.taken());
    }
    return count;
}

void check_count(std::uint64_t count) {
    if (count == 0) throw ListFault("the sources have no entry: there is no list to make");
    if (count > most_entries)
        throw ListFault(
            "the sources have more than 8,589,934,592 entries; raise the minimum count");
}

ListHeader write_list(UniqueKeys& keys, std::uint64_t count, const std::string& output,
                      const BuildSettings& settings) {
    ListHeader wanted;
    wanted.buckets = count;
    wanted.bits_per_entry = settings.bits_per_entry;
    wanted.minimum_count = settings.minimum_count;
    wanted.date = settings.date;
    wanted.source = settings.source;
    ListWriter writer(output, std::move(wanted));
    BuildProgress progress{BuildPhase::writing, 0, count};
    News news(settings, progress);
    for (auto some = keys.next(); !some.empty(); some = keys.next()) {
        writer.add(some);
        news.done(progress.done + some.size());
    }
    settings.progress(progress);
    return writer.publish(settings.mode);
}

// The cells are those of as many entries as the list was built with: more fill them up.
void check_wrong_refusals(const ListHeader& before, std::uint64_t entries) {
    constexpr std::uint64_t always_allowed = 65'536;
    ListHeader after = before;
    after.entries = entries;
    const std::uint64_t promised = std::uint64_t{1} << before.low_bits();
    const std::uint64_t allowed = std::min(always_allowed, promised * 10 / 11);
    if (after.one_wrong_refusal_in() >= allowed) return;
    throw ListFault("with " + std::to_string(entries) + " entries in place of " +
                    std::to_string(before.entries) + " one password in " +
                    std::to_string(after.one_wrong_refusal_in()) +
                    " would be refused for nothing: build a new list from the sources of both");
}

// Somebody else's list, made meanwhile, must not be lost.
void check_in_place(const WeakList& list, const std::string& output) {
    struct stat there {};
    if (::lstat(output.c_str(), &there) != 0) return;
    const struct stat& then = list.status();
    if (there.st_dev != then.st_dev || there.st_ino != then.st_ino)
        throw ListFault(output + ": was replaced meanwhile, and is left as it is; merge again");
}

}  // namespace

Built build_list(const std::vector<TextSource>& texts, const std::vector<KeySource*>& sources,
                 const std::string& output, const BuildSettings& settings) {
    check_settings(settings);
    Built built;
    // One sighting is enough: then nobody asks how many there are.
    const bool all_count = settings.minimum_count > 1;
    SightingSorter sorter(directory_of(output), all_count ? SightingSorter::Counts::kept
                                                          : SightingSorter::Counts::dropped);
    read_texts(texts, sorter, built, settings);
    const auto runs = sorter.runs(memory_of_runs);
    std::vector<KeySource*> all(sources);
    for (const auto& run : runs) all.push_back(run.get());
    UniqueKeys keys(std::move(all), settings.minimum_count);
    std::optional<std::uint64_t> count;
    if (!all_count && sources.empty()) count = sorter.distinct();
    if (!count) {
        const auto entries = sources.empty() ? std::optional(sorter.entries()) : std::nullopt;
        count = count_keys(keys, entries, settings);
        keys.rewind();
    }
    check_count(*count);
    built.header = write_list(keys, *count, output, settings);
    return built;
}

ListHeader merge_list(const WeakList& list, std::vector<Key> added, const std::string& output,
                      const BuildSettings& settings) {
    const ListHeader& before = list.header();
    std::sort(added.begin(), added.end());
    ListWriter writer(output, before);
    CellWalk cells = list.cells();
    BuildProgress progress{BuildPhase::writing, 0, before.entries};
    News news(settings, progress);
    auto next_added = added.begin();
    const auto cell_of_added = [&] {
        return cell_of(*next_added, before.buckets, before.low_bits());
    };
    for (Cell cell = 0; cells.next(cell);) {
        for (; next_added != added.end() && cell_of_added() <= cell; ++next_added)
            writer.add(cell_of_added());
        writer.add(cell);
        news.done(progress.done + 1);
    }
    for (; next_added != added.end(); ++next_added) writer.add(cell_of_added());
    check_count(writer.entries());
    check_wrong_refusals(before, writer.entries());
    return writer.publish(settings.mode, [&] { check_in_place(list, output); });
}

}  // namespace ramauth::weak_list
