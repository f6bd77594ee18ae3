// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/weak_check.h"

#include "policy/known_words.h"
#include "policy/password_text.h"
#include "policy/word_spelling.h"
#include "ramd/login/refusals.h"

namespace ramd {
namespace {

using ramauth::Code;
using ramauth::Refusal;
using ramauth::weak_list::weak_hash;

WeakSpellings spellings_of(const WeakQuestion& question) {
    const Secret lower_case = ramauth::policy::lower_case(question.normalised);
    WeakSpellings all;
    all.add(weak_hash(question.normalised.view()));
    if (!(question.typed == question.normalised)) all.add(weak_hash(question.typed.view()));
    if (!(lower_case == question.normalised)) all.add(weak_hash(lower_case.view()));
    return all;
}

bool is_of_known_words(const LoginServices& services, const WeakQuestion& question) {
    ramauth::policy::KnownWords words;
    words.add_name(question.user.str());
    words.add_address(question.contact.email);
    words.add_number(question.contact.mobile);
    for (const std::string& name : services.host_names()) words.add_name(name);
    words.add_common();
    return ramauth::policy::is_spelling_of(question.normalised, words);
}

Refusal words_refused() {
    return {Code::weak_password,
            "The new password is little more than a name of the account or of this host, the "
            "recovery address or number, or a word that everybody takes: choose another one.",
            {}};
}

}  // namespace

boost::asio::awaitable<std::optional<Refusal>> refuse_weak(const LoginServices& services,
                                                           WeakQuestion question) {
    const WeakAnswer answer = co_await services.weak.ask(spellings_of(question));
    if (answer == WeakAnswer::weak) co_return refuse(Code::weak_password);
    if (is_of_known_words(services, question)) co_return words_refused();
    if (answer == WeakAnswer::no_list && services.store.policy().weak_list_required)
        co_return refuse(Code::weak_list_unavailable);
    co_return std::nullopt;
}

std::optional<Refusal> refuse_without_list(const LoginServices& services) {
    if (services.weak.usable() || !services.store.policy().weak_list_required) return std::nullopt;
    return refuse(Code::weak_list_unavailable);
}

}  // namespace ramd
