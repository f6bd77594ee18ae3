// SPDX-License-Identifier: LGPL-2.1-or-later
#include <array>
#include <ostream>
#include <set>

#include "ramctl/json_output.h"
#include "ramctl/policy_values.h"
#include "ramctl/profile_pages.h"
#include "ramctl/report.h"
#include "ramctl/revocations.h"
#include "ramctl/table.h"
#include "ramctl/verbs.h"
#include "ramctl/weak_list_info.h"

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
    std::optional<Fields> weak_list;
    std::optional<std::vector<Fields>> revocations;
    std::vector<std::string> attention;
    std::vector<std::string> recommended;  // does not change the exit status
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

void count(const Fields& profile, Counts& counts) {
    ++counts.total;
    const std::string status = profile.text("Status");
    if (status == "Active") ++counts.active;
    if (status == "Inactive") ++counts.inactive;
    const std::string password = profile.text("PasswordStatus");
    if (password == "NotInitial") ++counts.not_initial;
    if (password == "InitialValid") ++counts.initial_valid;
    if (password == "InitialExpired") ++counts.initial_expired;
}

// What is wrong with profiles, and the names of those that have it.
struct Kind {
    const char* words;
    bool (*holds)(const Fields& profile);
    std::string names;
};

// Looks at one profile after the other and keeps none of them.
class Census {
public:
    explicit Census(std::set<std::string> usable) : usable_(std::move(usable)) {}

    void look_at(const Fields& profile) {
        count(profile, counts_);
        const std::string user = profile.text("UserName");
        for (auto& kind : kinds_) {
            if (kind.holds(profile)) kind.names.append(kind.names.empty() ? "" : ", ").append(user);
        }
        // Somebody made the locked password valid again (passwd -u). The entry of an orphaned
        // profile may be another account's.
        if (!profile.flag("ShadowKept") && !profile.flag("Orphaned") && usable_.contains(user))
            unlocked_.push_back("the password of " + user +
                                " in /etc/shadow is valid, past every policy: run usermod --lock " +
                                user);
    }
    void tell(Report& report) const {
        report.counts = counts_;
        for (const auto& kind : kinds_) {
            if (!kind.names.empty()) report.attention.push_back(kind.words + kind.names);
        }
        report.attention.insert(report.attention.end(), unlocked_.begin(), unlocked_.end());
    }

private:
    std::set<std::string> usable_;
    Counts counts_;
    std::array<Kind, 4> kinds_{
        Kind{"the record is damaged, nobody gets in with it: ",
             [](const Fields& profile) { return profile.flag("Damaged"); },
             {}},
        Kind{"orphaned (the account is gone or another), look and delete: ",
             [](const Fields& profile) { return profile.flag("Orphaned"); },
             {}},
        Kind{"a second password in /etc/shadow is valid: ",
             [](const Fields& profile) { return profile.flag("ShadowKept"); },
             {}},
        Kind{"locked after wrong passwords until ramctl unlock: ",
             [](const Fields& profile) { return profile.time("LockedUntil") == Timestamp::max(); },
             {}}};
    std::vector<std::string> unlocked_;
};

// What cannot be read is named; the rest of the status is worth having all the same.
std::set<std::string> usable_entries(const Environment& environment, Report& report) try {
    return environment.shadow.usable();
} catch (const AccountsUnreadable& fault) {
    report.attention.emplace_back(fault.what());
    return {};
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

// A policy that was never looked at is no fault of the host: its warnings are said, and all may be
// well.
void look_at_policy(ManagerClient& client, Report& report) {
    const auto answer = client.policy();
    if (const auto* policy = std::get_if<Fields>(&answer))
        report.recommended = warnings(policy_of(*policy));
    else
        report.attention.emplace_back("the password policy cannot be read");
}

// A host whose passwords are looked up nowhere is not well.
void look_at_weak_list(ManagerClient& client, Report& report) {
    auto answer = client.weak_list_info();
    if (auto* info = std::get_if<Fields>(&answer)) {
        const std::string why = weak_list_trouble(*info);
        if (!why.empty()) report.attention.push_back(why);
        report.weak_list = std::move(*info);
    } else {
        report.attention.emplace_back("ramd does not say how the weak list is");
    }
}

// A ramd of another version may not know the question, and is named for that already.
void look_at_revocations(ManagerClient& client, const Service& service, Report& report) {
    auto answer = client.revocations();
    if (auto* revocations = std::get_if<std::vector<Fields>>(&answer)) {
        for (const auto& sessions : ending_sessions(*revocations)) {
            std::string advice = ending_advice(sessions);
            if (!advice.empty()) report.attention.push_back(std::move(advice));
        }
        report.revocations = std::move(*revocations);
    } else if (service.version == RAMAUTH_VERSION) {
        report.attention.emplace_back("ramd does not say which sessions are still to end");
    }
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
    if (report.weak_list) object["WeakList"] = to_json(*report.weak_list);
    if (report.revocations) object["Revocations"] = to_json(*report.revocations);
    object["Recommended"] = json::array(report.recommended.begin(), report.recommended.end());
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
    if (report.weak_list) listing.add("Weak list", weak_list_cell(*report.weak_list));
    if (report.revocations) {
        for (const auto& sessions : ending_sessions(*report.revocations))
            listing.add("Ending sessions", {ending_text(sessions, environment.now),
                                            sessions.why.empty() ? Colour::none : Colour::yellow});
    }
    for (const auto& line : report.recommended) listing.add("Think about", {line});
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
    look_at_policy(environment.client, report_);
    look_at_weak_list(environment.client, report_);
    // Others than root would have to ask polkit, and a look at the status asks nobody.
    if (environment.caller.is_root()) {
        Census census(usable_entries(environment, report_));
        const auto answer =
            for_each_page(environment.client, {}, [&census](const std::vector<Fields>& profiles) {
                for (const auto& profile : profiles) census.look_at(profile);
            });
        if (const auto status = refused(environment.err, answer)) return *status;
        census.tell(report_);
        look_at_revocations(environment.client, *service, report_);
    }
    if (environment.json)
        print_json(environment, document(report_, *service));
    else
        print(environment, report_, *service);
    return report_.attention.empty() ? ExitStatus::ok : ExitStatus::attention;
}

}  // namespace ramctl
