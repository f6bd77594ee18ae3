// SPDX-License-Identifier: LGPL-2.1-or-later
#include <charconv>
#include <chrono>

#include "ramctl/table.h"
#include "ramctl/verb_options.h"

namespace ramctl {
namespace {

using ramauth::weak_list::TextFormat;
namespace weak_list = ramauth::weak_list;

template <typename T>
bool read_number(std::string_view text, T& into) {
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), into);
    return error == std::errc() && rest == text.data() + text.size();
}

// An option whose text is read into the verb; `read` answers false for what cannot be.
template <typename Read>
CLI::Option* add_read(CLI::App& verb, const char* option, const char* type, const char* help,
                      const char* complaint, Read read) {
    const auto check = [complaint, read](const std::string& text) {
        return read(text) ? std::string() : std::string(complaint);
    };
    return verb
        .add_option_function<std::string>(
            option, [](const std::string&) {}, help)
        ->check(CLI::Validator(check, ""))
        ->type_name(type);
}

// YYYY-MM-DD, midnight in UTC.
bool read_date(std::string_view text, Timestamp& into) {
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    if (!read_number(text.substr(0, 4), year) || !read_number(text.substr(5, 2), month) ||
        !read_number(text.substr(8, 2), day))
        return false;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                           std::chrono::day(day)};
    if (!date.ok()) return false;
    into = std::chrono::sys_days(date);
    return into > ramauth::never;
}

bool read_format(std::string_view text, TextFormat& into) {
    if (text == "auto") into = TextFormat::automatic;
    if (text == "words") into = TextFormat::words;
    if (text == "hashes") into = TextFormat::hashes;
    return text == "auto" || text == "words" || text == "hashes";
}

void add_check(CLI::App& weak, Parsed& parsed) {
    auto& check = add_verb(weak, parsed, "check", "Look a password up",
                           [](const Parsed& p) { return p.weak_check; });
    check.add_flag("--password-stdin", parsed.weak_check.password_stdin,
                   "Read passwords from standard input, one a line");
    check.add_option("--list", parsed.weak_check.list, "Ask this file, not ramd")
        ->type_name("FILE");
}

void add_add(CLI::App& weak, Parsed& parsed) {
    auto& add = add_verb(weak, parsed, "add", "Have ramd refuse more passwords",
                         [](const Parsed& p) { return p.weak_add; });
    add.add_option("FILE", parsed.weak_add.files,
                   "Files of passwords, one a line; - is standard input")
        ->type_name("");
    add.add_flag("--hashes", parsed.weak_add.hashes, "The lines are SHA-1 hashes");
}

void add_build_numbers(CLI::App& build, WeakListBuildVerb& into) {
    add_read(build, "--bits", "N", "Width of an entry, from 10 to 32 (32)",
             "bits must be a number from 10 to 32", [&into](const std::string& text) {
                 return read_number(text, into.bits) && into.bits >= weak_list::fewest_bits &&
                        into.bits <= weak_list::most_bits;
             });
    add_read(build, "--min-count", "N", "Leave out what was seen less often (1)",
             "min-count must be a number from 1", [&into](const std::string& text) {
                 return read_number(text, into.minimum_count) && into.minimum_count >= 1;
             });
    add_read(build, "--date", "YYYY-MM-DD", "Of the sources",
             "date must be a day since 1970, as in 2026-03-01",
             [&into](const std::string& text) { return read_date(text, into.date); });
}

void add_build(CLI::App& weak, Parsed& parsed) {
    auto& build = add_verb(weak, parsed, "build", "Make a list from texts",
                           [](const Parsed& p) { return p.weak_build; });
    WeakListBuildVerb& into = parsed.weak_build;
    build.add_option("SOURCE", into.sources, "Texts; - is standard input")
        ->required()
        ->type_name("");
    build.add_option("-o,--output", into.output, "The list")->required()->type_name("FILE");
    add_build_numbers(build, into);
    add_read(build, "--format", "auto|words|hashes",
             "Are the lines words, or HASH:count? (auto: by the first line)",
             "format must be auto, words or hashes",
             [&into](const std::string& text) { return read_format(text, into.format); });
    add_read(build, "--source", "TEXT", "Where the texts are from; stands in the list",
             "source must be text of at most 1024 bytes without control characters",
             [&into](const std::string& text) {
                 into.source = text;
                 return text.size() <= weak_list::longest_source && printable(text) == text;
             });
}

}  // namespace

void add_weak_list(CLI::App& app, Parsed& parsed) {
    auto* weak = app.add_subcommand("weak-list", "The list of weak passwords");
    weak->require_subcommand(1)->fallthrough();
    add_verb(*weak, parsed, "status", "Show the list in use",
             [](const Parsed&) { return WeakListStatusVerb{}; });
    add_check(*weak, parsed);
    add_add(*weak, parsed);
    add_verb(*weak, parsed, "merge", "Write what was added into the list, too",
             [](const Parsed&) { return WeakListMergeVerb{}; });
    add_verb(*weak, parsed, "reload", "Have ramd read the list again",
             [](const Parsed&) { return WeakListReloadVerb{}; });
    add_build(*weak, parsed);
}

}  // namespace ramctl
