// SPDX-License-Identifier: LGPL-2.1-or-later
// All lines are read before the first is sent, so that a wrong one stops it with nothing done. ramd
// is told hashes only.
#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <ostream>
#include <system_error>

#include "policy/password_text.h"
#include "ramctl/amount_text.h"
#include "ramctl/hash_lines.h"
#include "ramctl/json_output.h"
#include "ramctl/progress.h"
#include "ramctl/report.h"
#include "ramctl/secret_lines.h"
#include "ramctl/verbs.h"
#include "shared/fd.h"

namespace ramctl {
namespace {

using ramauth::UniqueFd;
using ramauth::weak_list::weak_hash;

// More are a list's business. ramd has the same bound for all that were ever added.
constexpr std::size_t most_hashes = 1'000'000;

struct Collected {
    std::vector<WeakHash> hashes;
    std::uint64_t left_out = 0;  // lines that no password can be
};

void make_unique(std::vector<WeakHash>& hashes) {
    std::sort(hashes.begin(), hashes.end());
    hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
}

// Text that is its own NFC form, and a password as it is.
bool is_plain(std::string_view word) {
    return word.size() <= ramauth::policy::most_characters &&
           std::all_of(word.begin(), word.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// As typed, in the one form that passwords have: ramd asks for lower case by itself.
std::optional<WeakHash> hash_of_word(std::string_view word) {
    if (is_plain(word)) return weak_hash(word);
    const auto normalised = ramauth::policy::normalise(Secret::copy_of(word));
    return normalised ? std::optional(weak_hash(normalised->view())) : std::nullopt;
}

// The same ones are one.
std::optional<Refusal> too_many(Collected& collected) {
    make_unique(collected.hashes);
    if (collected.hashes.size() <= most_hashes) return std::nullopt;
    return Refusal{Code::limit_exceeded,
                   "there are more than a million: make a list of them with ramctl weak-list build",
                   {}};
}

Refusal no_hash(const std::string& name, std::uint64_t line) {
    return {Code::parameter_format,
            name + ":" + std::to_string(line) + ": not the 40 hexadecimal digits of a SHA-1",
            "Hashes"};
}

std::optional<Refusal> read_lines(int fd, const std::string& name, bool hashes, Collected& into) {
    SecretLines lines(fd);
    for (auto next = lines.next(); next != SecretLines::Next::end; next = lines.next()) {
        const bool too_long = next == SecretLines::Next::too_long;
        if (!too_long && lines.line().empty()) continue;
        const auto hash = too_long ? std::nullopt
                          : hashes ? ramauth::weak_list::parse_weak_hash(lines.line())
                                   : hash_of_word(lines.line());
        if (!hash && hashes) return no_hash(name, lines.number());
        if (!hash) ++into.left_out;
        if (hash) into.hashes.push_back(*hash);
        if (into.hashes.size() <= 2 * most_hashes) continue;
        if (auto refusal = too_many(into)) return refusal;
    }
    return std::nullopt;
}

std::optional<Refusal> read_file(const std::string& path, const WeakListAddVerb& verb,
                                 const Environment& environment, Collected& into) try {
    if (path == "-") return read_lines(environment.input, "standard input", verb.hashes, into);
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_NOCTTY | O_CLOEXEC));
    if (!fd) throw std::system_error(errno, std::generic_category());
    return read_lines(fd.get(), path, verb.hashes, into);
} catch (const std::system_error& fault) {
    return wrong_usage(path + " cannot be read: " + fault.code().message());
}

// Until an empty line.
std::optional<Refusal> ask_for_lines(Terminal& terminal, bool hashes, Collected& into) {
    for (std::uint64_t number = 1;; ++number) {
        const SecretLine line = terminal.ask_secret(hashes ? "Hash (none: that is all): "
                                                           : "Password (none: that is all): ");
        const auto* typed = std::get_if<Secret>(&line);
        if (typed == nullptr && std::get<LineProblem>(line) == LineProblem::nothing) break;
        if (typed != nullptr && typed->empty()) break;
        std::optional<WeakHash> hash;
        if (typed != nullptr)
            hash = hashes ? ramauth::weak_list::parse_weak_hash(typed->view())
                          : hash_of_word(typed->view());
        if (!hash && hashes) return no_hash("terminal", number);
        if (!hash) ++into.left_out;
        if (hash) into.hashes.push_back(*hash);
    }
    return std::nullopt;
}

std::optional<Refusal> collect(const WeakListAddVerb& verb, Environment& environment,
                               Collected& into) {
    if (verb.files.empty() && environment.typed)
        return ask_for_lines(environment.terminal, verb.hashes, into);
    if (verb.files.empty()) return read_file("-", verb, environment, into);
    for (const auto& file : verb.files) {
        if (auto refusal = read_file(file, verb, environment, into)) return refusal;
    }
    return std::nullopt;
}

// How many were new before it ended, and how it did not end well.
struct Sent {
    std::uint64_t added = 0;
    std::optional<ExitStatus> failed;
};

Sent send(Environment& environment, const std::vector<WeakHash>& hashes) {
    Sent sent;
    Progress progress(environment, "hashes", hashes.size(), count_text);
    for (std::size_t at = 0; at < hashes.size(); at += hashes_a_page) {
        const std::span<const WeakHash> left = std::span(hashes).subspan(at);
        const Secret page = hash_page(left.first(std::min(left.size(), hashes_a_page)));
        const auto answer = environment.client.add_weak_passwords(page);
        if (!std::holds_alternative<std::uint32_t>(answer)) {
            progress.clear();
            sent.failed = refused(environment.err, answer);
            return sent;
        }
        sent.added += std::get<std::uint32_t>(answer);
        progress.at(std::min(at + hashes_a_page, hashes.size()));
    }
    return sent;
}

void tell(Environment& environment, const Collected& collected, const Sent& sent) {
    const std::uint64_t given = collected.hashes.size();
    if (environment.json) {
        print_json(environment,
                   boost::json::object{
                       {"Given", given}, {"Added", sent.added}, {"LeftOut", collected.left_out}});
    } else {
        environment.out << count_text(sent.added) << " added, "
                        << count_text(given - std::min(given, sent.added))
                        << " were there already\n";
    }
}

}  // namespace

ExitStatus run(const WeakListAddVerb& verb, Environment& environment) {
    Collected collected;
    if (const auto refusal = collect(verb, environment, collected))
        return report(environment.err, *refusal);
    if (const auto refusal = too_many(collected)) return report(environment.err, *refusal);
    const Sent sent = send(environment, collected.hashes);
    if (collected.left_out != 0)
        environment.err << count_text(collected.left_out)
                        << (collected.left_out == 1 ? " line was" : " lines were")
                        << " left out: no password can be so.\n";
    if (sent.failed) {
        if (sent.added != 0)
            environment.err << count_text(sent.added)
                            << " were added before that. The same again adds the rest.\n";
        return *sent.failed;
    }
    tell(environment, collected, sent);
    return ExitStatus::ok;
}

}  // namespace ramctl
