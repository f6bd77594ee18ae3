// SPDX-License-Identifier: LGPL-2.1-or-later
// What the verbs' parsers have in common: where they leave what they read, and the options that
// several of them take. Included by the parsers only, which are the files that know CLI11.
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <utility>
#include <vector>

#include "ramctl/verbs.h"

namespace ramctl {

// Where the parser leaves what it reads, until a verb is made of it.
struct Parsed {
    std::optional<Verb> verb;
    std::string status, password_status, idle, reset_required, mfa_required;
    std::optional<std::string> user, email, mobile;
    bool generate = false, password_stdin = false, inactive = false, keep_shadow = false,
         system = false, yes = false, unlock_shadow = false, leftover = false, sha256 = false,
         by_user = false, mail = false, forget_sources = false;
    std::vector<std::string> assignments;
    std::optional<std::string> since;
    std::string preset, from_file, passwords;
    WeakListCheckVerb weak_check;
    WeakListAddVerb weak_add;
    WeakListBuildVerb weak_build;
    WeakListUpdateVerb weak_update;

    // Of a verb that cannot go without.
    [[nodiscard]] std::string named_user() const { return user.value_or(std::string()); }
    [[nodiscard]] PasswordSource source() const {
        if (generate) return PasswordSource::generated;
        return password_stdin ? PasswordSource::standard_input : PasswordSource::terminal;
    }
    [[nodiscard]] ProfileOptions options() const {
        return {yes_or_no(reset_required), yes_or_no(mfa_required), email, mobile};
    }
    static std::optional<bool> yes_or_no(const std::string& text) {
        return text.empty() ? std::nullopt : std::optional(text == "yes");
    }
};

using Words = std::vector<std::pair<std::string, std::string>>;

// For --status: the words, and what they are on the wire.
extern const Words status_words;

[[nodiscard]] std::optional<std::string> if_given(const std::string& text);
[[nodiscard]] std::optional<unsigned> idle_days(const std::string& text);

// `help` names the words.
void add_choice(CLI::App& verb, const char* option, std::string& into, const Words& words,
                const char* help);
void add_yes_no(CLI::App& verb, const char* option, std::string& into, const char* help);
void add_idle(CLI::App& verb, Parsed& parsed);
CLI::Option* add_user(CLI::App& verb, Parsed& parsed, bool required);
void add_yes(CLI::App& verb, Parsed& parsed);
void add_password_source(CLI::App& verb, Parsed& parsed);
void add_profile_options(CLI::App& verb, Parsed& parsed);
void add_assignments(CLI::App& verb, Parsed& parsed);

// A verb's parser; `make` is called once the arguments have been read.
template <typename Make>
CLI::App& add_verb(CLI::App& app, Parsed& parsed, const char* name, const char* help, Make make) {
    auto* verb = app.add_subcommand(name, help);
    verb->fallthrough();
    verb->callback([&parsed, make] { parsed.verb = make(parsed); });
    return *verb;
}

// One function a group of verbs.
void add_looking(CLI::App& app, Parsed& parsed);
void add_writing(CLI::App& app, Parsed& parsed);
void add_ending(CLI::App& app, Parsed& parsed);
void add_mfa(CLI::App& app, Parsed& parsed);
void add_policy(CLI::App& app, Parsed& parsed);
void add_weak_list(CLI::App& app, Parsed& parsed);

}  // namespace ramctl
