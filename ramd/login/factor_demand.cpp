// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/factor_demand.h"

#include <algorithm>

#include "policy/network_mask.h"
#include "ramd/login/known_sources.h"

namespace ramd {
namespace {

namespace policy = ramauth::policy;
using Kind = policy::FactorDemand::Kind;

constexpr std::size_t most_sources = 16;      // what the record may hold
constexpr std::size_t longest_terminal = 64;  // bytes; nothing longer is worth remembering

policy::FactorCircumstances circumstances(const LoginServices& services, const Profile& profile,
                                          const LogonContext& context) {
    const std::string source = factor_source(context);
    const auto& known = profile.factor_sources;
    return {.exempt = is_exempt_from_factor(services, context),
            .bind_required = profile.mfa_bind_required,
            .device_bound = profile.device.has_value(),
            .has_email = !profile.recovery_email.empty(),
            .has_mobile = !profile.recovery_mobile.empty(),
            .source_known = !source.empty() && std::ranges::find(known, source) != known.end()};
}

// root opens the terminals of logons; the module says on whose behalf.
bool is_own_terminal(const LogonContext& context) {
    return !context.caller_uid || context.caller_uid->value == 0 ||
           context.caller_uid == context.uid;
}

}  // namespace

bool is_exempt_from_factor(const LoginServices& services, const LogonContext& context) {
    if (!context.believed) return false;
    const auto& exempt = services.store.preference().mfa_exempt_services;
    return context.no_second_factor || std::ranges::find(exempt, context.service) != exempt.end();
}

policy::FactorDemand factor_of_logon(const LoginServices& services, const Profile& profile,
                                     const LogonContext& context) {
    return policy::demand_of_logon(services.store.preference(),
                                   circumstances(services, profile, context));
}

policy::FactorDemand factor_of_change(const LoginServices& services, const Profile& profile,
                                      const LogonContext& context) {
    const auto known = circumstances(services, profile, context);
    if (known.exempt) return {};
    return policy::demand_of_change(services.store.preference(), known);
}

policy::FactorDemand factor_of_forced_change(const LoginServices& services, const Profile& profile,
                                             const LogonContext& context) {
    const auto known = circumstances(services, profile, context);
    if (known.exempt) return {};
    return policy::demand_of_forced_change(services.store.preference(), known);
}

bool owes_factor(const LoginServices& services, const Profile& profile, const Ticket& ticket,
                 const LogonContext& context) {
    if (ticket.factor_given) return false;
    auto known = circumstances(services, profile, context);
    known.exempt = false;
    const auto demand = policy::demand_of_logon(services.store.preference(), known);
    return demand.kind != Kind::nothing && demand.kind != Kind::offer;
}

std::vector<std::string> words_of(const policy::FactorDemand& demand) {
    if (demand.kind == Kind::bind) return {"bind"};
    return {demand.ways.begin(), demand.ways.end()};
}

ramauth::Refusal refuse_without_factor() {
    return {ramauth::Code::change_not_allowed,
            "A second factor is required, and you have none that is allowed here. Ask an "
            "administrator.",
            {}};
}

std::string factor_source(const LogonContext& context) {
    if (!context.believed) return {};
    if (const std::string& remote = remote_of(context); !remote.empty())
        return policy::home_network(remote);
    // Somebody else's terminal, in which another user types the password of this one, is no place
    // of this one.
    constexpr std::string_view device_directory = "/dev/";
    std::string_view terminal = context.tty;
    if (terminal.starts_with(device_directory)) terminal.remove_prefix(device_directory.size());
    if (!is_own_terminal(context)) return {};
    return terminal.size() <= longest_terminal ? std::string(terminal) : std::string();
}

void remember_factor_source(Profile& profile, const LogonContext& context) {
    std::string source = factor_source(context);
    if (source.empty()) return;
    auto& known = profile.factor_sources;
    std::erase(known, source);
    known.insert(known.begin(), std::move(source));
    if (known.size() > most_sources) known.resize(most_sources);
}

}  // namespace ramd
