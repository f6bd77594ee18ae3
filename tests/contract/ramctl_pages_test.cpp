// SPDX-License-Identifier: LGPL-2.1-or-later
// The verbs and options of ramctl = its manual page = its bash completion. What the command has is
// asked of its own help.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "policy/password_policy.h"
#include "policy/security_preference.h"
#include "ramctl/command_line.h"

namespace contract {
namespace {

using testing::IsEmpty;
using Names = std::set<std::string>;

std::string read_file(const std::string& name) {
    std::ifstream file(RAMAUTH_SOURCE "/ramctl/" + name);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string help_of(std::vector<std::string> verb) {
    verb.emplace_back("--help");
    const auto line = ramctl::parse_command_line(std::move(verb));
    const auto* information = std::get_if<ramctl::Information>(&line);
    return information == nullptr ? "" : information->text;
}

Names all_matches(const std::string& text, const std::string& pattern) {
    const std::regex regex(pattern);
    Names all;
    for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at)
        all.insert((*at)[1].str());
    return all;
}

// The part of a help that lists verbs: a line each, set in by two.
Names verbs_in(const std::string& help) {
    const auto begin = help.find("\nSubcommands:\n");
    if (begin == std::string::npos) return {};
    return all_matches(help.substr(begin), "\n  ([a-z][a-z-]*) ");
}

// "policy set" and its options, without those of every verb.
std::map<std::string, Names> verbs_with_options() {
    std::map<std::string, Names> all;
    for (const std::string& verb : verbs_in(help_of({}))) {
        const std::string help = help_of({verb});
        const Names below = verbs_in(help);
        if (below.empty()) all[verb] = all_matches(help, "(--[a-z-]+)");
        for (const std::string& second : below)
            all[std::string(verb).append(" ").append(second)] =
                all_matches(help_of({verb, second}), "(--[a-z-]+)");
    }
    for (auto& [verb, options] : all) {
        options.erase("--help");
        options.erase("--json");
    }
    return all;
}

// Of the completion's table: `[verb]='--option --other='`.
std::map<std::string, Names> completed_options(const std::string& completion) {
    const std::regex entry(R"re(\[([a-z -]+)\]='([^']*)')re");
    std::map<std::string, Names> all;
    for (std::sregex_iterator at(completion.begin(), completion.end(), entry), end; at != end; ++at)
        all[(*at)[1].str()] = all_matches((*at)[2].str(), "(--[a-z-]+)");
    return all;
}

// The synopsis of `verb`, from its name to the next command.
std::string synopsis_of(const std::string& page, const std::string& verb) {
    const std::string all = page.substr(0, page.find(".Sh DESCRIPTION"));
    std::string text;
    for (std::size_t at = 0; (at = all.find("\n.Cm " + verb + "\n", at)) != std::string::npos; ++at)
        text += all.substr(at, all.find("\n.Nm\n", at) - at);
    return text;
}

TEST(RamctlPages, the_help_has_verbs_and_options) {
    const auto verbs = verbs_with_options();
    EXPECT_GT(verbs.size(), 20U);
    EXPECT_TRUE(verbs.contains("policy preset") && verbs.contains("weak-list build"));
    EXPECT_TRUE(verbs.at("create").contains("--keep-shadow"));
}

TEST(RamctlPages, the_manual_page_has_every_verb_with_its_options_in_the_synopsis) {
    const std::string page = read_file("ramctl.1");
    for (const auto& [verb, options] : verbs_with_options()) {
        const std::string synopsis = synopsis_of(page, verb);
        EXPECT_FALSE(synopsis.empty()) << verb;
        Names missing;
        for (const std::string& option : options) {
            // "--output" may stand there as "-o".
            const bool there = synopsis.find("Fl -" + option.substr(2)) != std::string::npos ||
                               (option == "--output" && synopsis.find("Fl o") != std::string::npos);
            if (!there) missing.insert(option);
        }
        EXPECT_THAT(missing, IsEmpty()) << verb;
    }
}

TEST(RamctlPages, the_manual_page_has_no_option_that_the_command_has_not) {
    const std::string page = read_file("ramctl.1");
    for (const auto& [verb, options] : verbs_with_options()) {
        for (const std::string& option : all_matches(synopsis_of(page, verb), "Fl (-[a-z-]{2,})")) {
            EXPECT_TRUE(option == "-json" || options.contains("-" + option))
                << verb << " -" << option;
        }
    }
}

TEST(RamctlPages, the_completion_has_every_verb_with_its_options_and_no_others) {
    const std::string completion = read_file("ramctl.bash-completion");
    const auto completed = completed_options(completion);
    std::map<std::string, Names> wanted;
    for (const auto& [verb, options] : verbs_with_options()) {
        // Where the second word has no entry of its own, the first one's counts.
        const bool own = completed.contains(verb);
        const std::string entry = own ? verb : verb.substr(0, verb.find(' '));
        ASSERT_TRUE(completed.contains(entry)) << verb;
        wanted[entry].insert(options.begin(), options.end());
        wanted[verb.substr(0, verb.find(' '))];
        const auto space = verb.find(' ');
        if (space == std::string::npos) continue;
        const std::regex word("'[a-z -]*\\b" + verb.substr(space + 1) + "\\b");
        EXPECT_TRUE(std::regex_search(completion, word)) << verb;
    }
    EXPECT_EQ(completed, wanted);
}

TEST(RamctlPages, page_and_completion_name_every_field_of_policy_and_preference) {
    namespace policy = ramauth::policy;
    Names fields;
    for (const auto& field : policy::policy_fields()) fields.emplace(field.name);
    for (const auto& field : policy::preference_fields()) fields.emplace(field.name);
    const std::string page = read_file("ramctl.1");
    const Names completed = all_matches(read_file("ramctl.bash-completion"), "[\\s']([A-Z]\\w+)=");
    for (const std::string& field : fields) {
        EXPECT_NE(page.find("\n.It Cm " + field + "\n"), std::string::npos) << field;
        EXPECT_TRUE(completed.contains(field)) << field;
    }
}

TEST(RamctlPages, the_completion_knows_all_first_words) {
    const std::string completion = read_file("ramctl.bash-completion");
    std::smatch found;
    ASSERT_TRUE(std::regex_search(completion, found, std::regex("local verbs='([^']*)'")));
    EXPECT_EQ(all_matches(found[1].str(), "([a-z][a-z-]*)"), verbs_in(help_of({})));
}

}  // namespace
}  // namespace contract
