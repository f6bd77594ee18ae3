// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/command_line.h"

#include <algorithm>

#include "ramctl/report.h"
#include "ramctl/verb_options.h"

namespace ramctl {
namespace {

// CLI11 takes the next argument for the value of `--email=`; it is meant to be empty.
std::vector<std::string> with_empty_values(const std::vector<std::string>& arguments) {
    std::vector<std::string> all;
    for (const auto& argument : arguments) {
        const bool empty_value = argument.starts_with("--") && argument.ends_with("=") &&
                                 argument.find('=') == argument.size() - 1;
        all.push_back(empty_value ? argument.substr(0, argument.size() - 1) : argument);
        if (empty_value) all.emplace_back();
    }
    return all;
}

// The first words are verbs, because no option before them takes a value.
std::optional<std::string> unknown_verb(const CLI::App& app,
                                        const std::vector<std::string>& arguments) {
    const CLI::App* level = &app;
    std::string named;
    for (const auto& word : arguments) {
        if (word.starts_with("-")) continue;
        const auto verbs = level->get_subcommands(nullptr);
        if (verbs.empty()) return std::nullopt;
        const auto found = std::find_if(verbs.begin(), verbs.end(), [&](const CLI::App* verb) {
            return verb->get_name() == word;
        });
        named.append(named.empty() ? "" : " ").append(word);
        if (found == verbs.end()) return "there is no verb '" + named + "'; see ramctl --help";
        level = *found;
    }
    return std::nullopt;
}

// The library puts "--option: " before what our own checks say.
std::string without_option(const std::string& text) {
    const auto colon = text.find(": ");
    return colon == std::string::npos ? text : text.substr(colon + 2);
}

}  // namespace

std::variant<CommandLine, Information, Refusal> parse_command_line(
    std::vector<std::string> arguments) {
    CLI::App app("Manage the login profiles of this host.", "ramctl");
    Parsed parsed;
    CommandLine line;
    app.require_subcommand(1);
    app.set_version_flag("--version", "ramctl " RAMAUTH_VERSION);
    app.add_flag("--json", line.json, "Answer with one JSON document");
    add_looking(app, parsed);
    add_writing(app, parsed);
    add_ending(app, parsed);
    add_mfa(app, parsed);
    add_policy(app, parsed);
    add_weak_list(app, parsed);
    arguments = with_empty_values(arguments);
    const auto in_order = arguments;
    std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
    try {
        app.parse(arguments);
    } catch (const CLI::CallForVersion&) {
        return Information{app.version() + "\n"};
    } catch (const CLI::Success&) {
        return Information{app.help("", CLI::AppFormatMode::Normal)};
    } catch (const CLI::ValidationError& error) {
        return wrong_usage(without_option(error.what()));
    } catch (const CLI::ParseError& error) {
        if (auto sentence = unknown_verb(app, in_order)) return wrong_usage(std::move(*sentence));
        return wrong_usage(std::string(error.what()) + " (see ramctl --help)");
    }
    line.verb = std::move(*parsed.verb);
    return line;
}

}  // namespace ramctl
