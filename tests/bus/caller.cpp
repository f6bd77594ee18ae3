// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/bus/caller.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <stdexcept>
#include <utility>
#include <variant>

#include "shared/wire.h"

namespace bustest {
namespace {

namespace wire = ramauth::wire;
constexpr std::chrono::seconds patience{25};
using ramauth::UniqueFd;

std::shared_ptr<UniqueFd> shared_secret(std::string_view text) {
    return std::make_shared<UniqueFd>(secret(text));
}

std::string read_all(int fd) {
    std::string text;
    std::array<char, 4096> part{};
    for (ssize_t got = 0; (got = ::read(fd, part.data(), part.size())) > 0;)
        text.append(part.data(), static_cast<std::size_t>(got));
    return text;
}

std::string list_in_words(sd_bus_message* reply) {
    std::string all;
    const char* text = nullptr;
    if (sd_bus_message_enter_container(reply, 'a', "s") < 0) return "?";
    while (sd_bus_message_read(reply, "s", &text) > 0)
        all += (all.empty() ? "" : " ") + std::string(text);
    return sd_bus_message_exit_container(reply) < 0 ? "?" : all;
}

std::string value_in_words(sd_bus_message* reply, char type) {
    if (type == 'a') return list_in_words(reply);
    union {
        std::uint64_t number;
        const char* text;
        int small;
    } value{};
    if (sd_bus_message_read_basic(reply, type, &value) < 0) return "?";
    if (type == 's') return value.text;
    if (type == 'b') return value.small != 0 ? "yes" : "no";
    if (type == 'h') return "fd";
    return std::to_string(value.number);
}

Call manager(const char* member, ramauth::AppendArguments append) {
    return {wire::manager_interface, member, std::move(append)};
}

Call login(const char* member, ramauth::AppendArguments append) {
    return {wire::login_interface, member, std::move(append)};
}

}  // namespace

Answer call(const ramauth::RamdAddress& where, const Call& what) {
    ramauth::Reply reply =
        ramauth::RamdConnection(where).call(what.interface, what.member, what.append,
                                            ramauth::Deadline::after(patience), what.interactive);
    if (auto* refusal = std::get_if<ramauth::Refusal>(&reply))
        return {ramauth::code_text(refusal->code, refusal->field), refusal->sentence, {}};
    if (auto* unanswered = std::get_if<ramauth::Unanswered>(&reply))
        return {"unanswered", unanswered->detail, {}};
    return {"", "", std::move(std::get<ramauth::MessageHandle>(reply))};
}

Answer call_as(unsigned uid, const ramauth::RamdAddress& where, const Call& what) {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
    const UniqueFd read_end(ends[0]);
    UniqueFd write_end(ends[1]);
    ChildProcess child([&] {
        become(uid);
        const Answer answer = call(where, what);
        const std::string text = answer.code + "\n" + answer.text;
        return ::write(write_end.get(), text.data(), text.size()) < 0 ? 1 : 0;
    });
    write_end = UniqueFd();
    const std::string text = read_all(read_end.get());
    const auto line = text.find('\n');
    if (child.wait() != 0 || line == std::string::npos) return {"caller failed", text, {}};
    return {text.substr(0, line), text.substr(line + 1), {}};
}

UniqueFd secret(std::string_view text) {
    return ramauth::secret_to_fd(ramauth::Secret::copy_of(text));
}

Call create(const std::string& user, const std::string& password) {
    return manager("CreateLoginProfile", [user, fd = shared_secret(password)](sd_bus_message* m) {
        return sd_bus_message_append(m, "sa{sv}", user.c_str(), 2, "Password", "h", fd->get(),
                                     "ShadowKept", "b", 1);
    });
}

Call authenticate(const std::string& user, const std::string& password) {
    return login("Authenticate", [user, fd = shared_secret(password)](sd_bus_message* m) {
        return sd_bus_message_append(m, "sha{sv}", user.c_str(), fd->get(), 2, "Service", "s",
                                     "sshd", "Uid", "u", ann);
    });
}

Call check_account(const std::string& user, int ticket) {
    return login("CheckAccount", [user, ticket](sd_bus_message* m) {
        if (ticket < 0) return sd_bus_message_append(m, "sa{sv}", user.c_str(), 1, "Uid", "u", ann);
        return sd_bus_message_append(m, "sa{sv}", user.c_str(), 2, "Ticket", "h", ticket, "Uid",
                                     "u", ann);
    });
}

namespace {

Call change(const std::string& user, const char* kind, std::shared_ptr<UniqueFd> proof,
            const std::string& after) {
    return login("ChangePassword", [user, kind, proof = std::move(proof),
                                    fd = shared_secret(after)](sd_bus_message* m) {
        return sd_bus_message_append(m, "sshha{sv}", user.c_str(), kind, proof->get(), fd->get(), 1,
                                     "Uid", "u", ann);
    });
}

}  // namespace

Call change_by_password(const std::string& user, const std::string& before,
                        const std::string& after) {
    return change(user, wire::proof_password, shared_secret(before), after);
}

Call change_by_ticket(const std::string& user, int ticket, const std::string& after) {
    return change(user, wire::proof_ticket,
                  std::make_shared<UniqueFd>(::fcntl(ticket, F_DUPFD_CLOEXEC, 3)), after);
}

Call open_session(const std::string& user) {
    return login("OpenSession", [user](sd_bus_message* m) {
        return sd_bus_message_append(m, "sa{sv}", user.c_str(), 1, "Uid", "u", ann);
    });
}

Call with_user(const char* member, const std::string& user) {
    return manager(
        member, [user](sd_bus_message* m) { return sd_bus_message_append(m, "s", user.c_str()); });
}

Call without_arguments(const char* member) {
    return manager(member, [](sd_bus_message*) { return 0; });
}

Call reset(const std::string& user, const std::string& password) {
    return manager("UpdateLoginProfile", [user, fd = shared_secret(password)](sd_bus_message* m) {
        return sd_bus_message_append(m, "sa{sv}", user.c_str(), 1, "Password", "h", fd->get());
    });
}

Call deactivate(const std::string& user) {
    return manager("UpdateLoginProfile", [user](sd_bus_message* m) {
        return sd_bus_message_append(m, "sa{sv}", user.c_str(), 1, "Status", "s", "Inactive");
    });
}

Call list_profiles() {
    return manager("ListLoginProfiles", [](sd_bus_message* m) {
        return sd_bus_message_append(m, "a{sv}su", 0, "", 0U);
    });
}

Call set_policy(const char* field, unsigned value) {
    return manager("SetPasswordPolicy", [field, value](sd_bus_message* m) {
        return sd_bus_message_append(m, "a{sv}", 1, field, "u", value);
    });
}

Call set_preference(const char* field, unsigned value) {
    return manager("SetSecurityPreference", [field, value](sd_bus_message* m) {
        return sd_bus_message_append(m, "a{sv}", 1, field, "u", value);
    });
}

Call set_preference(const char* field, const std::vector<std::string>& entries) {
    return manager("SetSecurityPreference", [field, entries](sd_bus_message* m) {
        int r = sd_bus_message_open_container(m, 'a', "{sv}");
        if (r >= 0) r = sd_bus_message_open_container(m, 'e', "sv");
        if (r >= 0) r = sd_bus_message_append(m, "s", field);
        if (r >= 0) r = sd_bus_message_open_container(m, 'v', "as");
        if (r >= 0) r = sd_bus_message_open_container(m, 'a', "s");
        for (const std::string& entry : entries)
            if (r >= 0) r = sd_bus_message_append(m, "s", entry.c_str());
        for (int depth = 0; depth < 4; ++depth)
            if (r >= 0) r = sd_bus_message_close_container(m);
        return r;
    });
}

Call set_flag(const char* field, bool value) {
    return manager("SetSecurityPreference", [field, value](sd_bus_message* m) {
        return sd_bus_message_append(m, "a{sv}", 1, field, "b", static_cast<int>(value));
    });
}

Call make_device(const std::string& user, const std::string& algorithm) {
    return manager("CreateVirtualMFADeviceWith", [user, algorithm](sd_bus_message* m) {
        return sd_bus_message_append(m, "sa{sv}", user.c_str(), 1, "Algorithm", "s",
                                     algorithm.c_str());
    });
}

Call check_password(const std::string& user, const std::string& password) {
    return manager("CheckPassword", [user, fd = shared_secret(password)](sd_bus_message* m) {
        return sd_bus_message_append(m, "sh", user.c_str(), fd->get());
    });
}

std::map<std::string, std::string> fields(sd_bus_message* reply) {
    std::map<std::string, std::string> all;
    sd_bus_message_enter_container(reply, 'a', "{sv}");
    while (sd_bus_message_enter_container(reply, 'e', "sv") > 0) {
        const char* key = nullptr;
        const char* type = nullptr;
        sd_bus_message_read(reply, "s", &key);
        sd_bus_message_peek_type(reply, nullptr, &type);
        const char kind = type[0];
        sd_bus_message_enter_container(reply, 'v', type);
        all[key] = value_in_words(reply, kind);
        sd_bus_message_exit_container(reply);
        sd_bus_message_exit_container(reply);
    }
    sd_bus_message_exit_container(reply);
    return all;
}

int ticket_of(const Answer& answer) {
    int ticket = -1;
    if (!answer.ok() || sd_bus_message_read(answer.reply.get(), "h", &ticket) < 0) return -1;
    return ticket;
}

std::string verdict_of(const Answer& answer) {
    const char* verdict = nullptr;
    if (!answer.ok() || sd_bus_message_read(answer.reply.get(), "s", &verdict) < 0) return "?";
    return verdict;
}

BusTest::BusTest() : bus(directory), logind(bus), ramd(directory, &bus) {
    EXPECT_THAT(by_socket(create("ann", password)), IsDone()) << ramd.log();
}

std::map<std::string, std::string> BusTest::profile(const std::string& user) const {
    const Answer answer = by_socket(with_user("GetLoginProfile", user));
    return answer.ok() ? fields(answer.reply.get()) : std::map<std::string, std::string>{};
}

}  // namespace bustest
