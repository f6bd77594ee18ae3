// SPDX-License-Identifier: LGPL-2.1-or-later
// ramd, played for the verbs of ramctl.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ramctl/manager_client.h"
#include "tests/unit/ramctl/fake_answers.h"

namespace ramctl::testing {

using namespace std::chrono_literals;

// Answers what it was told to, and remembers what it was asked.
class FakeClient final : public ManagerClient {
public:
    Answer<WrittenProfile> next_written = NoAnswer{"not told"};
    std::string next_generated;
    std::deque<Answer<Fields>> first_profiles;  // answered before next_profile
    Answer<Fields> next_profile = NoAnswer{"not told"};
    std::deque<Answer<ProfilePage>> pages;
    Answer<Done> next_done = NoAnswer{"not told"};
    Answer<Fields> next_fields = NoAnswer{"not told"};
    Answer<Fields> next_policy = NoAnswer{"not told"};
    Answer<Fields> next_preference = NoAnswer{"not told"};
    Answer<Done> next_preference_done = NoAnswer{"not told"};
    Answer<std::vector<Fields>> next_sessions = NoAnswer{"not told"};
    Answer<std::vector<Fields>> next_revocations = NoAnswer{"not told"};
    Answer<Service> socket_service = NoAnswer{"not told"};
    Answer<Service> bus_service = NoAnswer{"not told"};
    Answer<Fields> next_mfa_info = no_device();
    Answer<Done> next_seed = Done{};       // a refusal instead of the seed
    std::deque<Answer<Done>> binds;        // Done: the recovery codes
    Answer<Done> next_code_made = Done{};  // a refusal instead of the reset code
    Fields reset_code;                     // what comes with it
    bool code_is_mailed = false;
    std::vector<std::string> sent_codes;
    MfaAlgorithm sent_algorithm = MfaAlgorithm::sha1;
    std::map<std::string, std::vector<BrokenRule>> broken_rules;  // by password; others break none
    std::function<void()> after_check;
    Answer<Fields> next_weak_list = NoAnswer{"not told"};
    Answer<Fields> next_reload = NoAnswer{"not told"};
    std::deque<Answer<std::uint32_t>> added;                     // the answers, one a page
    std::deque<std::pair<std::string, std::string>> hash_pages;  // lines, next
    std::vector<std::string> sent_lines;                         // of the pages of hashes
    std::function<void()> while_asked;  // happens before the answer of a create

    std::vector<std::string> asked;  // "Member user"
    Fields sent;
    Fields sent_preference;
    std::string sent_password;
    std::string sent_present;
    bool password_was_sent = false;

    Answer<WrittenProfile> create_profile(const UserName& user, const Settings& settings) override {
        return write("create", user, settings);
    }
    Answer<WrittenProfile> update_profile(const UserName& user, const Settings& settings) override {
        return write("update", user, settings);
    }
    Answer<Fields> profile(const UserName& user) override {
        asked.push_back("profile " + user.str());
        if (first_profiles.empty()) return next_profile;
        auto first = std::move(first_profiles.front());
        first_profiles.pop_front();
        return first;
    }
    Answer<ProfilePage> profiles(const Fields& filter, const std::string& marker) override {
        asked.push_back("list " + marker);
        sent = filter;
        if (pages.empty()) return NoAnswer{"not told"};
        auto page = std::move(pages.front());
        pages.pop_front();
        return page;
    }
    Answer<Done> delete_profile(const UserName& user) override {
        asked.push_back("delete " + user.str());
        return next_done;
    }
    Answer<Done> unlock_profile(const UserName& user) override {
        asked.push_back("unlock " + user.str());
        return next_done;
    }
    Answer<Fields> policy() override {
        asked.emplace_back("policy");
        return next_policy;
    }
    Answer<Done> set_policy(const Fields& changes) override {
        asked.emplace_back("set-policy");
        sent = changes;
        return next_done;
    }
    Answer<Fields> preference() override {
        asked.emplace_back("preference");
        return next_preference;
    }
    Answer<Done> set_preference(const Fields& changes) override {
        asked.emplace_back("set-preference");
        sent_preference = changes;
        return next_preference_done;
    }
    Answer<std::vector<Fields>> sessions(const UserName& user) override {
        asked.push_back("sessions " + user.str());
        return next_sessions;
    }
    Answer<std::vector<Fields>> revocations() override {
        asked.emplace_back("revocations");
        return next_revocations;
    }
    Answer<Fields> revoke_sessions(const UserName& user) override {
        asked.push_back("revoke " + user.str());
        return next_fields;
    }
    Answer<Fields> mfa_info(const UserName& user) override {
        asked.push_back("mfa " + user.str());
        return next_mfa_info;
    }
    Answer<MfaSeed> create_mfa_device(const UserName& user, MfaAlgorithm algorithm) override {
        asked.push_back("create-mfa " + user.str());
        sent_algorithm = algorithm;
        return made<MfaSeed>(next_seed, [] {
            return MfaSeed{secret(test_seed), secret(test_uri)};
        });
    }
    Answer<Secret> bind_mfa_device(const UserName& user, const Secret& code1,
                                   const Secret& code2) override {
        asked.push_back("bind-mfa " + user.str());
        sent_codes.emplace_back(code1.view());
        sent_codes.emplace_back(code2.view());
        if (binds.empty()) return NoAnswer{"not told"};
        const auto answer = binds.front();
        binds.pop_front();
        return made<Secret>(answer, [] { return secret("AAAA-BBBB\nCCCC-DDDD\n"); });
    }
    Answer<Done> unbind_mfa_device(const UserName& user) override {
        asked.push_back("unbind-mfa " + user.str());
        return next_done;
    }
    Answer<Done> unbind_own_mfa_device(const UserName& user, const Secret& code) override {
        asked.push_back("unbind-own-mfa " + user.str());
        sent_codes.emplace_back(code.view());
        return next_done;
    }
    Answer<ResetCode> create_reset_code(const UserName& user, const Fields& options) override {
        asked.push_back("reset-code " + user.str());
        sent = options;
        return made<ResetCode>(next_code_made, [this] {
            ResetCode answer{reset_code, std::nullopt};
            if (!code_is_mailed) answer.code = secret("ABCD-EFGH-IJKL-MNOP");
            return answer;
        });
    }
    Answer<Fields> change_password(const UserName& user, const Secret& present,
                                   const Secret& replacement) override {
        asked.push_back("change " + user.str());
        sent_present = present.view();
        sent_password = replacement.view();
        return next_fields;
    }
    Answer<std::vector<BrokenRule>> check_password(const UserName& user,
                                                   const Secret& password) override {
        asked.push_back("check " + user.str());
        if (after_check) after_check();
        return broken_rules[std::string(password.view())];
    }
    Answer<Fields> weak_list_info() override {
        asked.emplace_back("weak-list");
        return next_weak_list;
    }
    Answer<std::uint32_t> add_weak_passwords(const Secret& lines) override {
        asked.emplace_back("add-weak");
        sent_lines.emplace_back(lines.view());
        if (added.empty()) return NoAnswer{"not told"};
        auto answer = added.front();
        added.pop_front();
        return answer;
    }
    Answer<Fields> reload_weak_list() override {
        asked.emplace_back("reload-weak");
        return next_reload;
    }
    Answer<HashPage> added_weak_passwords(const std::string& marker) override {
        asked.push_back("added-weak " + marker);
        if (hash_pages.empty()) return NoAnswer{"not told"};
        const auto [lines, next] = hash_pages.front();
        hash_pages.pop_front();
        return HashPage{secret(lines), next};
    }
    Answer<Service> service(Way way) override {
        return way == Way::private_socket ? socket_service : bus_service;
    }

    void will_write(Fields fields, std::string generated = {}) {
        next_written = WrittenProfile{std::move(fields), std::nullopt};
        next_generated = std::move(generated);
    }

private:
    // What `make` makes, or the refusal that was told instead.
    template <typename T, typename Make>
    static Answer<T> made(const Answer<Done>& told, Make make) {
        if (const auto* refusal = std::get_if<Refusal>(&told)) return *refusal;
        if (const auto* unanswered = std::get_if<NoAnswer>(&told)) return *unanswered;
        return make();
    }
    Answer<WrittenProfile> write(const char* member, const UserName& user,
                                 const Settings& settings) {
        asked.push_back(std::string(member) + " " + user.str());
        sent = settings.fields;
        password_was_sent = settings.password != nullptr;
        if (password_was_sent) sent_password = settings.password->view();
        if (while_asked) while_asked();
        if (const auto* refusal = std::get_if<Refusal>(&next_written)) return *refusal;
        if (const auto* unanswered = std::get_if<NoAnswer>(&next_written)) return *unanswered;
        WrittenProfile written{std::get<WrittenProfile>(next_written).fields, std::nullopt};
        if (!next_generated.empty()) written.generated_password = secret(next_generated);
        return written;
    }
};

}  // namespace ramctl::testing
