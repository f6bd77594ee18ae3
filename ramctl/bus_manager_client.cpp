// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/bus_manager_client.h"

#include <fcntl.h>
#include <systemd/sd-bus.h>

#include <cerrno>

#include "ramctl/nonce.h"
#include "shared/secret_fd.h"
#include "shared/wire.h"

namespace ramctl {
namespace {

using namespace std::chrono_literals;
using ramauth::RamdAddress;
using ramauth::RamdConnection;
using ramauth::UniqueFd;

constexpr auto plain_patience = 25s;
constexpr auto person_patience = 120s;  // polkit may be asking somebody for a password
constexpr auto status_patience = 5s;
constexpr unsigned page_size = 500;

// A reply that is not in the agreed form; becomes a NoAnswer.
struct BadReply {};

void check(int r) {
    if (r < 0) throw BadReply{};
}

struct AppendVariant {
    sd_bus_message* message;
    int operator()(const std::string& text) const { return append("s", text.c_str()); }
    int operator()(bool flag) const { return append("b", static_cast<int>(flag)); }
    int operator()(std::uint32_t number) const { return append("u", number); }
    int operator()(std::int32_t number) const { return append("i", number); }
    int operator()(Timestamp time) const { return append("t", ramauth::to_wire(time)); }
    int operator()(const Texts&) const { return -EINVAL; }  // no setting is a list

    template <typename T>
    int append(const char* type, T value) const {
        return sd_bus_message_append(message, "v", type, value);
    }
};

int append_entry(sd_bus_message* message, const Field& field) {
    int r = sd_bus_message_open_container(message, 'e', "sv");
    if (r >= 0) r = sd_bus_message_append(message, "s", field.name.c_str());
    if (r >= 0) r = std::visit(AppendVariant{message}, field.value);
    return r < 0 ? r : sd_bus_message_close_container(message);
}

int append_fields(sd_bus_message* message, const Fields& fields, const Secret* password = nullptr) {
    int r = sd_bus_message_open_container(message, 'a', "{sv}");
    for (const auto& field : fields) {
        if (r >= 0) r = append_entry(message, field);
    }
    if (r >= 0 && password != nullptr) {
        const UniqueFd fd = ramauth::secret_to_fd(*password);  // sd-bus makes its own duplicate
        r = sd_bus_message_append(message, "{sv}", "Password", "h", fd.get());
    }
    return r < 0 ? r : sd_bus_message_close_container(message);
}

int append_secret(sd_bus_message* message, const Secret& secret) {
    const UniqueFd fd = ramauth::secret_to_fd(secret);
    return sd_bus_message_append(message, "h", fd.get());
}

template <typename T>
T read_basic(sd_bus_message* message, char type) {
    T value{};
    check(sd_bus_message_read_basic(message, type, &value));
    return value;
}

Secret read_secret(sd_bus_message* message) {
    const int borrowed = read_basic<int>(message, 'h');
    auto secret = ramauth::secret_from_fd(UniqueFd(::fcntl(borrowed, F_DUPFD_CLOEXEC, 3)));
    if (!secret) throw BadReply{};
    return std::move(*secret);
}

Texts read_texts(sd_bus_message* message) {
    Texts texts;
    check(sd_bus_message_enter_container(message, 'a', "s"));
    int r = 0;
    while ((r = sd_bus_message_at_end(message, 0)) == 0)
        texts.emplace_back(read_basic<const char*>(message, 's'));
    check(r);
    check(sd_bus_message_exit_container(message));
    return texts;
}

std::optional<Value> read_value(sd_bus_message* message, std::string_view type) {
    if (type == "s") return std::string(read_basic<const char*>(message, 's'));
    if (type == "b") return read_basic<int>(message, 'b') != 0;
    if (type == "u") return read_basic<std::uint32_t>(message, 'u');
    if (type == "i") return read_basic<std::int32_t>(message, 'i');
    if (type == "t") return ramauth::from_wire(read_basic<std::uint64_t>(message, 't'));
    if (type == "as") return read_texts(message);
    return std::nullopt;
}

// One value of a dictionary. A type that this ramctl does not know is passed over.
void read_entry(sd_bus_message* message, std::string name, WrittenProfile& into) {
    const char* contents = nullptr;
    check(sd_bus_message_peek_type(message, nullptr, &contents));
    const std::string signature = contents;
    check(sd_bus_message_enter_container(message, 'v', signature.c_str()));
    if (signature == "h" && name == "GeneratedPassword") {
        into.generated_password = read_secret(message);
    } else if (auto value = read_value(message, signature)) {
        into.fields.add(std::move(name), std::move(*value));
    } else {
        check(sd_bus_message_skip(message, signature.c_str()));
    }
    check(sd_bus_message_exit_container(message));
}

WrittenProfile read_written(sd_bus_message* message) {
    WrittenProfile profile;
    check(sd_bus_message_enter_container(message, 'a', "{sv}"));
    int r = 0;
    while ((r = sd_bus_message_enter_container(message, 'e', "sv")) > 0) {
        read_entry(message, read_basic<const char*>(message, 's'), profile);
        check(sd_bus_message_exit_container(message));
    }
    check(r);
    check(sd_bus_message_exit_container(message));
    return profile;
}

Fields read_fields(sd_bus_message* message) {
    return read_written(message).fields;
}

std::vector<Fields> read_list(sd_bus_message* message) {
    std::vector<Fields> list;
    check(sd_bus_message_enter_container(message, 'a', "a{sv}"));
    int r = 0;
    while ((r = sd_bus_message_at_end(message, 0)) == 0) list.push_back(read_fields(message));
    check(r);
    check(sd_bus_message_exit_container(message));
    return list;
}

ProfilePage read_page(sd_bus_message* message) {
    auto profiles = read_list(message);
    return {std::move(profiles), read_basic<const char*>(message, 's')};
}

constexpr auto read_nothing = [](sd_bus_message*) { return Done{}; };

Service read_service(sd_bus_message* message) {
    const Fields properties = read_fields(message);
    return {properties.text("Version"), properties.texts("Features")};
}

template <typename T>
Answer<T> understood(ramauth::Reply reply, const std::function<T(sd_bus_message*)>& read) {
    if (auto* refusal = std::get_if<Refusal>(&reply)) return std::move(*refusal);
    if (auto* none = std::get_if<ramauth::Unanswered>(&reply))
        return NoAnswer{std::move(none->detail), none->maybe_done};
    try {
        return read(std::get<ramauth::MessageHandle>(reply).get());
    } catch (const BadReply&) {
        return NoAnswer{"the reply was not in the agreed form", true};
    }
}

RamdAddress only(Way way, RamdAddress address) {
    if (way == Way::private_socket) address.bus_address.clear();
    if (way == Way::system_bus) address.private_socket.clear();
    return address;
}

auto naming(const UserName& user) {
    return [&user](sd_bus_message* message) {
        return sd_bus_message_append(message, "s", user.str().c_str());
    };
}

}  // namespace

template <typename T>
Answer<T> BusManagerClient::ask(const char* member, Permission permission, const Append& append,
                                const std::function<T(sd_bus_message*)>& read) {
    const bool may_ask_person = permission == Permission::administrator && !caller_.is_root();
    if (may_ask_person && at_terminal_ && !agent_) agent_ = std::make_unique<PolkitAgent>();
    const auto deadline =
        ramauth::Deadline::after(may_ask_person ? person_patience : plain_patience);
    return understood<T>(RamdConnection(address_).call(ramauth::wire::manager_interface, member,
                                                       append, deadline, may_ask_person),
                         read);
}

Answer<WrittenProfile> BusManagerClient::write_profile(const char* member, const UserName& user,
                                                       const Settings& settings) {
    return ask<WrittenProfile>(
        member, Permission::administrator,
        [&](sd_bus_message* message) {
            const int r = naming(user)(message);
            return r < 0 ? r : append_fields(message, settings.fields, settings.password);
        },
        read_written);
}

Answer<WrittenProfile> BusManagerClient::create_profile(const UserName& user,
                                                        const Settings& settings) {
    return write_profile("CreateLoginProfile", user, settings);
}

Answer<WrittenProfile> BusManagerClient::update_profile(const UserName& user,
                                                        const Settings& settings) {
    return write_profile("UpdateLoginProfile", user, settings);
}

Answer<Fields> BusManagerClient::profile(const UserName& user) {
    return ask<Fields>("GetLoginProfile", for_account(user), naming(user), read_fields);
}

Answer<ProfilePage> BusManagerClient::profiles(const Fields& filter, const std::string& marker) {
    return ask<ProfilePage>(
        "ListLoginProfiles", Permission::administrator,
        [&](sd_bus_message* message) {
            const int r = append_fields(message, filter);
            return r < 0 ? r : sd_bus_message_append(message, "su", marker.c_str(), page_size);
        },
        read_page);
}

Answer<Done> BusManagerClient::delete_profile(const UserName& user) {
    return ask<Done>("DeleteLoginProfile", Permission::administrator, naming(user), read_nothing);
}

Answer<Done> BusManagerClient::unlock_profile(const UserName& user) {
    return ask<Done>("UnlockLoginProfile", Permission::administrator, naming(user), read_nothing);
}

Answer<Fields> BusManagerClient::policy() {
    return ask<Fields>(
        "GetPasswordPolicy", Permission::everybody, [](sd_bus_message*) { return 0; }, read_fields);
}

Answer<Done> BusManagerClient::set_policy(const Fields& changes) {
    return ask<Done>(
        "SetPasswordPolicy", Permission::administrator,
        [&](sd_bus_message* message) { return append_fields(message, changes); }, read_nothing);
}

Answer<std::vector<Fields>> BusManagerClient::sessions(const UserName& user) {
    return ask<std::vector<Fields>>("ListSessions", for_account(user), naming(user), read_list);
}

Answer<Fields> BusManagerClient::revoke_sessions(const UserName& user) {
    return ask<Fields>("RevokeSessions", Permission::administrator, naming(user), read_fields);
}

Answer<Fields> BusManagerClient::change_once(const UserName& user, const Secret& present,
                                             const Secret& replacement, const std::string& nonce) {
    const Append append = [&](sd_bus_message* message) {
        int r =
            sd_bus_message_append(message, "ss", user.str().c_str(), ramauth::wire::proof_password);
        if (r >= 0) r = append_secret(message, present);
        if (r >= 0) r = append_secret(message, replacement);
        return r < 0 ? r : append_fields(message, {{ramauth::wire::context::nonce, nonce}});
    };
    return understood<Fields>(
        RamdConnection(address_).call(ramauth::wire::login_interface, "ChangePassword", append,
                                      ramauth::Deadline::after(plain_patience)),
        read_fields);
}

Answer<Fields> BusManagerClient::change_password(const UserName& user, const Secret& present,
                                                 const Secret& replacement) {
    const std::string nonce = fresh_nonce();
    Answer<Fields> answer = change_once(user, present, replacement, nonce);
    const auto* unanswered = std::get_if<NoAnswer>(&answer);
    if (unanswered == nullptr || !unanswered->maybe_done) return answer;
    // ramd keeps the outcome by the nonce: it tells what became of the change, and makes no second.
    return change_once(user, present, replacement, nonce);
}

Answer<Service> BusManagerClient::service(Way way) {
    return understood<Service>(RamdConnection(only(way, address_))
                                   .call(
                                       "org.freedesktop.DBus.Properties", "GetAll",
                                       [](sd_bus_message* message) {
                                           return sd_bus_message_append(
                                               message, "s", ramauth::wire::manager_interface);
                                       },
                                       ramauth::Deadline::after(status_patience)),
                               read_service);
}

}  // namespace ramctl
