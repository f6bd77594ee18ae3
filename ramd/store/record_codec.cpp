// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/record_codec.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

#include "ramd/store/factor_codec.h"
#include "ramd/store/guess_codec.h"
#include "ramd/store/strict_json.h"

namespace ramd {
namespace {

using boost::json::object;
using ramauth::policy::RevokeScope;

// An Argon2id string has about a hundred; a foreign one that was imported may have more.
constexpr std::size_t longest_hash = 512;

constexpr std::string_view active = "Active";
constexpr std::string_view inactive = "Inactive";

UserName read_user(StrictJson& json) {
    auto user = UserName::parse(json.text("UserName"));
    if (!user) throw RecordError("field UserName is not the name of an account");
    return *std::move(user);
}

Uid read_uid(StrictJson& json) {
    const std::uint64_t value = json.number("Uid");
    if (!ramauth::valid_uid(value)) throw RecordError("field Uid is out of range");
    return Uid{static_cast<unsigned>(value)};
}

Status read_status(StrictJson& json) {
    const std::string text = json.text("Status");
    if (text == active) return Status::active;
    if (text == inactive) return Status::inactive;
    throw RecordError("field Status is neither Active nor Inactive");
}

PasswordHash to_hash(std::string text) {
    if (text.empty()) throw RecordError("a password hash is empty");
    if (text.size() > longest_hash) throw RecordError("a password hash is too long");
    return {std::move(text)};
}

std::vector<PasswordHash> read_history(StrictJson& json) {
    std::vector<PasswordHash> history;
    for (std::string& text : json.texts("PasswordHistory", longest_history))
        history.push_back(to_hash(std::move(text)));
    return history;
}

boost::json::array list_of(const std::vector<PasswordHash>& history) {
    boost::json::array list;
    for (const PasswordHash& hash : history) list.emplace_back(hash.text);
    return list;
}

ramauth::policy::PasswordLife read_life(StrictJson& json) {
    ramauth::policy::PasswordLife life;
    life.initial = json.flag("Initial");
    life.reset_required = json.flag("PasswordResetRequired");
    life.changed = json.time("PasswordChangeTime");
    return life;
}

void add_life(object& json, const ramauth::policy::PasswordLife& life) {
    json["Initial"] = life.initial;
    json["PasswordResetRequired"] = life.reset_required;
    json["PasswordChangeTime"] = number_of(life.changed);
}

RevokeScope read_scope(StrictJson& json) {
    const std::string text = json.text("Scope");
    if (text == "sessions") return RevokeScope::sessions;
    if (text == "user") return RevokeScope::user;
    throw RecordError("field Scope is neither sessions nor user");
}

}  // namespace

std::string encode_profile(const Profile& profile) {
    object json;
    json["Schema"] = record_schema;
    json["UserName"] = profile.user.str();
    json["Uid"] = profile.uid.value;
    json["Status"] = profile.status == Status::active ? active : inactive;
    json["PasswordHash"] = profile.hash.text;
    json["PasswordHistory"] = list_of(profile.history);
    add_life(json, profile.life);
    json["Epoch"] = profile.epoch;
    json["Version"] = profile.version;
    json["MFABindRequired"] = profile.mfa_bind_required;
    json["ShadowKept"] = profile.shadow_kept;
    json["Orphaned"] = profile.orphaned;
    json["System"] = profile.system;
    json["CreateDate"] = number_of(profile.created);
    json["UpdateDate"] = number_of(profile.updated);
    json["ActivateDate"] = number_of(profile.activated);
    json["LastLoginTime"] = number_of(profile.last_login);
    json["LastLoginSource"] = profile.last_login_source;
    json["KnownSources"] =
        boost::json::array(profile.known_sources.begin(), profile.known_sources.end());
    add_factors(json, profile);
    json["LastSessionTime"] = number_of(profile.last_session);
    add_guesses(json, profile.guesses);
    json["RecoveryEmail"] = profile.recovery_email;
    json["RecoveryMobile"] = profile.recovery_mobile;
    json["ShadowAging"] = profile.shadow_aging;
    json["LastChangeNonce"] = profile.last_change_nonce;
    return serialize_checked(json, decode_profile);
}

Profile decode_profile(std::string_view text) {
    StrictJson json(text);
    Profile profile{.user = read_user(json),
                    .uid = read_uid(json),
                    .hash = {},
                    .history = {},
                    .life = {},
                    .last_login_source = {},
                    .known_sources = {},
                    .guesses = {},
                    .recovery_email = {},
                    .recovery_mobile = {},
                    .shadow_aging = {},
                    .last_change_nonce = {}};
    profile.status = read_status(json);
    profile.hash = to_hash(json.text("PasswordHash"));
    profile.history = read_history(json);
    profile.life = read_life(json);
    profile.epoch = json.number("Epoch");
    profile.version = json.number("Version", 1);
    profile.mfa_bind_required = json.flag("MFABindRequired");
    profile.shadow_kept = json.flag("ShadowKept");
    profile.orphaned = json.flag("Orphaned");
    profile.system = json.flag("System");
    profile.created = json.time("CreateDate");
    profile.updated = json.time("UpdateDate");
    profile.activated = json.time("ActivateDate");
    profile.last_login = json.time("LastLoginTime");
    profile.last_login_source = json.text("LastLoginSource");
    profile.known_sources = json.texts("KnownSources", most_known_sources);
    read_factors(json, profile);
    profile.last_session = json.time("LastSessionTime");
    profile.guesses = read_guesses(json);
    profile.recovery_email = json.text("RecoveryEmail");
    profile.recovery_mobile = json.text("RecoveryMobile");
    profile.shadow_aging = json.text("ShadowAging");
    profile.last_change_nonce = json.text("LastChangeNonce");
    json.finish();
    return profile;
}

std::string encode_revocation(const Revocation& revocation) {
    object json;
    json["Schema"] = record_schema;
    json["Id"] = revocation.id;
    json["UserName"] = revocation.user.str();
    json["Uid"] = revocation.uid.value;
    json["Epoch"] = revocation.epoch;
    json["Reason"] = revocation.reason;
    json["Committed"] = number_of(revocation.committed);
    json["CommittedMonotonic"] = revocation.committed_monotonic_us;
    json["BootId"] = revocation.boot_id;
    json["LastSession"] = revocation.last_session;
    json["KeepLastSession"] = revocation.keep_last_session;
    json["Scope"] = revocation.scope == RevokeScope::user ? "user" : "sessions";
    return serialize_checked(json, decode_revocation);
}

Revocation decode_revocation(std::string_view text) {
    StrictJson json(text);
    Revocation revocation{.id = json.number("Id", 1),
                          .user = read_user(json),
                          .uid = read_uid(json),
                          .reason = {},
                          .boot_id = {},
                          .last_session = {}};
    revocation.epoch = json.number("Epoch");
    revocation.reason = json.text("Reason");
    revocation.committed = json.time("Committed");
    revocation.committed_monotonic_us = json.number("CommittedMonotonic");
    revocation.boot_id = json.text("BootId");
    revocation.last_session = json.text("LastSession");
    revocation.keep_last_session = json.flag("KeepLastSession");
    revocation.scope = read_scope(json);
    json.finish();
    return revocation;
}

std::string encode_kept_device(const KeptRecord& kept) {
    object json;
    json["Schema"] = record_schema;
    json["UserName"] = kept.device.user.str();
    json["Uid"] = kept.device.uid.value;
    json["Epoch"] = kept.epoch;
    add_device(json, kept.device.device);
    return serialize_checked(json, decode_kept_device);
}

KeptRecord decode_kept_device(std::string_view text) {
    StrictJson json(text);
    KeptRecord kept{{.user = read_user(json), .uid = read_uid(json), .device = {}}};
    kept.epoch = json.number("Epoch");
    auto device = read_device(json);
    if (!device) throw RecordError("there is no device in it");
    kept.device.device = *std::move(device);
    json.finish();
    return kept;
}

}  // namespace ramd
