// SPDX-License-Identifier: LGPL-2.1-or-later
// vtables = introspection = bus policy = polkit actions = manual page. A difference is printed as
// the members that one has and the other has not.
#include <gmock/gmock.h>

#include <regex>

#include "policy/password_policy.h"
#include "policy/security_preference.h"
#include "ramd/bus/login_interface.h"
#include "ramd/bus/manager_interface.h"
#include "ramd/bus/permission.h"
#include "shared/error_code.h"
#include "shared/wire.h"
#include "tests/contract/bus_interface.h"

namespace contract {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
namespace wire = ramauth::wire;

const std::string room = RAMAUTH_SOURCE "/ramd/bus/";

Interfaces of_vtables() {
    return {{wire::login_interface, of_vtable(ramd::login_vtable())},
            {wire::manager_interface, of_vtable(ramd::manager_vtable())}};
}

std::set<std::string> missing(const std::set<std::string>& from, const std::set<std::string>& in) {
    std::set<std::string> all;
    for (const std::string& entry : in) {
        if (!from.contains(entry)) all.insert(entry);
    }
    return all;
}

void expect_same(const std::set<std::string>& vtable, const std::set<std::string>& other,
                 const std::string& where) {
    EXPECT_THAT(missing(other, vtable), IsEmpty()) << "in the vtable, but not in " << where;
    EXPECT_THAT(missing(vtable, other), IsEmpty()) << "in " << where << ", but not in the vtable";
}

std::set<std::string> all_matches(const std::string& text, const std::string& pattern) {
    const std::regex regex(pattern);
    std::set<std::string> all;
    for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at)
        all.insert((*at)[1].str());
    return all;
}

TEST(BusContract, the_xml_has_the_members_of_the_vtables) {
    const Interfaces xml = of_introspection(read_file(room + "org.ramauth1.xml"));
    for (const auto& [name, members] : of_vtables())
        expect_same(members, xml.contains(name) ? xml.at(name) : Members{}, "org.ramauth1.xml");
    EXPECT_EQ(xml.size(), of_vtables().size());
}

TEST(BusContract, the_manual_page_documents_every_member_with_its_arguments) {
    const Interfaces page = of_page(read_file(room + "org.ramauth1.5"));
    for (const auto& [name, members] : of_vtables())
        expect_same(members, page.contains(name) ? page.at(name) : Members{}, "org.ramauth1(5)");
}

TEST(BusContract, X1_the_bus_policy_lets_through_the_members_of_the_vtables_and_no_others) {
    const std::string policy = read_file(room + "org.ramauth1.conf");
    for (const auto& [name, members] : of_vtables()) {
        const auto allowed =
            all_matches(policy, "<allow send_destination=\"org.ramauth1\"\\s+send_interface=\"" +
                                    name + "\" send_member=\"(\\w+)\"/>");
        expect_same(names(members, "method"), allowed, "org.ramauth1.conf");
    }
}

TEST(BusContract, X1_the_bus_policy_allows_nothing_by_interface_alone) {
    const std::string policy = read_file(room + "org.ramauth1.conf");
    EXPECT_EQ(all_matches(policy, "send_interface=\"(org.ramauth1[.\\w]*)\"(?! send_member)"),
              std::set<std::string>{});
    EXPECT_THAT(policy, HasSubstr("<deny own=\"org.ramauth1\"/>"));
    EXPECT_EQ(all_matches(policy, "<policy (user=\"[^\"]*\")>\\s*<allow own=\"org.ramauth1\"/>"),
              std::set<std::string>{"user=\"ramd\""});
}

std::set<std::string> actions_in_code() {
    using namespace ramd::action;
    return {manage_login_profiles, view_login_profiles, reset_passwords,
            manage_policy,         revoke_sessions,     manage_mfa_devices};
}

TEST(BusContract, X3_the_polkit_actions_are_those_that_are_asked_and_none_is_given_away) {
    const std::string policy = read_file(room + "org.ramauth1.policy");
    expect_same(actions_in_code(), all_matches(policy, "<action id=\"([^\"]*)\">"),
                "org.ramauth1.policy");
    const auto given = all_matches(policy, "<allow_\\w+>(\\w+)</allow_\\w+>");
    for (const std::string& answer : given)
        EXPECT_THAT(answer, testing::AnyOf("no", "auth_admin", "auth_admin_keep"));
    // polkit answers an account other than root about others only as the owner of the action.
    const std::regex owner("org.freedesktop.policykit.owner\">unix-user:ramd<");
    EXPECT_EQ(std::distance(std::sregex_iterator(policy.begin(), policy.end(), owner), {}),
              static_cast<std::ptrdiff_t>(actions_in_code().size()));
}

TEST(BusContract, the_manual_page_names_every_action) {
    const std::string page = read_file(room + "org.ramauth1.5");
    expect_same(actions_in_code(), all_matches(page, "\\.It Sy (org\\.ramauth1\\.[a-z-]+)\n"),
                "org.ramauth1(5)");
}

std::string page_name_of(ramauth::Code code) {
    return ramauth::code_text(code, "<Field>");
}

TEST(BusContract, the_manual_page_names_every_error) {
    const auto listed =
        all_matches(read_file(room + "org.ramauth1.5"), "\n\\.It Sy ([A-Z][\\w.<>]+)\n");
    const auto last = static_cast<int>(ramauth::Code::service_failure);
    for (int code = 0; code <= last; ++code) {
        const std::string name = page_name_of(static_cast<ramauth::Code>(code));
        EXPECT_TRUE(listed.contains(name)) << name << " is not in org.ramauth1(5)";
    }
}

namespace policy = ramauth::policy;

// How the page begins what it says about a field.
std::string of_number(std::string_view name, unsigned least, unsigned most, unsigned usual) {
    return "\n.It Li " + std::string(name) + " Pq u\n" + std::to_string(least) + " to " +
           std::to_string(most) + ", default " + std::to_string(usual) + ".\n";
}

std::string of_flag(std::string_view name, bool usual) {
    return "\n.It Li " + std::string(name) + " Pq b\nDefault " + (usual ? "true" : "false") + ".\n";
}

std::string of_list(const policy::PreferenceField& field, const policy::Texts& usual) {
    std::string entries;
    for (const std::string& text : usual) entries += (entries.empty() ? "" : ", ") + text;
    return "\n.It Li " + std::string(field.name) + " Pq as\nAt most " +
           std::to_string(field.maximum) + " entries, default " +
           (entries.empty() ? "none" : entries) + ".\n";
}

std::string of_field(const policy::PolicyField& field) {
    const auto usual = policy::value_of(policy::PasswordPolicy{}, field);
    if (const auto* number = std::get_if<unsigned>(&usual))
        return of_number(field.name, field.minimum, field.maximum, *number);
    return of_flag(field.name, std::get<bool>(usual));
}

std::string of_field(const policy::PreferenceField& field) {
    const auto usual = policy::value_of(policy::SecurityPreference{}, field);
    if (const auto* number = std::get_if<unsigned>(&usual))
        return of_number(field.name, field.minimum, field.maximum, *number);
    if (const auto* flag = std::get_if<bool>(&usual)) return of_flag(field.name, *flag);
    if (const auto* texts = std::get_if<policy::Texts>(&usual)) return of_list(field, *texts);
    const bool is_scope =
        std::holds_alternative<policy::RevokeScope policy::SecurityPreference::*>(field.member);
    return "\n.It Li " + std::string(field.name) + " Pq s\n" +
           (is_scope ? ".Ql sessions\nor\n.Ql user"
                     : ".Ql mandatory ,\n.Ql independent\nor\n.Ql adaptive") +
           " ,\ndefault " + std::get<std::string>(usual) + ".\n";
}

TEST(BusContract, the_manual_page_has_type_range_and_default_of_every_field) {
    const std::string page = read_file(room + "org.ramauth1.5");
    for (const auto& field : policy::policy_fields()) EXPECT_THAT(page, HasSubstr(of_field(field)));
    for (const auto& field : policy::preference_fields())
        EXPECT_THAT(page, HasSubstr(of_field(field)));
}

TEST(BusContract, the_rule_for_polkit_lets_ramd_end_sessions_and_nothing_else) {
    const std::string rule = read_file(room + "ramd.rules");
    EXPECT_EQ(all_matches(rule, "action\\.id == \"([^\"]*)\""),
              std::set<std::string>{"org.freedesktop.login1.manage"});
    EXPECT_EQ(all_matches(rule, "polkit\\.Result\\.(\\w+)"),
              (std::set<std::string>{"NOT_HANDLED", "YES"}));
    EXPECT_THAT(rule, HasSubstr("subject.user == \"ramd\""));
}

}  // namespace
}  // namespace contract
