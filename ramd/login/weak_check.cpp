// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/weak_check.h"

#include <algorithm>

#include "policy/password_text.h"
#include "ramd/login/refusals.h"

namespace ramd {
namespace {

using ramauth::Code;
using ramauth::Refusal;
using ramauth::weak_list::weak_hash;

WeakSpellings spellings_of(const WeakQuestion& question, const Secret& lower_case) {
    WeakSpellings all;
    all.add(weak_hash(question.normalised.view()));
    if (!(question.typed == question.normalised)) all.add(weak_hash(question.typed.view()));
    if (!(lower_case == question.normalised)) all.add(weak_hash(lower_case.view()));
    return all;
}

bool is_name(const Secret& lower_case, std::string_view name) {
    const Secret other = ramauth::policy::lower_case(Secret::copy_of(name));
    return !other.empty() && other == lower_case;
}

bool is_known_name(const LoginServices& services, const WeakQuestion& question,
                   const Secret& lower_case) {
    const auto& hosts = services.host_names;
    return is_name(lower_case, question.user.str()) ||
           std::any_of(hosts.begin(), hosts.end(),
                       [&](const std::string& name) { return is_name(lower_case, name); });
}

Refusal name_refused() {
    return {Code::weak_password,
            "The new password is the name of the account or of this host: choose another one.",
            {}};
}

}  // namespace

boost::asio::awaitable<std::optional<Refusal>> refuse_weak(const LoginServices& services,
                                                           WeakQuestion question) {
    WeakSpellings asked;
    {
        const Secret lower_case = ramauth::policy::lower_case(question.normalised);
        if (is_known_name(services, question, lower_case)) co_return name_refused();
        asked = spellings_of(question, lower_case);
    }
    const WeakAnswer answer = co_await services.weak.ask(asked);
    if (answer == WeakAnswer::weak) co_return refuse(Code::weak_password);
    if (answer == WeakAnswer::no_list && services.store.policy().weak_list_required)
        co_return refuse(Code::weak_list_unavailable);
    co_return std::nullopt;
}

std::optional<Refusal> refuse_without_list(const LoginServices& services) {
    if (services.weak.usable() || !services.store.policy().weak_list_required) return std::nullopt;
    return refuse(Code::weak_list_unavailable);
}

}  // namespace ramd
