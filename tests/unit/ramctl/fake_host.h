// SPDX-License-Identifier: LGPL-2.1-or-later
// A host of the test: its accounts, sessions and processes.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "ramctl/accounts.h"
#include "ramctl/processes.h"
#include "tests/unit/ramctl/fake_client.h"

namespace ramctl::testing {

using ramauth::Uid;

class FakeAccounts final : public Accounts {
public:
    std::map<std::string, Uid> uids{{"root", {0}}, {"alice", {1000}}, {"bob", {1001}}};
    std::set<std::string> managed;
    std::map<std::string, Uid> sessions;

    std::optional<Uid> uid_of(const ramauth::UserName& user) const override {
        return found(uids, user.str());
    }
    std::optional<std::string> name_of(Uid uid) const override {
        for (const auto& [name, known] : uids)
            if (known == uid) return name;
        return std::nullopt;
    }
    bool is_managed(const ramauth::UserName& user) const override {
        return managed.contains(user.str());
    }
    std::optional<Uid> session_user(const std::string& session) const override {
        return found(sessions, session);
    }

private:
    static std::optional<Uid> found(const std::map<std::string, Uid>& in, const std::string& key) {
        const auto at = in.find(key);
        return at == in.end() ? std::nullopt : std::optional(at->second);
    }
};

class FakeProcesses final : public Processes {
public:
    std::vector<Process> all;
    bool login_uids = true;

    // Of one uid; what else there is to say is said of the answer.
    Process& add(int pid, unsigned uid, std::optional<unsigned> login_uid, const char* path) {
        const Uid user{uid};
        const auto login = login_uid ? std::optional(Uid{*login_uid}) : std::nullopt;
        return all.emplace_back(
            Process{pid, {user, user, user}, login, place_of(path), test_now, "sleep"});
    }
    void for_each(const std::function<void(const Process&)>& see) const override {
        for (const auto& process : all) see(process);
    }
    bool have_login_uids() const override { return login_uids; }
};

}  // namespace ramctl::testing
