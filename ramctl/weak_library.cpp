// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/weak_library.h"

#include <array>
#include <system_error>

#include "policy/password_text.h"
#include "policy/weak_list/list_fault.h"
#include "policy/weak_list/weak_list.h"
#include "ramctl/report.h"
#include "ramctl/weak_list_info.h"

namespace ramctl {
namespace {

using ramauth::weak_list::ListAnswer;
using ramauth::weak_list::weak_hash;
using ramauth::weak_list::WeakHash;
using ramauth::weak_list::WeakList;

Refusal unavailable(std::string sentence) {
    return {Code::weak_list_unavailable, std::move(sentence), {}};
}

// As ramd asks: the one form that passwords have, the bytes that were typed, and lower case.
std::array<WeakHash, 3> hashes_of(const Secret& typed, const Secret& normalised) {
    return {weak_hash(normalised.view()), weak_hash(typed.view()),
            weak_hash(ramauth::policy::lower_case(normalised).view())};
}

class Ramd final : public WeakLibrary {
public:
    Ramd(ManagerClient& client, UserName user, std::string trouble)
        : client_(client), user_(std::move(user)), trouble_(std::move(trouble)) {}

    Answer<Strength> look_up(const Secret& password) override {
        auto answer = client_.check_password(user_, password);
        if (auto* refusal = std::get_if<Refusal>(&answer)) return std::move(*refusal);
        if (auto* unanswered = std::get_if<NoAnswer>(&answer)) return std::move(*unanswered);
        return strength(std::get<std::vector<BrokenRule>>(answer));
    }
    // ramd lets a password pass that it could not look up, where the policy does not say otherwise.
    std::optional<Refusal> became_unavailable() override {
        const auto info = client_.weak_list_info();
        const auto* list = std::get_if<Fields>(&info);
        std::string trouble =
            list == nullptr ? "ramd does not answer any more" : weak_list_trouble(*list);
        if (trouble.empty() || trouble == trouble_) return std::nullopt;
        return unavailable(std::move(trouble));
    }

private:
    // Rules of strength are none of this: only what the library says counts.
    static Answer<Strength> strength(const std::vector<BrokenRule>& broken) {
        for (const auto& rule : broken) {
            if (rule.code == "InvalidParameter.RiskPassword.Weak") return Strength::weak;
            if (rule.code == ramauth::code_text(Code::weak_list_unavailable))
                return unavailable(rule.sentence);
            if (rule.code == ramauth::code_text(Code::password_malformed))
                return Strength::malformed;
        }
        return Strength::not_found;
    }

    ManagerClient& client_;
    UserName user_;
    std::string trouble_;  // that was there before; the list can be asked all the same
};

class File final : public WeakLibrary {
public:
    File(std::string path, WeakList list) : path_(std::move(path)), list_(std::move(list)) {}

    Answer<Strength> look_up(const Secret& password) override {
        const auto normalised = ramauth::policy::normalise(password);
        if (!normalised) return Strength::malformed;
        for (const auto& hash : hashes_of(password, *normalised)) {
            switch (list_.ask(hash)) {
                case ListAnswer::weak:
                    return Strength::weak;
                case ListAnswer::not_in_list:
                    break;
                case ListAnswer::unreadable:
                    return unavailable(path_ + " is damaged, or cannot be read");
            }
        }
        return Strength::not_found;
    }

private:
    std::string path_;
    WeakList list_;
};

}  // namespace

OpenedLibrary library_of_ramd(const Environment& environment) {
    auto account = own_account(environment);
    if (auto* refusal = std::get_if<Refusal>(&account)) return std::move(*refusal);
    auto info = environment.client.weak_list_info();
    if (auto* refusal = std::get_if<Refusal>(&info)) return std::move(*refusal);
    if (auto* unanswered = std::get_if<NoAnswer>(&info)) return std::move(*unanswered);
    const auto& list = std::get<Fields>(info);
    if (!list.flag("Usable")) return unavailable(weak_list_trouble(list));
    return std::make_unique<Ramd>(environment.client, std::move(std::get<UserName>(account)),
                                  weak_list_trouble(list));
}

OpenedLibrary library_of_file(const std::string& path) try {
    return std::make_unique<File>(path, WeakList::open(path));
} catch (const ramauth::weak_list::ListFault& fault) {
    return unavailable(fault.what());
} catch (const std::system_error& fault) {
    return unavailable(path + ": " + fault.code().message());
}

}  // namespace ramctl
