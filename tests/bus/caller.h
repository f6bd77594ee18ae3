// SPDX-License-Identifier: LGPL-2.1-or-later
// Calls of ramd's members, as whatever account, and what came of them.
#pragma once

#include <gmock/gmock.h>

#include <map>
#include <string>
#include <vector>

#include "shared/ramd_connection.h"
#include "shared/secret_fd.h"
#include "tests/bus/fake_services.h"
#include "tests/bus/private_bus.h"
#include "tests/bus/ramd_process.h"
#include "tests/bus/test_accounts.h"

namespace bustest {

struct Answer {
    std::string code;  // empty: it was done; "unanswered": neither done nor refused by ramd
    std::string text;
    ramauth::MessageHandle reply;  // of calls made by this process
    [[nodiscard]] bool ok() const { return code.empty(); }
};

struct Call {
    const char* interface;
    const char* member;
    ramauth::AppendArguments append;
    bool interactive = false;
};

[[nodiscard]] Answer call(const ramauth::RamdAddress& where, const Call& what);
// The same from a process of that account.
[[nodiscard]] Answer call_as(unsigned uid, const ramauth::RamdAddress& where, const Call& what);

[[nodiscard]] ramauth::UniqueFd secret(std::string_view text);

// The calls themselves, with usual arguments. Those of Login say that the account has ann's uid.
[[nodiscard]] Call create(const std::string& user, const std::string& password);
[[nodiscard]] Call authenticate(const std::string& user, const std::string& password);
[[nodiscard]] Call check_account(const std::string& user, int ticket = -1);
[[nodiscard]] Call change_by_password(const std::string& user, const std::string& before,
                                      const std::string& after);
[[nodiscard]] Call change_by_ticket(const std::string& user, int ticket, const std::string& after);
[[nodiscard]] Call open_session(const std::string& user);
[[nodiscard]] Call with_user(const char* member, const std::string& user);  // of Manager
[[nodiscard]] Call without_arguments(const char* member);                   // of Manager
[[nodiscard]] Call reset(const std::string& user, const std::string& password);
[[nodiscard]] Call deactivate(const std::string& user);
[[nodiscard]] Call list_profiles();
[[nodiscard]] Call set_policy(const char* field, unsigned value);
[[nodiscard]] Call set_preference(const char* field, unsigned value);
[[nodiscard]] Call set_preference(const char* field, const std::vector<std::string>& entries);
[[nodiscard]] Call set_flag(const char* field, bool value);
[[nodiscard]] Call make_device(const std::string& user, const std::string& algorithm);
[[nodiscard]] Call check_password(const std::string& user, const std::string& password);

// Fields of a reply that is one dictionary, in words; the entries of a list with a blank between.
[[nodiscard]] std::map<std::string, std::string> fields(sd_bus_message* reply);
// Of Authenticate's reply; valid as long as the reply.
[[nodiscard]] int ticket_of(const Answer& answer);
// Of CheckAccount's and OpenSession's reply.
[[nodiscard]] std::string verdict_of(const Answer& answer);

inline void PrintTo(const Answer& answer, std::ostream* out) {
    *out << (answer.ok() ? "done" : answer.code + ": " + answer.text);
}
MATCHER(IsDone, "is done") {
    return arg.ok();
}
MATCHER_P(IsRefused, code, "is refused with " + std::string(code)) {
    return arg.code == code &&
           testing::Matches(testing::ContainsRegex(" [(]request [0-9a-f]{32}[)]$"))(arg.text);
}

// A bus, ramd on it, a logind without sessions, and one managed account: ann.
class BusTest : public testing::Test {
protected:
    static constexpr const char* password = "correct horse battery";

    BusTest();
    [[nodiscard]] Answer by_socket(const Call& what) const { return call(ramd.by_socket(), what); }
    [[nodiscard]] Answer by_bus(unsigned uid, const Call& what) const {
        return call_as(uid, ramd.by_bus(), what);
    }
    [[nodiscard]] std::map<std::string, std::string> profile(const std::string& user) const;

    TempDirectory directory;
    PrivateBus bus;
    FakeLogind logind;
    RamdProcess ramd;
};

}  // namespace bustest
