// SPDX-License-Identifier: LGPL-2.1-or-later
// ManagerClient over ramd's private socket and the system bus. It and
// message_fields are the files of ramctl that know sd-bus. Where polkit may have to ask a person, a
// text agent is started first.
#pragma once

#include <functional>
#include <memory>

#include "ramctl/environment.h"
#include "ramctl/manager_client.h"
#include "ramctl/polkit_agent.h"
#include "shared/ramd_connection.h"

namespace ramctl {

class BusManagerClient final : public ManagerClient {
public:
    // `at_terminal`: a person sits there who could answer polkit.
    BusManagerClient(Caller caller, bool at_terminal,
                     ramauth::RamdAddress address = ramauth::RamdAddress::standard())
        : caller_(std::move(caller)), at_terminal_(at_terminal), address_(std::move(address)) {}

    Answer<WrittenProfile> create_profile(const UserName& user, const Settings& settings) override;
    Answer<WrittenProfile> update_profile(const UserName& user, const Settings& settings) override;
    Answer<Fields> profile(const UserName& user) override;
    Answer<ProfilePage> profiles(const Fields& filter, const std::string& marker) override;
    Answer<Done> delete_profile(const UserName& user) override;
    Answer<Done> unlock_profile(const UserName& user) override;
    Answer<Fields> policy() override;
    Answer<Done> set_policy(const Fields& changes) override;
    Answer<Fields> preference() override;
    Answer<Done> set_preference(const Fields& changes) override;
    Answer<std::vector<Fields>> sessions(const UserName& user) override;
    Answer<std::vector<Fields>> revocations() override;
    Answer<Fields> revoke_sessions(const UserName& user) override;
    Answer<Fields> mfa_info(const UserName& user) override;
    Answer<MfaSeed> create_mfa_device(const UserName& user, MfaAlgorithm algorithm) override;
    Answer<Secret> bind_mfa_device(const UserName& user, const Secret& code1,
                                   const Secret& code2) override;
    Answer<Done> unbind_mfa_device(const UserName& user) override;
    Answer<Done> unbind_own_mfa_device(const UserName& user, const Secret& code) override;
    Answer<ResetCode> create_reset_code(const UserName& user, const Fields& options) override;
    Answer<Fields> change_password(const UserName& user, const Secret& present,
                                   const Secret& replacement) override;
    Answer<std::vector<BrokenRule>> check_password(const UserName& user,
                                                   const Secret& password) override;
    Answer<Fields> weak_list_info() override;
    Answer<std::uint32_t> add_weak_passwords(const Secret& lines) override;
    Answer<Fields> reload_weak_list() override;
    Answer<HashPage> added_weak_passwords(const std::string& marker) override;
    Answer<Service> service(Way way) override;

private:
    enum class Permission { everybody, administrator };
    using Append = std::function<int(sd_bus_message*)>;

    // `patience`: for a member that takes long; else as long as a person may need for polkit.
    template <typename T>
    Answer<T> ask(const char* member, Permission permission, const Append& append,
                  const std::function<T(sd_bus_message*)>& read,
                  std::chrono::seconds patience = {});
    Answer<WrittenProfile> write_profile(const char* member, const UserName& user,
                                         const Settings& settings);
    Answer<Fields> change_once(const UserName& user, const Secret& present,
                               const Secret& replacement, const std::string& nonce);
    // Everybody may look at the own account.
    [[nodiscard]] Permission for_account(const UserName& user) const {
        return user.str() == caller_.name ? Permission::everybody : Permission::administrator;
    }

    Caller caller_;
    bool at_terminal_;
    ramauth::RamdAddress address_;
    std::unique_ptr<PolkitAgent> agent_;
};

}  // namespace ramctl
