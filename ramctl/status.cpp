// SPDX-License-Identifier: LGPL-2.1-or-later
#include <ostream>

#include "ramctl/json_output.h"
#include "ramctl/profile_pages.h"
#include "ramctl/report.h"
#include "ramctl/table.h"
#include "ramctl/verbs.h"

namespace ramctl {
namespace {

struct WayIn {
    const char* name;  // in the JSON document
    const char* words;
    Answer<Service> answer;
};

struct Counts {
    unsigned total = 0, active = 0, inactive = 0;
    unsigned not_initial = 0, initial_valid = 0, initial_expired = 0;
};

struct Report {
    std::vector<WayIn> ways;
    std::optional<Counts> counts;
    std::vector<std::string> attention;
};

std::vector<WayIn> try_ways(Environment& environment) {
    std::vector<WayIn> ways;
    if (environment.caller.is_root())
        ways.push_back(
            {"PrivateSocket", "Private socket", environment.client.service(Way::private_socket)});
    ways.push_back({"SystemBus", "System bus", environment.client.service(Way::system_bus)});
    return ways;
}

std::string trouble(const Answer<Service>& answer) {
    if (const auto* refusal = std::get_if<Refusal>(&answer)) return refusal->sentence;
    if (const auto* unanswered = std::get_if<NoAnswer>(&answer)) return unanswered->detail;
    return {};
}

const Service* first_answer(const std::vector<WayIn>& ways) {
    for (const auto& way : ways) {
        if (const auto* service = std::get_if<Service>(&way.answer)) return service;
    }
    return nullptr;
}

Counts count(const std::vector<Fields>& profiles) {
    Counts counts;
    for (const auto& profile : profiles) {
        ++counts.total;
        const std::string status = profile.text("Status");
        if (status == "Active") ++counts.active;
        if (status == "Inactive") ++counts.inactive;
        const std::string password = profile.text("PasswordStatus");
        if (password == "NotInitial") ++counts.not_initial;
        if (password == "InitialValid") ++counts.initial_valid;
        if (password == "InitialExpired") ++counts.initial_expired;
    }
    return counts;
}

std::string names_with(const std::vector<Fields>& profiles, const char* flag) {
    std::string names;
    for (const auto& profile : profiles) {
        if (profile.flag(flag))
            names.append(names.empty() ? "" : ", ").append(profile.text("UserName"));
    }
    return names;
}

void look_at_profiles(const std::vector<Fields>& profiles, Report& report) {
    struct Kind {
        const char* flag;
        const char* words;
    };
    for (const auto& kind :
         {Kind{"Damaged", "the record is damaged, nobody gets in with it: "},
          Kind{"Orphaned", "orphaned (the account is gone or another), look and delete: "},
          Kind{"ShadowKept", "a second password in /etc/shadow is valid: "}}) {
        const std::string names = names_with(profiles, kind.flag);
        if (!names.empty()) report.attention.push_back(kind.words + names);
    }
    report.counts = count(profiles);
}

// Somebody made the locked password valid again (passwd -u). The entry of an orphaned profile may
// be another account's.
void look_at_shadow(const Environment& environment, const std::vector<Fields>& profiles,
                    Report& report) try {
    const auto usable = environment.shadow.usable();
    for (const auto& profile : profiles) {
        const std::string user = profile.text("UserName");
        if (profile.flag("ShadowKept") || profile.flag("Orphaned") || !usable.contains(user))
            continue;
        std::string sentence = "the password of ";
        sentence.append(user).append(
            " in /etc/shadow is valid, past every policy: run usermod --lock ");
        report.attention.push_back(sentence.append(user));
    }
} catch (const AccountsUnreadable& fault) {
    report.attention.emplace_back(fault.what());
}

void look_at_ways(Report& report) {
    for (const auto& way : report.ways) {
        const std::string why = trouble(way.answer);
        if (!why.empty()) report.attention.push_back(std::string(way.words) + ": " + why);
    }
    const Service* service = first_answer(report.ways);
    if (service != nullptr && service->version != RAMAUTH_VERSION)
        report.attention.push_back("ramd is version " + service->version +
                                   " and ramctl " RAMAUTH_VERSION ": restart ramd");
}

boost::json::object document(const Report& report, const Service& service) {
    namespace json = boost::json;
    json::object object{{"Version", service.version}};
    json::array features(service.features.begin(), service.features.end());
    object["Features"] = std::move(features);
    for (const auto& way : report.ways)
        object[way.name] = std::holds_alternative<Service>(way.answer);
    if (report.counts) {
        const Counts& counts = *report.counts;
        object["Profiles"] = {{"Total", counts.total},
                              {"Active", counts.active},
                              {"Inactive", counts.inactive},
                              {"NotInitial", counts.not_initial},
                              {"InitialValid", counts.initial_valid},
                              {"InitialExpired", counts.initial_expired}};
    }
    object["Attention"] = json::array(report.attention.begin(), report.attention.end());
    return object;
}

std::string number_of(unsigned number, const char* words) {
    return std::to_string(number) + " " + words;
}

void print(Environment& environment, const Report& report, const Service& service) {
    Listing listing;
    listing.add("ramd", "version " + service.version);
    for (const auto& way : report.ways) {
        const bool answers = std::holds_alternative<Service>(way.answer);
        listing.add(way.words, {answers ? "answers" : "does not answer",
                                answers ? Colour::green : Colour::red});
    }
    if (report.counts) {
        const Counts& counts = *report.counts;
        listing.add("Login profiles",
                    number_of(counts.active, "active, ") + number_of(counts.inactive, "inactive"));
        listing.add("Passwords", number_of(counts.not_initial, "set by their users, ") +
                                     number_of(counts.initial_valid, "initial, ") +
                                     number_of(counts.initial_expired, "initial and expired"));
    }
    for (const auto& line : report.attention) listing.add("Attention", {line, Colour::yellow});
    listing.print(environment.out, environment.colour);
}

}  // namespace

ExitStatus run(const StatusVerb&, Environment& environment) {
    Report report_;
    report_.ways = try_ways(environment);
    const Service* service = first_answer(report_.ways);
    if (service == nullptr)
        return report(environment.err, NoAnswer{trouble(report_.ways.front().answer)});
    look_at_ways(report_);
    // Others than root would have to ask polkit, and a look at the status asks nobody.
    if (environment.caller.is_root()) {
        const auto profiles = all_profiles(environment.client, {});
        if (const auto status = refused(environment.err, profiles)) return *status;
        look_at_profiles(std::get<std::vector<Fields>>(profiles), report_);
        look_at_shadow(environment, std::get<std::vector<Fields>>(profiles), report_);
    }
    if (environment.json)
        print_json(environment, document(report_, *service));
    else
        print(environment, report_, *service);
    return report_.attention.empty() ? ExitStatus::ok : ExitStatus::attention;
}

}  // namespace ramctl
