// SPDX-License-Identifier: LGPL-2.1-or-later
// One struct a verb: what the command line said. And the function that does it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "policy/weak_list/list_build.h"
#include "ramctl/environment.h"
#include "ramctl/password_input.h"
#include "shared/error_code.h"

namespace ramctl {

using ramauth::ExitStatus;

struct StatusVerb {};

struct ListVerb {
    std::optional<std::string> status;           // as on the wire
    std::optional<std::string> password_status;  // as on the wire
    std::optional<unsigned> idle_days;
};

struct ShowVerb {
    std::optional<std::string> user;  // not given: the caller
};

// What create and set have in common; not set = not named.
struct ProfileOptions {
    std::optional<bool> reset_required;
    std::optional<bool> mfa_required;
    std::optional<std::string> email;
    std::optional<std::string> mobile;
};

struct CreateVerb {
    std::string user;
    PasswordSource source = PasswordSource::terminal;
    ProfileOptions options;
    bool inactive = false;
    bool keep_shadow = false;
    bool system = false;
};

struct SetVerb {
    std::string user;
    std::optional<std::string> status;  // as on the wire
    ProfileOptions options;
    bool forget_sources = false;
};

struct ResetPasswordVerb {
    std::string user;
    PasswordSource source = PasswordSource::terminal;
    bool reset_required = true;
    bool by_user = false;  // with a code, whatever the source
    bool mail = false;     // the code, or the generated password
};

struct MfaShowVerb {
    std::optional<std::string> user;  // not given: the caller
};

struct MfaBindVerb {
    std::optional<std::string> user;  // not given: the caller
    MfaAlgorithm algorithm = MfaAlgorithm::sha1;
};

struct MfaUnbindVerb {
    std::optional<std::string> user;  // not given: the caller
    bool yes = false;
};

struct UnlockVerb {
    std::string user;
};

struct DeleteVerb {
    std::string user;
    bool yes = false;
    bool unlock_shadow = false;
};

struct ChangePasswordVerb {
    PasswordSource source = PasswordSource::terminal;
};

struct SessionsVerb {
    std::optional<std::string> user;  // not given: the caller
};

// What runs outside of the sessions of its user.
struct LeftoverVerb {
    std::optional<std::string> user;  // not given: of all managed accounts
};

struct RevokeVerb {
    std::string user;
    bool yes = false;
};

struct PolicyShowVerb {};

struct PolicySetVerb {
    std::vector<std::string> assignments;  // FIELD=VALUE
};

struct PolicyPresetsVerb {};

struct PolicyPresetVerb {
    std::string name;
    bool yes = false;
};

struct PolicyDiffVerb {
    std::string name;
};

struct PreferenceShowVerb {};

struct PreferenceSetVerb {
    std::vector<std::string> assignments;  // FIELD=VALUE
};

// Rows of a CSV file, a profile each.
struct CreateFromFileVerb {
    std::string file;
    std::string passwords;  // where the generated ones go
    bool keep_shadow = false;
};

struct LogVerb {
    std::optional<std::string> user;   // not given: all
    std::optional<std::string> since;  // as typed
};

struct WeakListStatusVerb {};

struct WeakListCheckVerb {
    bool password_stdin = false;
    std::optional<std::string> list;  // a file; not given: ramd is asked
};

struct WeakListAddVerb {
    std::vector<std::string> files;  // "-" and none: standard input
    bool hashes = false;
};

struct WeakListMergeVerb {};

struct WeakListReloadVerb {};

struct WeakListBuildVerb {
    std::vector<std::string> sources;  // "-": standard input
    std::string output;
    unsigned bits = ramauth::weak_list::most_bits;
    std::uint64_t minimum_count = 1;
    ramauth::weak_list::TextFormat format = ramauth::weak_list::TextFormat::automatic;
    std::string source;
    Timestamp date = ramauth::never;
};

struct WeakListUpdateVerb {
    bool full = false;
};

using Verb = std::variant<StatusVerb, ListVerb, ShowVerb, CreateVerb, CreateFromFileVerb, SetVerb,
                          ResetPasswordVerb, MfaShowVerb, MfaBindVerb, MfaUnbindVerb, UnlockVerb,
                          DeleteVerb, ChangePasswordVerb, SessionsVerb, LeftoverVerb, RevokeVerb,
                          PolicyShowVerb, PolicySetVerb, PolicyPresetsVerb, PolicyPresetVerb,
                          PolicyDiffVerb, PreferenceShowVerb, PreferenceSetVerb, LogVerb,
                          WeakListStatusVerb, WeakListCheckVerb, WeakListAddVerb, WeakListMergeVerb,
                          WeakListReloadVerb, WeakListBuildVerb, WeakListUpdateVerb>;

[[nodiscard]] ExitStatus run(const StatusVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const ListVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const ShowVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const CreateVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const CreateFromFileVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const SetVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const ResetPasswordVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const MfaShowVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const MfaBindVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const MfaUnbindVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const UnlockVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const DeleteVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const ChangePasswordVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const SessionsVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const LeftoverVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const RevokeVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const PolicyShowVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const PolicySetVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const PolicyPresetsVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const PolicyPresetVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const PolicyDiffVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const PreferenceShowVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const PreferenceSetVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const LogVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const WeakListStatusVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const WeakListCheckVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const WeakListAddVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const WeakListMergeVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const WeakListReloadVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const WeakListBuildVerb& verb, Environment& environment);
[[nodiscard]] ExitStatus run(const WeakListUpdateVerb& verb, Environment& environment);

}  // namespace ramctl
