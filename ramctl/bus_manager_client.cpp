// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/bus_manager_client.h"

#include <systemd/sd-bus.h>

#include <algorithm>

#include "ramctl/message_fields.h"
#include "ramctl/nonce.h"
#include "shared/wire.h"

namespace ramctl {
namespace {

using namespace std::chrono_literals;
using ramauth::RamdAddress;
using ramauth::RamdConnection;

constexpr auto plain_patience = 25s;
constexpr auto person_patience = 120s;  // polkit may be asking somebody for a password
constexpr auto status_patience = 5s;
// Of a list with two billion entries every byte is read, from a slow disk perhaps.
constexpr auto reload_patience = 30min;
constexpr unsigned page_size = 500;

constexpr auto append_nothing = [](sd_bus_message*) { return 0; };
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
                                const std::function<T(sd_bus_message*)>& read,
                                std::chrono::seconds patience) {
    const bool may_ask_person = permission == Permission::administrator && !caller_.is_root();
    if (may_ask_person && at_terminal_ && !agent_) agent_ = std::make_unique<PolkitAgent>();
    const auto deadline = ramauth::Deadline::after(std::max<std::chrono::seconds>(
        patience, may_ask_person ? person_patience : plain_patience));
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
    return ask<Fields>("GetPasswordPolicy", Permission::everybody, append_nothing, read_fields);
}

Answer<Done> BusManagerClient::set_policy(const Fields& changes) {
    return ask<Done>(
        "SetPasswordPolicy", Permission::administrator,
        [&](sd_bus_message* message) { return append_fields(message, changes); }, read_nothing);
}

Answer<Fields> BusManagerClient::preference() {
    return ask<Fields>("GetSecurityPreference", Permission::everybody, append_nothing, read_fields);
}

Answer<Done> BusManagerClient::set_preference(const Fields& changes) {
    return ask<Done>(
        "SetSecurityPreference", Permission::administrator,
        [&](sd_bus_message* message) { return append_fields(message, changes); }, read_nothing);
}

Answer<std::vector<Fields>> BusManagerClient::sessions(const UserName& user) {
    return ask<std::vector<Fields>>("ListSessions", for_account(user), naming(user), read_list);
}

Answer<std::vector<Fields>> BusManagerClient::revocations() {
    return ask<std::vector<Fields>>("ListRevocations", Permission::administrator, append_nothing,
                                    read_list);
}

Answer<Fields> BusManagerClient::revoke_sessions(const UserName& user) {
    return ask<Fields>("RevokeSessions", Permission::administrator, naming(user), read_fields);
}

Answer<Fields> BusManagerClient::mfa_info(const UserName& user) {
    return ask<Fields>("GetMFAInfo", for_account(user), naming(user), read_fields);
}

Answer<MfaSeed> BusManagerClient::create_mfa_device(const UserName& user, MfaAlgorithm algorithm) {
    if (algorithm == MfaAlgorithm::sha1)
        return ask<MfaSeed>("CreateVirtualMFADevice", for_account(user), naming(user), read_seed);
    return ask<MfaSeed>(
        "CreateVirtualMFADeviceWith", for_account(user),
        [&](sd_bus_message* message) {
            const int r = naming(user)(message);
            return r < 0 ? r : append_fields(message, {{"Algorithm", std::string("SHA256")}});
        },
        read_seed);
}

Answer<Secret> BusManagerClient::bind_mfa_device(const UserName& user, const Secret& code1,
                                                 const Secret& code2) {
    return ask<Secret>(
        "BindMFADevice", for_account(user),
        [&](sd_bus_message* message) {
            int r = naming(user)(message);
            if (r >= 0) r = append_secret(message, code1);
            return r < 0 ? r : append_secret(message, code2);
        },
        read_long_secret);
}

Answer<Done> BusManagerClient::unbind_mfa_device(const UserName& user) {
    return ask<Done>("UnbindMFADevice", Permission::administrator, naming(user), read_nothing);
}

Answer<Done> BusManagerClient::unbind_own_mfa_device(const UserName& user, const Secret& code) {
    return ask<Done>(
        "UnbindOwnMFADevice", Permission::everybody,
        [&](sd_bus_message* message) {
            const int r = naming(user)(message);
            return r < 0 ? r : append_secret(message, code);
        },
        read_nothing);
}

Answer<ResetCode> BusManagerClient::create_reset_code(const UserName& user, const Fields& options) {
    return ask<ResetCode>(
        "CreateResetCode", Permission::administrator,
        [&](sd_bus_message* message) {
            const int r = naming(user)(message);
            return r < 0 ? r : append_fields(message, options);
        },
        read_reset_code);
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

Answer<std::vector<BrokenRule>> BusManagerClient::check_password(const UserName& user,
                                                                 const Secret& password) {
    return ask<std::vector<BrokenRule>>(
        "CheckPassword", for_account(user),
        [&](sd_bus_message* message) {
            const int r = naming(user)(message);
            return r < 0 ? r : append_secret(message, password);
        },
        read_broken_rules);
}

Answer<Fields> BusManagerClient::weak_list_info() {
    return ask<Fields>("GetWeakListInfo", Permission::everybody, append_nothing, read_weak_list);
}

Answer<std::uint32_t> BusManagerClient::add_weak_passwords(const Secret& lines) {
    return ask<std::uint32_t>(
        "AddWeakPasswords", Permission::administrator,
        [&](sd_bus_message* message) { return append_secret(message, lines); }, read_number);
}

Answer<Fields> BusManagerClient::reload_weak_list() {
    return ask<Fields>("ReloadWeakList", Permission::administrator, append_nothing, read_weak_list,
                       reload_patience);
}

Answer<HashPage> BusManagerClient::added_weak_passwords(const std::string& marker) {
    return ask<HashPage>(
        "ListAddedWeakPasswords", Permission::administrator,
        [&](sd_bus_message* message) {
            return sd_bus_message_append(message, "s", marker.c_str());
        },
        read_hash_page);
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
