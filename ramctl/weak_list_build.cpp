// SPDX-License-Identifier: LGPL-2.1-or-later
// Needs no ramd: what can be seen to be wrong is told before hours are spent on reading.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <ostream>
#include <system_error>

#include "ramctl/amount_text.h"
#include "ramctl/build_progress.h"
#include "ramctl/json_output.h"
#include "ramctl/report.h"
#include "ramctl/table.h"
#include "ramctl/verbs.h"
#include "ramctl/weak_list_info.h"

namespace ramctl {
namespace {

using ramauth::weak_list::Built;
using ramauth::weak_list::ListHeader;
using ramauth::weak_list::TextSource;
namespace weak_list = ramauth::weak_list;

std::string error_text() {
    return std::generic_category().message(errno);
}

// The list comes into its place by a rename.
bool may_write_in_folder_of(const std::string& output) {
    const auto folder = std::filesystem::path(output).parent_path();
    return ::access(folder.empty() ? "." : folder.c_str(), W_OK | X_OK) == 0;
}

// Where nothing is there yet, st_nlink is 0.
std::variant<struct stat, Refusal> looked_at(const std::string& output) {
    struct stat found {};
    if (output.empty()) return wrong_usage("the name of the list is empty");
    const bool there = ::lstat(output.c_str(), &found) == 0;
    if (there && S_ISLNK(found.st_mode))
        return wrong_usage(output + " is a symbolic link: name the file that is meant");
    if (there && !S_ISREG(found.st_mode))
        return wrong_usage(output + " is there and is no regular file");
    if ((!there && errno != ENOENT) || !may_write_in_folder_of(output))
        return wrong_usage(output + " cannot be written: " + error_text());
    if (!there) found = {};
    return found;
}

// A pipe is not opened: what it has comes once only.
std::optional<Refusal> source_fault(const std::string& source, const struct stat& output) {
    struct stat found {};
    if (source == "-") return std::nullopt;
    if (::stat(source.c_str(), &found) != 0 || ::access(source.c_str(), R_OK) != 0)
        return wrong_usage(source + " cannot be read: " + error_text());
    if (S_ISDIR(found.st_mode)) return wrong_usage(source + " is a directory");
    if (output.st_nlink != 0 && found.st_dev == output.st_dev && found.st_ino == output.st_ino)
        return wrong_usage(source + " would be replaced by the list that is made of it");
    return std::nullopt;
}

std::optional<Refusal> fault_of(const WeakListBuildVerb& verb, const struct stat& output) {
    for (const auto& source : verb.sources) {
        if (auto fault = source_fault(source, output)) return fault;
    }
    if (std::count(verb.sources.begin(), verb.sources.end(), "-") > 1)
        return wrong_usage("standard input can be read once only");
    return std::nullopt;
}

std::vector<TextSource> texts_of(const WeakListBuildVerb& verb, const Environment& environment) {
    std::vector<TextSource> texts;
    for (const auto& source : verb.sources) {
        const bool input = source == "-";
        texts.push_back(
            {input ? "standard input" : source, input ? environment.input : -1, verb.format});
    }
    return texts;
}

void print_text(Environment& environment, const std::string& output, const Built& built) {
    const ListHeader& header = built.header;
    Listing listing;
    listing.add("File", {output});
    listing.add("Entries", count_text(header.entries));
    listing.add("Width", std::to_string(header.bits_per_entry) + " bits an entry");
    listing.add("Wrong refusals", "one in " + count_text(header.one_wrong_refusal_in()));
    listing.add("Size", size_text(header.file_size()));
    listing.add("Source", origin_text(header.source, header.date));
    listing.add("Lines", count_text(built.lines));
    if (built.skipped != 0)
        listing.add("Left out",
                    count_text(built.skipped) + " lines, empty or longer than any password");
    listing.print(environment.out, environment.colour);
}

boost::json::object document(const std::string& output, const Built& built) {
    const ListHeader& header = built.header;
    return {{"Path", output},
            {"Entries", header.entries},
            {"BitsPerEntry", header.bits_per_entry},
            {"OneWrongRefusalIn", header.one_wrong_refusal_in()},
            {"MinimumCount", header.minimum_count},
            {"FileSize", header.file_size()},
            {"Date", to_json(Value(header.date))},
            {"Source", header.source},
            {"Lines", built.lines},
            {"LeftOut", built.skipped}};
}

weak_list::BuildSettings settings_of(const WeakListBuildVerb& verb, const struct stat& output,
                                     BuildWatch& watch) {
    weak_list::BuildSettings settings;
    settings.bits_per_entry = verb.bits;
    settings.minimum_count = verb.minimum_count;
    settings.date = verb.date;
    settings.source = verb.source;
    if (output.st_nlink != 0) settings.mode = output.st_mode & 0777U;
    settings.progress = [&watch](const weak_list::BuildProgress& progress) { watch.at(progress); };
    return settings;
}

}  // namespace

ExitStatus run(const WeakListBuildVerb& verb, Environment& environment) {
    const auto looked = looked_at(verb.output);
    if (const auto* refusal = std::get_if<Refusal>(&looked))
        return report(environment.err, *refusal);
    const auto& there = std::get<struct stat>(looked);
    if (const auto refusal = fault_of(verb, there)) return report(environment.err, *refusal);
    // What came meanwhile takes effect after the report.
    BuildWatch watch(environment);
    try {
        const Built built = weak_list::build_list(texts_of(verb, environment), {}, verb.output,
                                                  settings_of(verb, there, watch));
        watch.clear();
        if (environment.json)
            print_json(environment, document(verb.output, built));
        else
            print_text(environment, verb.output, built);
        environment.out << std::flush;
        return ExitStatus::ok;
    } catch (...) {
        watch.clear();
        return report(environment.err, why_not_made(verb.output));
    }
}

}  // namespace ramctl
