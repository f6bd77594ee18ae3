// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/journal_kinds.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace ramd {
namespace {

constexpr std::string_view information = "6";
constexpr std::string_view notice = "5";
constexpr std::string_view warning = "4";
constexpr std::string_view error = "3";

// clang-format off
constexpr std::array kinds{
    JournalKind{EventKind::logon_allowed, "logon-allowed", "7089b74ff7294fd843dcca209f80dfa2", information, "Logon allowed"},
    JournalKind{EventKind::logon_refused, "logon-refused", "1d546dd411fbb1caddfaaa2aeab2a154", notice, "Logon refused"},
    JournalKind{EventKind::factor_given, "factor-given", "57789550232d4e60abf624873ed42e69", information, "Second factor given"},
    JournalKind{EventKind::code_sent, "code-sent", "a3d5032a481a4b7d840d387b4fcb656f", information, "Verification code sent"},
    JournalKind{EventKind::code_not_sent, "code-not-sent", "d52574d20edf4e74a638150a9f8949c2", warning, "Verification code not sent"},
    JournalKind{EventKind::password_changed, "password-changed", "8074dac404b29b1d915d0881dfa80c69", notice, "Password changed"},
    JournalKind{EventKind::password_change_refused, "password-change-refused", "ef1be17aea87b560b9f626f41d403410", notice, "Password change refused"},
    JournalKind{EventKind::profile_created, "profile-created", "fba223e1b07a70019a5470526ae4628e", notice, "Login profile created"},
    JournalKind{EventKind::profile_updated, "profile-updated", "496cd1ba0441b02dc17952bf194504e9", notice, "Login profile updated"},
    JournalKind{EventKind::profile_deleted, "profile-deleted", "e6502d55f709b08a430432fd7a74fe1b", notice, "Login profile deleted"},
    JournalKind{EventKind::profile_unlocked, "profile-unlocked", "b04002a54b96b007b350dc1ca8f2c63f", notice, "Login profile unlocked"},
    JournalKind{EventKind::profile_locked, "profile-locked", "f44e748baf5bc9603e516a45f9137f2a", warning, "Login profile locked"},
    JournalKind{EventKind::profile_idle, "profile-idle", "4a9025df84a94c72ede1d0afb6a54b75", notice, "Idle login profile turned Inactive"},
    JournalKind{EventKind::profile_orphaned, "profile-orphaned", "d78fa7c278f0159a1d4d6613eb10a4b9", warning, "Login profile orphaned"},
    JournalKind{EventKind::mfa_device_bound, "mfa-device-bound", "33bdc81cd5658e588e6630004d188bcd", notice, "Second factor bound"},
    JournalKind{EventKind::mfa_device_unbound, "mfa-device-unbound", "dd6225f2bd5cf5be93c54756d13dcd40", notice, "Second factor unbound"},
    JournalKind{EventKind::policy_changed, "policy-changed", "2a0bf421a65ec7cb6138e4361ab80c65", notice, "Password policy changed"},
    JournalKind{EventKind::preference_changed, "preference-changed", "ca19044ae4cd0834de0a3c94a3994edb", notice, "Security preference changed"},
    JournalKind{EventKind::session_opened, "session-opened", "c92730f61b9dd568ff67f56186042fb5", information, "Session opened"},
    JournalKind{EventKind::session_refused, "session-refused", "996f53a6c60c577d1875b1672feba2c0", notice, "Session refused"},
    JournalKind{EventKind::sessions_revoked, "sessions-revoked", "c1b675d8d6f07e1a33b4706d91434648", notice, "Sessions ended"},
    JournalKind{EventKind::sessions_outstanding, "sessions-outstanding", "f64dc34e1fe6a7f74e3f1ef295629ff1", warning, "Sessions not yet ended"},
    JournalKind{EventKind::logons_left, "logons-left", "37556db1a9944d40ae98f7b3cda79260", notice, "Logons run on"},
    JournalKind{EventKind::manager_refused, "manager-refused", "2bf85bc519bc83fa9c43cd610ba70d27", notice, "Request refused"},
    JournalKind{EventKind::weak_list_loaded, "weak-list-loaded", "061e06ca2f33a889d5b8ded381767d20", notice, "Weak list loaded"},
    JournalKind{EventKind::weak_list_refused, "weak-list-refused", "78d0869f74ccd7eb56cac2f0c1fd9907", warning, "Weak list refused"},
    JournalKind{EventKind::weak_passwords_added, "weak-passwords-added", "2c659fa334e0b173afe246e943e1a5cc", notice, "Weak passwords added"},
    JournalKind{EventKind::message_not_sent, "message-not-sent", "94de3af0fadd40fba220e5220bdb7536", warning, "Message not sent"},
    JournalKind{EventKind::record_damaged, "record-damaged", "8744268b6137346d95d2f83fe6102532", error, "Damaged record"},
    JournalKind{EventKind::service_fault, "service-fault", "ae8a0978466fe884e210cabc650a7a75", error, "Fault"},
};
// clang-format on

}  // namespace

const JournalKind& journal_kind(EventKind kind) {
    const auto* row = std::find_if(kinds.begin(), kinds.end(),
                                   [kind](const JournalKind& entry) { return entry.kind == kind; });
    if (row == kinds.end()) throw std::logic_error("an EventKind that the journal does not know");
    return *row;
}

}  // namespace ramd
