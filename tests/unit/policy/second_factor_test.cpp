// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/second_factor.h"

#include <gtest/gtest.h>

#include <string>

namespace ramauth::policy {
namespace {

using Kind = FactorDemand::Kind;
using Operation = MFAOperation;

SecurityPreference preference(Operation operation, Texts types = {"totp"}) {
    SecurityPreference result;
    result.mfa_operation_for_login = operation;
    result.verification_types = std::move(types);
    return result;
}

std::string ways(const FactorDemand& demand) {
    std::string text;
    for (const auto way : demand.ways) text.append(text.empty() ? "" : " ").append(way);
    return text;
}

struct Row {
    const char* what;
    Operation operation;
    FactorCircumstances known;
    Kind expected;
};

// Section 8 of the model, the first match first.
const Row rows[] = {
    {"exempt, mandatory", Operation::mandatory, {.exempt = true}, Kind::nothing},
    {"exempt, device",
     Operation::independent,
     {.exempt = true, .device_bound = true},
     Kind::nothing},
    {"exempt, bind required",
     Operation::independent,
     {.exempt = true, .bind_required = true},
     Kind::nothing},
    {"mandatory, device", Operation::mandatory, {.device_bound = true}, Kind::verify},
    {"mandatory, known source",
     Operation::mandatory,
     {.device_bound = true, .source_known = true},
     Kind::verify},
    {"mandatory, nothing", Operation::mandatory, {}, Kind::bind},
    {"mandatory before bind required", Operation::mandatory, {.bind_required = true}, Kind::bind},
    {"bind required, nothing", Operation::independent, {.bind_required = true}, Kind::bind},
    {"bind required, device",
     Operation::independent,
     {.bind_required = true, .device_bound = true},
     Kind::verify},
    {"bind required, adaptive, known",
     Operation::adaptive,
     {.bind_required = true, .device_bound = true, .source_known = true},
     Kind::verify},
    {"bind required, adaptive, known, none",
     Operation::adaptive,
     {.bind_required = true, .source_known = true},
     Kind::bind},
    {"device", Operation::independent, {.device_bound = true}, Kind::verify},
    {"device, known source",
     Operation::independent,
     {.device_bound = true, .source_known = true},
     Kind::verify},
    {"nothing", Operation::independent, {}, Kind::offer},
    {"adaptive, unknown source", Operation::adaptive, {.device_bound = true}, Kind::verify},
    {"adaptive, known source",
     Operation::adaptive,
     {.device_bound = true, .source_known = true},
     Kind::nothing},
    {"adaptive, no device", Operation::adaptive, {}, Kind::offer},
    {"adaptive, no device, known", Operation::adaptive, {.source_known = true}, Kind::offer},
};

TEST(SecondFactor, precedence) {
    for (const auto& row : rows) {
        const auto demand = demand_of_logon(preference(row.operation), row.known);
        EXPECT_EQ(demand.kind, row.expected) << row.what;
        EXPECT_EQ(demand.ways.empty(), demand.kind != Kind::verify) << row.what;
    }
}

TEST(SecondFactor, ways_are_those_that_are_allowed_and_there) {
    const FactorCircumstances all{.device_bound = true, .has_email = true, .has_mobile = true};
    const auto of = [&](const Texts& types, const FactorCircumstances& known) {
        return ways(demand_of_logon(preference(Operation::mandatory, types), known));
    };
    EXPECT_EQ(of({"totp", "email", "sms"}, all), "totp email sms recovery-code");
    EXPECT_EQ(of({"totp"}, all), "totp recovery-code");
    EXPECT_EQ(of({"email"}, all), "email");
    EXPECT_EQ(of({"email", "sms"}, {.has_mobile = true}), "sms");
    EXPECT_EQ(of({"totp", "email"}, {.has_email = true}), "email");
}

TEST(SecondFactor, a_factor_that_is_due_and_cannot_be_given_lets_nobody_in) {
    const auto kind = [](const Texts& types, const FactorCircumstances& known) {
        return demand_of_logon(preference(Operation::mandatory, types), known).kind;
    };
    EXPECT_EQ(kind({}, {.device_bound = true}), Kind::impossible);
    EXPECT_EQ(kind({"email"}, {.device_bound = true, .has_mobile = true}), Kind::impossible);
    EXPECT_EQ(kind({"sms"}, {}), Kind::impossible);
    EXPECT_EQ(demand_of_logon(preference(Operation::independent, {"email"}),
                              {.bind_required = true, .has_email = true})
                  .kind,
              Kind::impossible)
        << "expected: a device is demanded, and no other way stands in for it";
}

TEST(SecondFactor, independent_asks_by_a_device_alone_and_adaptive_by_every_way) {
    const FactorCircumstances mail{.has_email = true};
    EXPECT_EQ(demand_of_logon(preference(Operation::independent, {"totp", "email"}), mail).kind,
              Kind::offer);
    EXPECT_EQ(ways(demand_of_logon(preference(Operation::adaptive, {"totp", "email"}), mail)),
              "email");
}

TEST(SecondFactor, nobody_is_offered_what_they_may_not_do) {
    auto closed = preference(Operation::independent);
    closed.allow_user_to_manage_mfa_devices = false;
    EXPECT_EQ(demand_of_logon(closed, {}).kind, Kind::nothing);
    EXPECT_EQ(demand_of_logon(preference(Operation::independent, {"email"}), {}).kind,
              Kind::nothing);
    EXPECT_EQ(
        demand_of_logon(preference(Operation::independent, {"email"}), {.device_bound = true}).kind,
        Kind::nothing);
}

TEST(SecondFactor, a_change_asks_only_where_the_preference_says_so) {
    auto asking = preference(Operation::independent, {"totp", "email"});
    EXPECT_EQ(demand_of_change(asking, {.device_bound = true}).kind, Kind::nothing);
    asking.verify_identity_on_password_change = true;
    EXPECT_EQ(ways(demand_of_change(asking, {.device_bound = true})), "totp recovery-code");
    EXPECT_EQ(ways(demand_of_change(asking, {.has_email = true, .source_known = true})), "email");
    EXPECT_EQ(demand_of_change(asking, {}).kind, Kind::impossible);
}

}  // namespace
}  // namespace ramauth::policy
